"""Where the user's files are kept on this machine."""

from pathlib import Path

import platformdirs

_NAME = "diff-insight"


def prepared_models() -> Path:
    """The folder of models prepared from the embedded one."""
    return platformdirs.user_cache_path(_NAME) / "models"


def self_test_results() -> Path:
    """The folder of the self-tests' results."""
    return platformdirs.user_cache_path(_NAME) / "self_test_results"


def prefixes() -> Path:
    """The folder of computed prefixes of prompts."""
    return platformdirs.user_cache_path(_NAME) / "prefixes"


def results() -> Path:
    """The file of cached answers."""
    return platformdirs.user_cache_path(_NAME) / "results.sqlite"


def models() -> Path:
    """The folder of models that the user added."""
    return platformdirs.user_data_path(_NAME) / "models"
