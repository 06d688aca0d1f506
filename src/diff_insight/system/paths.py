"""Where on this machine things of the user's are kept."""

from pathlib import Path

import platformdirs

_NAME = "diff-insight"


def prepared_models() -> Path:
    """The folder of models that were made from the embedded one."""
    return platformdirs.user_cache_path(_NAME) / "models"


def self_test_results() -> Path:
    """The folder of the self-tests' self_test_results."""
    return platformdirs.user_cache_path(_NAME) / "self_test_results"


def results() -> Path:
    """The file of answers that can be used again."""
    return platformdirs.user_cache_path(_NAME) / "results.sqlite"


def models() -> Path:
    """The folder of models that the user added."""
    return platformdirs.user_data_path(_NAME) / "models"
