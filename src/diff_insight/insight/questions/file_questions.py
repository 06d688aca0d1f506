"""Asks a model about every file, and keeps the parts of its answers that the change bears out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from diff_insight.errors import ModelError
from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.change_types import ChangeType, break_by_words, contradicts_status
from diff_insight.insight.checks.grounding import Rejection, RejectionReason, rejection
from diff_insight.insight.checks.prose import ProseCheck
from diff_insight.insight.checks.sentences import Checked, better, check_text, reasons
from diff_insight.insight.checks.title_check import allowed_names_of, title_rejection
from diff_insight.insight.file_from_facts import file_from_facts
from diff_insight.insight.insight import Author, Dropped, FileInsight, Part, Unanswered
from diff_insight.insight.questions.answers import (
    ExplainedAnswer,
    TitleAnswer,
    TypeAnswer,
    answer_type,
    json_schema,
    probability_of,
)
from diff_insight.insight.questions.content_kinds import Kind, kind_of
from diff_insight.insight.questions.file_text import file_tokens
from diff_insight.insight.questions.prompts import Prompts
from diff_insight.insight.questions.question_kinds import (
    QUESTIONS,
    TRAINED,
    PromptMode,
    chooses_types,
    prompt_mode_for,
)
from diff_insight.insight.type_estimate import with_estimate
from diff_insight.insight.type_of_file import TypeOfFile, type_of_file
from diff_insight.llm.client.model import Model
from diff_insight.llm.prompt.frame import Frame, frame
from diff_insight.llm.protocol.question import UNSCALED, Answer, Failure, Question, Scaling
from diff_insight.sentences.files import explanation
from diff_insight.sentences.titles import title
from diff_insight.sentences.translation import Wording

_LEAST_DIGEST = 64
_AGAIN_TOKENS = 48  # maximum tokens appended to a question that is asked again
_NAMES_SAID = 4  # maximum unknown names listed then
_SURE = 1e6  # nats by which a type that is not up to the model exceeds all others


@dataclass(frozen=True, slots=True)
class _Judged:
    """An answer and the parts of it that passed."""

    answer: Answer
    said: TypeAnswer
    title: str | None
    text: Checked
    dropped: tuple[Dropped, ...]

    @property
    def is_worth_asking_again(self) -> bool:
        """Whether nothing of the title, or of the explanation, passed, and for a fault that a model can mend.

        What the change does not show was said because the model did not see what it shows.
        """
        lacking = {
            part for part, text in ((Part.TITLE, self.title), (Part.EXPLANATION, self.text.paragraphs)) if not text
        }
        return any(drop.part in lacking and drop.reason is not RejectionReason.NOT_SHOWN for drop in self.dropped)

    @property
    def checked(self) -> int:
        """Number of titles and sentences checked."""
        return isinstance(self.said, TitleAnswer) + self.text.count


def ask_about_files(
    model: Model, prompts: Prompts, wording: Wording, types: tuple[ChangeType, ...], files: Mapping[int, FileEvidence]
) -> Iterator[tuple[int, FileInsight]]:
    """Yield each file's description with its key, as the model's answers arrive.

    If nothing is left of a title or an explanation, a model that writes is asked once more, with the failure named,
    unless it only said what the change does not show; the title and text that pass are taken from either answer, the
    type from the first, or from evidence if the model does not choose types. A model that only labels and titles is
    not asked again: see docs/measurements.md. Files without an answer, because the model failed or the run was stopped
    first, are described from facts.

    Raises:
        ModelError: the model cannot answer, or `--context` leaves too little room for a question.
    """
    names = tuple(each.name for each in types)
    by_mode: dict[PromptMode, dict[int, FileEvidence]] = {}
    for key, file in files.items():
        mode = prompt_mode_for(model, names, wording.language, kind_of(file))
        by_mode.setdefault(mode, {})[key] = file
    for mode, alike in by_mode.items():
        yield from _ask(model, prompts, wording, types, mode, alike)


def _ask(
    model: Model,
    prompts: Prompts,
    wording: Wording,
    types: tuple[ChangeType, ...],
    mode: PromptMode,
    files: Mapping[int, FileEvidence],
) -> Iterator[tuple[int, FileInsight]]:
    names = tuple(each.name for each in types)
    schema = answer_type(names, QUESTIONS[mode].answer)
    chooses = chooses_types(model, names)
    around = frame(model.tokenizer, prompts.file_messages(mode, types, wording.language))
    budget = _digest_budget(model, mode, around, model.closing_reserve(json_schema(schema)))
    keys = list(files)
    with model.session(
        around.before,
        json_schema(schema),
        max_tokens=QUESTIONS[mode].answer_tokens,
        longest=budget + len(around.after),
        questions=len(keys),
    ) as session:
        unasked = set(keys)
        failed: dict[int, _Judged] = {}
        for answer in session.answer(_question(model, mode, around, types, files[key], budget, "") for key in keys):
            key = keys[answer.question]
            unasked.remove(key)
            if isinstance(answer, Failure):
                yield key, replace(file_from_facts(wording, types, files[key]), unanswered=Unanswered.FAILED)
                continue
            judged = _judged(prompts, wording, mode, files[key], schema.model_validate_json(answer.text), answer)
            if judged.is_worth_asking_again and mode is PromptMode.EXPLAINED:
                failed[key] = judged
            else:
                yield key, _insight(wording, types, files[key], judged, None, chooses=chooses)
        again = sorted(failed)
        questions = (
            _question(
                model, mode, around, types, files[key], budget, _complaint(prompts, wording, files[key], failed[key])
            )
            for key in again
        )
        for answer in session.answer(questions):
            if isinstance(answer, Answer):
                key = again[answer.question]
                judged = _judged(prompts, wording, mode, files[key], schema.model_validate_json(answer.text), answer)
                yield key, _insight(wording, types, files[key], failed.pop(key), judged, chooses=chooses)
        for key, first in failed.items():
            yield key, _insight(wording, types, files[key], first, None, chooses=chooses)
        for key in sorted(unasked):
            yield key, replace(file_from_facts(wording, types, files[key]), unanswered=Unanswered.NOT_ASKED)


def _question(
    model: Model,
    mode: PromptMode,
    around: Frame,
    types: tuple[ChangeType, ...],
    file: FileEvidence,
    budget: int,
    complaint: str,
) -> Question:
    said = model.tokenize(f"\n{complaint}")[:_AGAIN_TOKENS] if complaint else ()
    room = budget - len(said)
    trained = model.trained if mode in TRAINED else None
    scaling = UNSCALED
    if settled := break_by_words(types, file):
        scaling = Scaling(biases=((settled.name, _SURE),))
    elif trained:
        kind = kind_of(file)
        scaling = trained.scaling(kind, file.change.status)
        if kind is Kind.CODE_WITH_WORDS:
            scaling = with_estimate(scaling, file)
    elif not chooses_types(model, tuple(each.name for each in types)):
        # The answer begins with the type that evidence gives, so that title and explanation suit it.
        scaling = Scaling(biases=((type_of_file(types, file).name, _SURE),))
    return Question(file_tokens(mode, file, model.tokenize, room) + said + around.after, scaling)


def _complaint(prompts: Prompts, wording: Wording, file: FileEvidence, judged: _Judged) -> str:
    names, kinds = reasons(judged.dropped)
    return prompts.again(names[:_NAMES_SAID], kinds, wording.language, status=file.change.status.value)


def _digest_budget(model: Model, mode: PromptMode, around: Frame, closing_reserve: int) -> int:
    wanted = QUESTIONS[mode].input_tokens
    limit = model.context_limit
    fixed = len(around.before) + len(around.after) + QUESTIONS[mode].answer_tokens + closing_reserve
    if limit - fixed < _LEAST_DIGEST:
        raise ModelError(
            f"a context of {limit} tokens is too small: instructions and answer take {fixed}, "
            f"and a digest up to {wanted}; use --context {fixed + wanted} or omit it"
        )
    return min(wanted, limit - fixed)


def _judged(
    prompts: Prompts, wording: Wording, mode: PromptMode, file: FileEvidence, said: TypeAnswer, answer: Answer
) -> _Judged:
    allowed_names, language = allowed_names_of(file), wording.language
    written, against = None, None
    if isinstance(said, TitleAnswer):
        written = said.modification_title.strip().rstrip(".。")
        against = title_rejection(mode, language, file, allowed_names, written, prompts.example_titles)
    proposed = said.explanation if isinstance(said, ExplainedAnswer) else []
    text = check_text(
        wording, Part.EXPLANATION, proposed, ProseCheck(file.change, file.commits, allowed_names, language)
    )
    dropped = (Dropped(Part.TITLE, against.reason, against.names),) if against else ()
    return _Judged(answer, said, None if against else written, text, dropped + text.dropped)


def _insight(
    wording: Wording,
    types: tuple[ChangeType, ...],
    file: FileEvidence,
    first: _Judged,
    second: _Judged | None,
    *,
    chooses: bool,
) -> FileInsight:
    said = first.said.modification_type
    label = next(label for label in types if label.name == said)
    by_facts = not chooses or contradicts_status(label, file.change) or break_by_words(types, file) is not None
    decided = TypeOfFile(said, Author.MODEL, probability_of(said, first.answer))
    if by_facts:
        decided = type_of_file(types, file)
    written = first.title or (second.title if second else None)
    text = better(first.text, second.text) if second else first.text
    without_title = () if written else tuple(d for d in (second or first).dropped if d.part is Part.TITLE)
    insight = FileInsight(
        change=file.change,
        facts=file.facts,
        signs=file.signs,
        change_type=decided.name,
        type_by=decided.author,
        probability=decided.probability,
        title=written or title(wording, file),
        title_by=Author.MODEL if written else Author.FACTS,
        explanation=text.shown or tuple(explanation(wording, file)),
        explanation_by=Author.MODEL if text.shown else Author.FACTS,
        checked=first.checked,
        dropped=without_title + text.dropped,
        was_cut=first.answer.was_cut,
        cost=first.answer.cost,
    )
    if second is None:
        return insight
    return replace(
        insight,
        checked=first.checked + second.checked,
        asked_again=True,
        cost=first.answer.cost + second.answer.cost,
    )


def share_answer(
    wording: Wording, types: tuple[ChangeType, ...], model_insight: FileInsight, file: FileEvidence
) -> FileInsight:
    """The description of a file with the same edit as one the model was asked about.

    It takes that file's type and probability, and its title and text where they pass the checks for this file too.
    """
    own = file_from_facts(wording, types, file)
    if model_insight.unanswered:
        return replace(own, unanswered=model_insight.unanswered)
    allowed_names = allowed_names_of(file)

    def check(sentence: str) -> Rejection | None:
        return rejection(sentence, allowed_names, wording.language)

    holds = model_insight.title_by is Author.MODEL and not check(model_insight.title)
    text: tuple[str, ...] = ()
    if model_insight.explanation_by is Author.MODEL:
        text = check_text(wording, Part.EXPLANATION, model_insight.explanation, check).paragraphs
    return replace(
        own,
        change_type=model_insight.change_type,
        type_by=model_insight.type_by,
        probability=model_insight.probability,
        title=model_insight.title if holds else own.title,
        title_by=Author.MODEL if holds else Author.FACTS,
        explanation=text or own.explanation,
        explanation_by=Author.MODEL if text else Author.FACTS,
        same_as=model_insight.change.path,
    )
