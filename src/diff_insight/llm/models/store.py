"""Keeps the user's GGUFs under names, each with the SHA-256 it had when it was added."""

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
from diff_insight.llm.models.verdict import Verdict
from diff_insight.system.atomic_file import write_atomically

EMBEDDED = "embedded"
"""The name of the model shipped with the tool; reserved, so no stored model can have it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Keeping(StrEnum):
    """How the store keeps a file: as a copy, a hard link to it, or only its path."""

    COPY = "copy"
    LINK = "link"
    REFERENCE = "reference"


class StoredModel(BaseModel):
    """A model in the store.

    Attributes:
        name: its name.
        path: the path of its file.
        sha256: the SHA-256 that the file had when it was added.
        size: its size then, in bytes.
        keeping: how the store keeps the file.
        verdict: what was measured of it; None if nothing was.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    path: Path
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    keeping: Keeping
    verdict: Verdict | None = None

    def read(self) -> ModelFile:
        """Read the whole file and check its SHA-256.

        Raises:
            ModelError: it is missing, or its bytes have changed since it was added.
        """
        found = read_model_file(self.path)
        if found.sha256 != self.sha256:
            raise ModelError(
                f"the model {self.name} ({self.path}) is not the file that was added: its SHA-256 is {found.sha256}, "
                f"was {self.sha256}; run `diff-insight models remove {self.name}`, then add the right file"
            )
        return found


class ModelStore:
    """Models in a folder: for each a file `NAME.toml`, and `NAME.gguf` unless kept by reference."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def models(self) -> tuple[StoredModel, ...]:
        """All models, sorted by name.

        Raises:
            ModelError: an entry cannot be read.
        """
        return tuple(self._read(entry) for entry in sorted(self._folder.glob("*.toml")))

    def find(self, name: str) -> StoredModel | None:
        """The model of a name; None if there is none.

        Raises:
            ModelError: its entry cannot be read.
        """
        entry = self._folder / f"{name}.toml"
        return self._read(entry) if _NAME.fullmatch(name) and entry.is_file() else None

    def add(self, file: Path, name: str, keeping: Keeping) -> StoredModel:
        """Keep a GGUF under a name.

        Raises:
            ModelError: the file is not a GGUF, the name is taken or invalid, or the file cannot be kept that way.
        """
        check_is_gguf(file)
        if not _NAME.fullmatch(name) or name == EMBEDDED:
            raise ModelError(
                f"{name!r} cannot be a model's name: give --name with letters, digits, '.', '_' and '-', "
                f"other than '{EMBEDDED}'"
            )
        if self.find(name):
            raise ModelError(
                f"model {name} already exists: give another --name, or run `diff-insight models remove {name}` first"
            )
        with _errors_as_model_error(f"{file} cannot be kept as {name} in {self._folder}"):
            self._folder.mkdir(parents=True, exist_ok=True)
            model = self._kept(file.absolute(), name, keeping)
            self._write(model)
        return model

    def judge(self, model: StoredModel, verdict: Verdict) -> StoredModel:
        """Keep what was measured of a model, in the place of what was before.

        Raises:
            ModelError: it cannot be kept.
        """
        judged = model.model_copy(update={"verdict": verdict})
        with _errors_as_model_error(f"what was measured of {model.name} cannot be kept in {self._folder}"):
            self._write(judged)
        return judged

    def remove(self, name: str) -> StoredModel:
        """Remove a model and delete its copy; the original of a linked or referenced file is not touched.

        Raises:
            ModelError: there is no model of this name.
        """
        model = self.find(name)
        if model is None:
            known = ", ".join(model.name for model in self.models()) or "none"
            raise ModelError(f"there is no model {name!r} among the added ones: {known}")
        with _errors_as_model_error(f"{name} cannot be removed from {self._folder}"):
            (self._folder / f"{name}.toml").unlink()
            if model.keeping is not Keeping.REFERENCE:
                model.path.unlink(missing_ok=True)
        return model

    def _write(self, model: StoredModel) -> None:
        entry = model.model_dump(mode="json", exclude={"name"}, exclude_none=True)
        write_atomically(self._folder / f"{model.name}.toml", tomli_w.dumps(entry).encode())

    def _kept(self, file: Path, name: str, keeping: Keeping) -> StoredModel:
        kept = self._folder / f"{name}.gguf"
        if keeping is Keeping.COPY:
            sha256 = _copy(file, kept)
            return StoredModel(name=name, path=kept, sha256=sha256, size=kept.stat().st_size, keeping=keeping)
        if keeping is Keeping.LINK:
            kept.unlink(missing_ok=True)  # left by an addition that was interrupted before its entry was written
            kept.hardlink_to(file.resolve())
        read = read_model_file(kept if keeping is Keeping.LINK else file)
        return StoredModel(name=name, path=read.path, sha256=read.sha256, size=read.size, keeping=keeping)

    def _read(self, entry: Path) -> StoredModel:
        try:
            return StoredModel.model_validate({**tomllib.loads(entry.read_text("utf-8")), "name": entry.stem})
        except (OSError, ValueError, ValidationError):
            raise ModelError(f"{entry} is not a valid model entry: delete it and add the model again") from None


def _copy(file: Path, target: Path) -> str:
    """Copy a file, renaming the copy to its final name when complete, and return the SHA-256 of what was copied."""
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
            errno.EXDEV: "hard links cannot cross file systems: give --as copy or --as reference",
            errno.ENOSPC: "free some space, or give --as link or --as reference",
        }.get(error.errno or 0, "check its permissions, or set XDG_DATA_HOME to another folder")
        raise ModelError(f"{what}: {error.strerror}; {advice}") from None
