"""A project's lock file: the exact bytes and settings of the models that its reports must use."""

import tomllib
from pathlib import Path

import tomli_w
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from diff_insight.errors import ModelError
from diff_insight.system.atomic_file import write_atomically

LOCK_FILE = "diff-insight.lock"
"""File name of the lock file in the project's folder."""

_HEADER = "# Which models reports of this project are made with. Written by `diff-insight models pin`.\n"


class Decoding(BaseModel):
    """The settings of a model that its answers depend on; see `ModelSettings`, and for `languages` `ModelOptions`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    writes: bool
    context: int
    gpu_layers: int
    fast: bool
    languages: tuple[str, ...] | None = None


class Pin(BaseModel):
    """A pinned model; `adapter` is the SHA-256 of the adapter merged into it, None if there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int
    adapter: str | None = None
    decoding: Decoding


class Lock(BaseModel):
    """All pins of a project."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(default=1, ge=1, le=1)
    models: tuple[Pin, ...] = ()

    def of(self, name: str) -> Pin | None:
        """The pin of a model; None if it is not pinned."""
        return next((pin for pin in self.models if pin.name == name), None)

    def with_pin(self, pin: Pin) -> "Lock":
        """The lock with a pin added, replacing any of the same name; pins are sorted by name."""
        others = [other for other in self.models if other.name != pin.name]
        return self.model_copy(update={"models": tuple(sorted([*others, pin], key=lambda each: each.name))})


def read_lock(file: Path) -> Lock:
    """Read a lock file.

    Raises:
        ModelError: it cannot be read, or is not a lock file of this version.
    """
    try:
        return Lock.model_validate(tomllib.loads(file.read_text("utf-8")))
    except OSError as error:
        raise ModelError(f"the lock file {file} cannot be read: {error.strerror}") from None
    except (ValueError, ValidationError):
        raise ModelError(
            f"{file} is not a lock file that this version knows: fix it, or delete it and run `diff-insight models pin`"
        ) from None


def write_lock(file: Path, lock: Lock) -> None:
    """Write a lock file; equal pins give equal bytes.

    Raises:
        ModelError: it cannot be written.
    """
    try:
        write_atomically(file, (_HEADER + tomli_w.dumps(lock.model_dump(exclude_none=True))).encode())
    except OSError as error:
        raise ModelError(f"the lock file {file} cannot be written: {error.strerror}") from None


def check_pin(file: Path, lock: Lock, name: str, sha256: str) -> Pin:
    """The pin of a model whose file has this SHA-256.

    Raises:
        ModelError: the lock does not pin the model, or pins another SHA-256.
    """
    pin = lock.of(name)
    if pin is None:
        known = ", ".join(pin.name for pin in lock.models) or "none"
        raise ModelError(
            f"{file} does not pin the model {name!r} (it pins: {known}): use one of these with --model, or run "
            f"`diff-insight models pin {name}`"
        )
    if pin.sha256 != sha256:
        raise ModelError(
            f"the model {name} is not the one that {file} pins: its SHA-256 is {sha256}, the pinned one {pin.sha256}; "
            f"get the pinned file, or run `diff-insight models pin {name}` to pin this one"
        )
    return pin


def check_decoding(file: Path, pin: Pin, decoding: Decoding) -> None:
    """Compare the settings of a model with the pinned ones.

    Raises:
        ModelError: a setting differs.
    """
    wanted, given = pin.decoding.model_dump(), decoding.model_dump()
    for name, value in wanted.items():
        if given[name] != value:
            raise ModelError(
                f"{file} pins {pin.name} with {name} = {str(value).lower()}, but this run has "
                f"{str(given[name]).lower()}: omit the option, or run `diff-insight models pin {pin.name}` with it"
            )
