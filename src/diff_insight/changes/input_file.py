"""Reads a change from a file: a patch, or a saved response of GitHub's compare endpoint."""

import hashlib
import sys
from dataclasses import replace
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.folding import fold
from diff_insight.changes.patch.github_compare import read_compare_json
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.changes.size_limit import SizeLimit
from diff_insight.errors import UnreadableChangeError


def read_file(kind: SourceKind, path: Path, size: SizeLimit) -> ChangeSet:
    """Read the change from a patch or a compare response; `-` is standard input.

    Raises:
        UnreadableChangeError: the file cannot be read, or is not of that kind.
        TooLargeError: it is larger than the limit or than memory allows.
    """
    content = _content(path, size)
    if kind is SourceKind.PATCH:
        changes = read_patch(content, None if str(path) == "-" else path)
    else:
        changes = read_compare_json(content, path)
    source = replace(changes.source, kind=kind, sha256=hashlib.sha256(content).hexdigest())
    return replace(changes, source=source, files=fold(changes.files))


def _content(path: Path, size: SizeLimit) -> bytes:
    try:
        if str(path) == "-":
            return size.read(sys.stdin.buffer, "standard input")
        with path.open("rb") as file:
            return size.read(file, str(path))
    except OSError as error:
        raise UnreadableChangeError(f"{path} cannot be read: {error.strerror}; check the path") from None
