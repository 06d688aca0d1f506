"""Keeps GGUFs of the user's under names, each with the SHA-256 it had when it was added."""

import errno
import hashlib
import os
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import ModelFile, check_is_gguf, read_model_file
from diff_insight.system.atomic_file import write_atomically

EMBEDDED = "embedded"
"""The name of the model that comes with the tool, which none of the store can have."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Keeping(StrEnum):
    """How the store holds a file: a copy of its own, a hard link to the same bytes, or only where it lies."""

    COPY = "copy"
    LINK = "link"
    REFERENCE = "reference"


class StoredModel(BaseModel):
    """A model of the store: where its file lies, and the SHA-256 and the size in bytes it had when it was added."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    path: Path
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    keeping: Keeping

    def read(self) -> ModelFile:
        """The file, read whole.

        Raises:
            ModelError: it is gone, or its bytes are not those that were added.
        """
        found = read_model_file(self.path)
        if found.sha256 != self.sha256:
            raise ModelError(
                f"the model {self.name} ({self.path}) is not the file that was added: its SHA-256 is {found.sha256}, "
                f"was {self.sha256}; `diff-insight models remove {self.name}`, then add the right file"
            )
        return found


class ModelStore:
    """Models in a folder: for each a file `NAME.toml`, and `NAME.gguf` unless it is only referred to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def models(self) -> tuple[StoredModel, ...]:
        """All of them by name.

        Raises:
            ModelError: an entry cannot be read.
        """
        return tuple(self._read(entry) for entry in sorted(self._folder.glob("*.toml")))

    def find(self, name: str) -> StoredModel | None:
        """The model of a name; None where there is none.

        Raises:
            ModelError: its entry cannot be read.
        """
        entry = self._folder / f"{name}.toml"
        return self._read(entry) if _NAME.fullmatch(name) and entry.is_file() else None

    def add(self, file: Path, name: str, keeping: Keeping) -> StoredModel:
        """Keep a GGUF under a name.

        Raises:
            ModelError: the file is no GGUF, the name is taken or no name, or the file cannot be kept so.
        """
        check_is_gguf(file)
        if not _NAME.fullmatch(name) or name == EMBEDDED:
            raise ModelError(
                f"{name!r} cannot be a model's name: give --name with letters, digits, '.', '_' and '-', "
                f"and not '{EMBEDDED}'"
            )
        if self.find(name):
            raise ModelError(
                f"there is a model {name} already: give another --name, or `diff-insight models remove {name}` first"
            )
        with _errors_as_model_error(f"{file} cannot be kept as {name} in {self._folder}"):
            self._folder.mkdir(parents=True, exist_ok=True)
            model = self._kept(file.absolute(), name, keeping)
            entry = model.model_dump(mode="json", exclude={"name"})
            write_atomically(self._folder / f"{name}.toml", tomli_w.dumps(entry).encode())
        return model

    def remove(self, name: str) -> StoredModel:
        """Forget a model, and delete its copy; a file that was linked or referred to stays where it was.

        Raises:
            ModelError: there is none of this name.
        """
        model = self.find(name)
        if model is None:
            known = ", ".join(model.name for model in self.models()) or "none"
            raise ModelError(f"there is no model {name!r} among those that were added: {known}")
        with _errors_as_model_error(f"{name} cannot be removed from {self._folder}"):
            (self._folder / f"{name}.toml").unlink()
            if model.keeping is not Keeping.REFERENCE:
                model.path.unlink(missing_ok=True)
        return model

    def _kept(self, file: Path, name: str, keeping: Keeping) -> StoredModel:
        kept = self._folder / f"{name}.gguf"
        if keeping is Keeping.COPY:
            sha256 = _copy(file, kept)
            return StoredModel(name=name, path=kept, sha256=sha256, size=kept.stat().st_size, keeping=keeping)
        if keeping is Keeping.LINK:
            kept.unlink(missing_ok=True)  # of an addition that was ended before it was written down
            kept.hardlink_to(file.resolve())
        read = read_model_file(kept if keeping is Keeping.LINK else file)
        return StoredModel(name=name, path=read.path, sha256=read.sha256, size=read.size, keeping=keeping)

    def _read(self, entry: Path) -> StoredModel:
        try:
            return StoredModel.model_validate({**tomllib.loads(entry.read_text("utf-8")), "name": entry.stem})
        except (OSError, ValueError, ValidationError):
            raise ModelError(f"{entry} cannot be read as a model's entry: delete it and add the model again") from None


def _copy(file: Path, target: Path) -> str:
    """Copy a file, which appears under its name only when it is whole; the SHA-256 of what was copied."""
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with file.open("rb") as source, partial.open("wb") as copy:
            if shutil.disk_usage(target.parent).free < file.stat().st_size:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            while block := source.read(1 << 22):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return digest.hexdigest()


@contextmanager
def _errors_as_model_error(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = {
            errno.EXDEV: "hard links cannot lead to another file system, so give --as copy or --as reference",
            errno.ENOSPC: "free some space, or give --as link or --as reference",
        }.get(error.errno or 0, "check its permissions, or set XDG_DATA_HOME to another folder")
        raise ModelError(f"{what}: {error.strerror}; {advice}") from None
