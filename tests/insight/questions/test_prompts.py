import json
from itertools import pairwise
from pathlib import Path

import pytest

from diff_insight.errors import SettingsFileError
from diff_insight.insight.change_types import DEFAULT_TYPES, ChangeType
from diff_insight.insight.checks.grounding import AllowedNames, RejectionReason, sentences_of
from diff_insight.insight.questions.prompts import NAMES, load_prompts
from diff_insight.insight.questions.question_kinds import PromptMode
from diff_insight.sentences.languages import LANGUAGES


def test_labels_and_language_stand_in_the_instructions() -> None:
    own = (ChangeType(name="security", meaning="closes a hole"), ChangeType(name="rest", meaning="all else"))
    (system,) = load_prompts(None).file_messages(PromptMode.EXPLAINED, own, "ja")
    assert "security (closes a hole)" in system.content
    assert "Japanese" in system.content


def test_examples_are_given_where_their_labels_are_configured() -> None:
    roles = [message.role for message in load_prompts(None).file_messages(PromptMode.BY_EXAMPLE, DEFAULT_TYPES, "en")]
    assert roles[:3] == ["system", "user", "assistant"]


@pytest.mark.parametrize(("language", "name"), [("en", "English"), ("ja", "Japanese"), ("zh", "Simplified Chinese")])
def test_a_trained_model_gets_the_one_sentence_it_was_trained_with(language: str, name: str) -> None:
    (system,) = load_prompts(None).file_messages(PromptMode.TRAINED, DEFAULT_TYPES, language)
    assert system.content == f"Give the type of the change and a title in {name}."


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_in_the_language_of_the_report_and_of_every_type(language: str) -> None:
    messages = load_prompts(None).file_messages(PromptMode.EXPLAINED, DEFAULT_TYPES, language)
    answers = [json.loads(message.content) for message in messages[2::2]]
    assert {answer["modification_type"] for answer in answers} == {label.name for label in DEFAULT_TYPES}
    for answer in answers:
        for text in (answer["modification_title"], *answer["explanation"]):
            assert all(map(LANGUAGES[language].can_be, sentences_of(text))), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_name_only_what_their_questions_contain(language: str) -> None:
    messages = load_prompts(None).file_messages(PromptMode.EXPLAINED, DEFAULT_TYPES, language)
    for question, answer in pairwise(messages[1:]):
        if question.role == "user":
            content = json.loads(answer.content)
            shown = AllowedNames((), (), question.content.splitlines())
            for text in (content["modification_title"], *content["explanation"]):
                assert not shown.ungrounded(text), text


def test_explanations_in_examples_are_left_out_for_models_that_do_not_write() -> None:
    prompts = load_prompts(None)
    short = prompts.file_messages(PromptMode.BY_EXAMPLE, DEFAULT_TYPES, "en")
    long = prompts.file_messages(PromptMode.EXPLAINED, DEFAULT_TYPES, "en")
    assert "explanation" not in short[2].content
    assert "explanation" in long[2].content


def test_a_folder_replaces_the_templates_it_holds_and_the_hash_tells(tmp_path: Path) -> None:
    (tmp_path / "file.system.j2").write_text("Answer for {{ labels[0].name }}.")
    prompts = load_prompts(tmp_path)
    assert prompts.file_messages(PromptMode.BY_EXAMPLE, DEFAULT_TYPES, "en")[0].content == "Answer for new feature."
    assert prompts.texts["again.j2"] == load_prompts(None).texts["again.j2"]
    assert prompts.sha256 != load_prompts(None).sha256


@pytest.mark.parametrize(
    "template", ["{% broken", "{{ nothing_of_this_name }}", "{{ labels.__class__.__mro__[1].__subclasses__() }}"]
)
def test_templates_that_cannot_be_rendered_are_refused(tmp_path: Path, template: str) -> None:
    (tmp_path / "file.system.j2").write_text(template)
    with pytest.raises(SettingsFileError, match=r"file\.system\.j2"):
        load_prompts(tmp_path).file_messages(PromptMode.BY_EXAMPLE, DEFAULT_TYPES, "en")


def test_a_folder_without_templates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsFileError, match="none of the prompt templates"):
        load_prompts(tmp_path)


def test_every_template_is_in_the_package_or_the_sources() -> None:
    assert set(load_prompts(None).texts) == set(NAMES)


def test_a_question_is_asked_again_with_what_was_wrong() -> None:
    prompts = load_prompts(None)
    said = prompts.again(["read_x", "9.9"], ["unknown name", "wrong language"], "ja", status="removed")
    assert said == 'The change does not contain "read_x", "9.9": do not name them. Write in Japanese.'
    assert "removed" in prompts.again([], ["contradiction"], "en", status="removed")


@pytest.mark.parametrize("reason", [reason for reason in RejectionReason if reason is not RejectionReason.UNKNOWN_NAME])
def test_every_reason_has_its_words(reason: RejectionReason) -> None:
    assert load_prompts(None).again([], [reason.value], "en", status="added")
