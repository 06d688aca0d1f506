"""Keeps a folder of generated files out of git, as tools do with their caches."""

from pathlib import Path


def is_new_in_work_tree(folder: Path) -> bool:
    """Whether a folder does not exist yet and would lie in the work tree of a git repository."""
    return not folder.exists() and any((parent / ".git").exists() for parent in folder.absolute().parents)


def ignore(folder: Path) -> None:
    """Write a `.gitignore` into a folder that names everything in it, itself included; an existing one stays.

    Raises:
        OSError: it cannot be written.
    """
    file = folder / ".gitignore"
    if folder.is_dir() and not file.exists():
        file.write_text("*\n", "utf-8")
