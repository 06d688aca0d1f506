"""Asks a model about every file, and keeps of its answers what the change bears out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diff_insight.changes.changeset import Commit, FileChange
from diff_insight.errors import ModelError
from diff_insight.evidence.digest import digest
from diff_insight.evidence.facts import Fact
from diff_insight.evidence.grounding import Vocabulary, contradicts, is_in_language, repeats_itself
from diff_insight.insight.answers import ExplainedAnswer, TitleAnswer, answer_type, json_schema
from diff_insight.insight.file_sentences import explanation, title
from diff_insight.insight.insight import Author, FileInsight
from diff_insight.insight.labels import Label, contradicts_status, label_by_rule
from diff_insight.insight.prompts import Prompts
from diff_insight.llm.chat import Frame, frame
from diff_insight.llm.constraint import Constraint
from diff_insight.llm.engine import Answer, Engine, Question
from diff_insight.llm.model import Model
from diff_insight.wording import Wording

DIGEST_TOKENS = {False: 320, True: 1200}
"""Tokens of a digest, for models that only label and title, and for models that write."""

ANSWER_TOKENS = {False: 72, True: 420}
"""Tokens of an answer, likewise."""

_LEAST_DIGEST = 64


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """One file with all that is known of it before a model is asked."""

    change: FileChange
    facts: tuple[Fact, ...]
    commits: tuple[Commit, ...]


def from_facts(wording: Wording, labels: tuple[Label, ...], file: FileEvidence) -> FileInsight:
    """What is said of a file that no model is asked about."""
    return FileInsight(
        change=file.change,
        facts=file.facts,
        label=label_by_rule(labels, file.change).name,
        label_by=Author.FACTS,
        probability=None,
        title=title(wording, file.change, file.facts),
        title_by=Author.FACTS,
        explanation=tuple(explanation(wording, file.change, file.facts, file.commits)),
        explanation_by=Author.FACTS,
    )


def ask_about_files(
    model: Model, prompts: Prompts, wording: Wording, labels: tuple[Label, ...], files: Mapping[int, FileEvidence]
) -> Iterator[tuple[int, FileInsight]]:
    """Yield what is said of each file, under its key, as the model's answers come in.

    Raises:
        ModelError: the model cannot answer, or `--context` leaves too little room for a question.
    """
    if not files:
        return
    writes = model.settings.writes
    schema = answer_type(tuple(label.name for label in labels), explained=writes)
    constraint = Constraint(model.constraint_tokenizer, json_schema(schema))
    around = frame(model, prompts.file_messages(labels, wording.language, explained=writes))
    budget = _digest_budget(model, around, constraint)
    keys = list(files)
    questions = [_question(model, around, files[key], budget) for key in keys]
    with Engine(
        model,
        around.before,
        constraint,
        max_tokens=ANSWER_TOKENS[writes],
        longest=budget + len(around.after),
        questions=len(questions),
    ) as engine:
        for answer in engine.answer(questions):
            key = keys[answer.question]
            yield key, _insight(wording, labels, files[key], schema.model_validate_json(answer.text), answer)


def _question(model: Model, around: Frame, file: FileEvidence, budget: int) -> Question:
    def count(text: str) -> int:
        return len(model.tokenize(text, special=False))

    text = digest(file.change, file.commits, count, budget)
    return Question(model.tokenize(text, special=False)[:budget] + around.after)


def _digest_budget(model: Model, around: Frame, constraint: Constraint) -> int:
    writes = model.settings.writes
    wanted = DIGEST_TOKENS[writes]
    limit = model.context_limit
    fixed = len(around.before) + len(around.after) + ANSWER_TOKENS[writes] + constraint.closing_reserve
    if limit - fixed < _LEAST_DIGEST:
        raise ModelError(
            f"a context of {limit} tokens is too small: instructions and answer take {fixed}, "
            f"and a digest up to {wanted}, so give --context {fixed + wanted} or leave it out"
        )
    return min(wanted, limit - fixed)


def _insight(
    wording: Wording, labels: tuple[Label, ...], file: FileEvidence, said: TitleAnswer, answer: Answer
) -> FileInsight:
    vocabulary = Vocabulary([file.change], file.commits)
    written = said.modification_title.strip()
    holds = (
        is_printable(written, vocabulary, wording.language)
        and not contradicts(written, file.change)
        and (isinstance(said, ExplainedAnswer) or vocabulary.is_familiar(written))
    )
    chosen = next(label for label in labels if label.name == said.modification_type)
    impossible = contradicts_status(chosen, file.change)
    proposed = said.explanation if isinstance(said, ExplainedAnswer) else []
    paragraphs = tuple(text for text in proposed if is_printable(text, vocabulary, wording.language))
    return FileInsight(
        change=file.change,
        facts=file.facts,
        label=label_by_rule(labels, file.change).name if impossible else said.modification_type,
        label_by=Author.FACTS if impossible else Author.MODEL,
        probability=None if impossible else probability_of(said.modification_type, answer),
        title=written if holds else title(wording, file.change, file.facts),
        title_by=Author.MODEL if holds else Author.FACTS,
        explanation=paragraphs or tuple(explanation(wording, file.change, file.facts, file.commits)),
        explanation_by=Author.MODEL if paragraphs else Author.FACTS,
        dropped=len(proposed) - len(paragraphs),
        was_cut=answer.was_cut,
        cost=answer.cost,
    )


def is_printable(written: str, vocabulary: Vocabulary, language: str) -> bool:
    """Whether prose can be printed: in the language asked for, without loops, naming nothing from elsewhere."""
    return (
        any(character.isalnum() for character in written)
        and is_in_language(written, language)
        and not repeats_itself(written)
        and not vocabulary.ungrounded(written)
    )


def probability_of(label: str, answer: Answer) -> float:
    """The probability of the label among all labels: the product over the tokens that chose it.

    The label is the first value of the answer, so its tokens are the choices up to its end.
    """
    end = answer.text.encode().find(json.dumps(label, ensure_ascii=False).encode()) + len(label.encode()) + 2
    probability = 1.0
    for choice in answer.choices:
        if choice.start < end - 1:
            probability *= choice.probability
    return probability
