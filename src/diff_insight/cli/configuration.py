"""Reads settings from the project's file and the environment.

Every setting is the long name of an option of `report`, so that names, types and defaults are defined once. The command
line takes precedence over the environment, which takes precedence over the file.
"""

import json
import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from diff_insight.cli.command_options import CommandOption
from diff_insight.errors import SettingsFileError
from diff_insight.llm.models.resolve import is_path
from diff_insight.reports.formats import FORMATS
from diff_insight.workflows.project import Project

PREFIX = "DIFF_INSIGHT_"
"""Prefix of the environment variables: `DIFF_INSIGHT_GPU_LAYERS` is `--gpu-layers`."""

_OF_ONE_RUN = {
    "repo", "staged", "worktree", "patch", "compare-json", "date", "permalink", "help", "since", "state", "fetch",
    "journal", "scheduler",
}  # fmt: skip
_EXCLUDED_BY = {"no-model": ("model", "prompts", "writes", "fast")}  # mutually exclusive settings
_FILES = ("labels", "categories", "prompts", "roles")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value and its source."""

    value: object
    source: str


class Configuration:
    """The settings from a project and the environment.

    Args:
        options: the options of `report`, by key.
        project: the project whose file is read.
        environment: the environment variables.
        arguments: the command line, which takes precedence over both; settings it excludes are left out.

    Raises:
        SettingsFileError: the file cannot be read, a name is unknown, or a value is invalid.
    """

    def __init__(
        self,
        options: Mapping[str, CommandOption],
        project: Project,
        environment: Mapping[str, str],
        arguments: Sequence[str] = (),
    ) -> None:
        self._options = options
        self._known = [key for key in options if key not in _OF_ONE_RUN]
        on_command_line = {self._named(word) for word in arguments if word.startswith("--")}
        self._settings: dict[str, Setting] = {}
        for found in (self._of_environment(environment), self._of_file(project.configuration)):
            stronger = {*on_command_line, *self._settings}
            for key, setting in found.items():
                if key not in self._settings and not _is_excluded(key, stronger):
                    self._settings[key] = setting

    def all(self) -> dict[str, Setting]:
        """Every setting, with its default if it is not set."""
        return {
            key: self._settings.get(key) or Setting(self._options[key].default, "default")
            for key in sorted(self._known)
        }

    def defaults(self, options: Mapping[str, CommandOption]) -> dict[str, object]:
        """The settings that apply to a command's options, by parameter name."""
        return {options[key].parameter: setting.value for key, setting in self._settings.items() if key in options}

    def _of_environment(self, environment: Mapping[str, str]) -> dict[str, Setting]:
        found: dict[str, Setting] = {}
        for name, text in sorted(environment.items()):
            if name.startswith(PREFIX):
                key, source = name.removeprefix(PREFIX).lower().replace("_", "-"), f"environment variable {name}"
                self._check_known(key, source, lambda near: f"{PREFIX}{near.upper().replace('-', '_')}")
                several = self._options[key].several
                value = [part for line in text.splitlines() for part in line.split(",") if part] if several else text
                found[key] = Setting(self._checked(key, value, source, strict=False), source)
        return found

    def _of_file(self, file: Path | None) -> dict[str, Setting]:
        if file is None:
            return {}
        found: dict[str, Setting] = {}
        for key, value in _table(file).items():
            self._check_known(key, str(file), str)
            checked = self._checked(key, value, str(file), strict=True)
            found[key] = Setting(_within(file, key, checked), str(file))
        return found

    def _named(self, word: str) -> str:
        """The setting that a word of the command line sets."""
        name = word.partition("=")[0]
        return next((key for key, option in self._options.items() if name in option.spellings), name)

    def _check_known(self, key: str, source: str, write: Callable[[str], str]) -> None:
        if key in self._known:
            return
        if key in _OF_ONE_RUN:
            raise SettingsFileError(f"{source}: {key} applies to a single run: give --{key} on the command line")
        near = get_close_matches(key, self._known, n=1, cutoff=0.5)
        hint = f"did you mean {write(near[0])}?" if near else "`diff-insight config show` lists all settings"
        raise SettingsFileError(f"{source}: unknown setting {key!r}: {hint}")

    def _checked(self, key: str, value: object, source: str, *, strict: bool) -> object:
        """The validated value as plain data; text is accepted as a number only if `strict` is false."""
        option = self._options[key]
        try:
            # Validated as JSON, where even strict mode accepts strings for paths and enum members.
            read = option.values.validate_json(json.dumps(value, default=str), strict=strict)
        except ValidationError:
            raise SettingsFileError(f"{source}: {key} is {value!r}, but must be {option.form}") from None
        plain: object = option.values.dump_python(read, mode="json")
        return plain


def _is_excluded(key: str, stronger: set[str]) -> bool:
    return any(
        (key == one and stronger.intersection(others)) or (key in others and one in stronger)
        for one, others in _EXCLUDED_BY.items()
    )


def _table(file: Path) -> dict[str, object]:
    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsFileError(f"{file} cannot be read: {error}") from None
    if file.name == "pyproject.toml":
        content = content["tool"]["diff-insight"]
    if not isinstance(content, dict):
        raise SettingsFileError(
            f"{file}: tool.diff-insight is not a table: write [tool.diff-insight] above the settings"
        )
    return content


def _within(file: Path, key: str, value: object) -> object:
    """A file's value, with paths resolved against the file's folder; a project may not name paths outside it.

    Reporting on somebody else's repository applies its settings, which must not write elsewhere or load a model that
    the user never chose.
    """
    if key == "model" and is_path(str(value)):
        raise SettingsFileError(
            f"{file}: model = {value!r} is a path: run `diff-insight models add FILE --name NAME`, and write the name"
        )
    if (key not in _FILES and key != "output") or value == "-":
        return value
    path = file.parent / str(value)
    if Path(os.path.normpath(path)).is_relative_to(file.parent) and ".." not in Path(str(value)).parts:
        if key == "output" and not _may_be_report(Path(str(value))):
            ends = ", ".join(f".{format_}" for format_ in FORMATS)
            raise SettingsFileError(
                f"{file}: output = {value!r} must end in {ends} and have no hidden part: change it, "
                "or give --output on the command line"
            )
        # Relative to the current folder, so that a symbolic link cannot redirect it; see `output.check_stays`.
        return os.path.relpath(path) if key == "output" else str(path)
    raise SettingsFileError(f"{file}: {key} = {value!r} is outside {file.parent}: give --{key} on the command line")


def _may_be_report(path: Path) -> bool:
    """Whether a repository may choose this path: it must not be a hook, attributes or configuration file of git."""
    return path.suffix.removeprefix(".") in FORMATS and not any(part.startswith(".") for part in path.parts)
