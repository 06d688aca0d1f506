"""Loads the Jinja2 prompt templates and renders them into messages."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from jinja2 import DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from diff_insight.errors import SettingsFileError
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.questions.modes import TRAINED, PromptMode
from diff_insight.llm.prompt.message import Message
from diff_insight.sentences.languages import LANGUAGES, SOURCE
from diff_insight.system.package_data import package_data

NAMES = (
    "file.system.j2",
    "file.examples.yaml",
    "trained.system.j2",
    "overview.system.j2",
    "overview.question.j2",
    "again.j2",
)


class _Example(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    answer: dict[str, str | list[str]]


@dataclass(frozen=True)
class Prompts:
    """The texts of the templates by file name."""

    texts: Mapping[str, str]

    @cached_property
    def sha256(self) -> str:
        """One hash over all templates: the same prompts give the same hash."""
        return hashlib.sha256(json.dumps(dict(self.texts), sort_keys=True).encode()).hexdigest()

    @cached_property
    def example_titles(self) -> frozenset[str]:
        """The titles of the examples, which small models repeat of other files."""
        titles = (example.answer.get("modification_title") for example in self._examples())
        return frozenset(title for title in titles if isinstance(title, str))

    def file_messages(self, mode: PromptMode, types: tuple[ChangeType, ...], language: str) -> tuple[Message, ...]:
        """The fixed messages before a file's digest.

        They are one sentence for a model that was trained with it, else instructions, and examples whose types are
        configured.
        """
        name = LANGUAGES[language].english_name
        if mode in TRAINED:
            return (Message("system", self._render("trained.system.j2", language=name)),)
        explained = mode is PromptMode.EXPLAINED
        system = self._render(
            "file.system.j2", labels=types, language=LANGUAGES[language].english_name, explained=explained
        )
        messages = [Message("system", system)]
        known = {each.name for each in types}
        for example in self._examples():
            answer = {key: value for key, value in example.answer.items() if explained or key != "explanation"}
            # The examples are in English, which prose would follow; without prose the types they teach weigh more.
            if answer.get("modification_type") in known and (language == SOURCE or not explained):
                messages.append(Message("user", example.question.strip()))
                messages.append(Message("assistant", json.dumps(answer, ensure_ascii=False, separators=(",", ":"))))
        return tuple(messages)

    def again(self, names: Sequence[str], faults: Sequence[str], language: str, *, status: str) -> str:
        """What follows a question that is asked once more: what was wrong with the first answer.

        Args:
            names: those that the change does not contain.
            faults: the values of `RejectionReason`.
            language: the report's.
            status: what happened to the file, or to the files.
        """
        said = self._render(
            "again.j2", names=names, faults=faults, language=LANGUAGES[language].english_name, status=status
        )
        return " ".join(said.split())

    def overview_messages(self, language: str) -> tuple[Message, ...]:
        """The fixed messages before the lines an overview is written from."""
        return (Message("system", self._render("overview.system.j2", language=LANGUAGES[language].english_name)),)

    def overview_question(self, lines: list[str], *, final: bool) -> str:
        """The text an overview is asked with: a line a file, or a line a part that was summarised before."""
        return self._render("overview.question.j2", lines=lines, final=final)

    def _examples(self) -> list[_Example]:
        try:
            content = yaml.safe_load(self.texts["file.examples.yaml"])
            return TypeAdapter(list[_Example]).validate_python(content or [])
        except (yaml.YAMLError, ValidationError):
            raise SettingsFileError(
                "the prompt file file.examples.yaml is no list of examples with question and answer"
            ) from None

    def _render(self, name: str, **values: object) -> str:
        environment = ImmutableSandboxedEnvironment(
            loader=DictLoader(dict(self.texts)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        try:
            return environment.get_template(name).render(**values).strip()
        except TemplateError as error:
            raise SettingsFileError(f"the prompt template {name} cannot be rendered: {error}") from None


def load_prompts(folder: Path | None) -> Prompts:
    """The templates of a folder; a template that the folder lacks is the tool's own, as all are without a folder.

    Raises:
        SettingsFileError: the folder does not exist, or holds none of the templates.
    """
    own = package_data("prompts")
    texts = {name: own.joinpath(name).read_text("utf-8") for name in NAMES}
    if folder is None:
        return Prompts(texts)
    if not folder.is_dir():
        raise SettingsFileError(f"there is no folder {folder}: check --prompts")
    replaced = {}
    for name in NAMES:
        try:
            replaced[name] = (folder / name).read_text("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsFileError(f"the prompt template {folder / name} cannot be read: {error}") from None
    if not replaced:
        raise SettingsFileError(f"{folder} holds none of the prompt templates {', '.join(NAMES)}")
    return Prompts({**texts, **replaced})
