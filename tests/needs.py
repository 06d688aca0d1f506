"""What some tests need besides Python packages."""

import os

import pytest


def needed(what: str) -> None:
    """Skip, or fail where CI has installed what the tests need."""
    if "CI" in os.environ:
        pytest.fail(f"{what}, and CI must have it")
    pytest.skip(what)
