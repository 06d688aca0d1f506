"""Locates the package's data files: prompts, templates, translations, the adapter, pinned requirements."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
"""The package folder."""

SOURCES = PACKAGE.parents[1]
"""The root of the checkout, when the package runs from source."""


def package_data(name: str) -> Path:
    """A file or folder of the package, such as `prompts` or `reports/templates`.

    The wheel holds `prompts`, `models` and `requirements` inside the package; a checkout has them at its root.
    """
    packaged = PACKAGE / name
    return packaged if packaged.exists() else SOURCES / name
