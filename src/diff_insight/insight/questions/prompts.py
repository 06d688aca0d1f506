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
from diff_insight.insight.questions.question_kinds import TRAINED, PromptMode
from diff_insight.insight.questions.topic_questions import TOPIC_QUESTIONS, TopicQuestion
from diff_insight.llm.prompt.message import Message
from diff_insight.sentences.languages import LANGUAGES, SOURCE
from diff_insight.system.package_data import package_data

_OWN = package_data("prompts")
NAMES = tuple(sorted(each.name for each in _OWN.iterdir() if each.name.endswith((".j2", ".yaml"))))
"""File names of the built-in templates."""


class _Example(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    answer: dict[str, str | list[str]]


@dataclass(frozen=True)
class Prompts:
    """The template texts by file name."""

    texts: Mapping[str, str]

    @cached_property
    def sha256(self) -> str:
        """One hash over all templates: the same prompts give the same hash."""
        return hashlib.sha256(json.dumps(dict(self.texts), sort_keys=True).encode()).hexdigest()

    @cached_property
    def example_titles(self) -> frozenset[str]:
        """The titles of the examples in all languages, which small models copy for other files."""
        examples = (example for language in LANGUAGES for example in self._examples(language))
        titles = (example.answer.get("modification_title") for example in examples)
        return frozenset(title for title in titles if isinstance(title, str))

    def file_messages(self, mode: PromptMode, types: tuple[ChangeType, ...], language: str) -> tuple[Message, ...]:
        """The fixed messages before a file's digest.

        For a trained model, the one sentence it was trained with; otherwise instructions, and the examples in the
        language whose types are configured.
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
        for example in self._examples(language):
            answer = {key: value for key, value in example.answer.items() if explained or key != "explanation"}
            if answer.get("modification_type") in known:
                messages.append(Message("user", example.question.strip()))
                messages.append(Message("assistant", json.dumps(answer, ensure_ascii=False, separators=(",", ":"))))
        return tuple(messages)

    def topic_messages(self, question: TopicQuestion) -> tuple[Message, ...]:
        """The fixed message before the description of a topic."""
        return (Message("system", self._render(TOPIC_QUESTIONS[question].template)),)

    def again(self, names: Sequence[str], reasons: Sequence[str], language: str, *, status: str) -> str:
        """The text appended to a question that is asked again: what was wrong with the first answer.

        Args:
            names: the answer's names that the change does not contain.
            reasons: the values of `RejectionReason`.
            language: the report's language.
            status: what happened to the file, or to the files.
        """
        said = self._render(
            "again.j2", names=names, faults=reasons, language=LANGUAGES[language].english_name, status=status
        )
        return " ".join(said.split())

    def _examples(self, language: str) -> list[_Example]:
        name = "file.examples.yaml" if language == SOURCE else f"file.examples.{language}.yaml"
        try:
            content = yaml.safe_load(self.texts[name])
            return TypeAdapter(list[_Example]).validate_python(content or [])
        except (yaml.YAMLError, ValidationError):
            raise SettingsFileError(
                f"the prompt file {name} is not a valid list of examples, each with question and answer"
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
    """The templates of a folder; the built-in one replaces any that the folder lacks, or all if there is no folder.

    Raises:
        SettingsFileError: the folder does not exist, contains none of the templates, or one cannot be read.
    """
    texts = {name: _OWN.joinpath(name).read_text("utf-8") for name in NAMES}
    if folder is None:
        return Prompts(texts)
    if not folder.is_dir():
        raise SettingsFileError(f"folder {folder} does not exist: check --prompts")
    replaced = {}
    for name in NAMES:
        try:
            replaced[name] = (folder / name).read_text("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsFileError(f"the prompt template {folder / name} cannot be read: {error}") from None
    if not replaced:
        raise SettingsFileError(f"{folder} contains none of the prompt templates {', '.join(NAMES)}")
    return Prompts({**texts, **replaced})
