"""Has a model that writes produce the overview, in as many steps as its context size requires."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from diff_insight.changes.changeset import ChangeSet
from diff_insight.errors import ModelError
from diff_insight.insight.checks.grounding import AllowedNames, Rejection, RejectionReason
from diff_insight.insight.checks.prose import ProseCheck
from diff_insight.insight.checks.sentences import Checked, better, check_text, reasons
from diff_insight.insight.insight import Author, Dropped, FileInsight, Overview, Part, Unanswered
from diff_insight.insight.questions.answers import OverviewAnswer, json_schema
from diff_insight.insight.questions.prompts import Prompts
from diff_insight.insight.questions.question_kinds import OVERVIEW
from diff_insight.insight.topic_types import TypedTopic
from diff_insight.llm.client.model import Model
from diff_insight.llm.prompt.frame import Frame, frame
from diff_insight.llm.protocol.question import Answer, Cost, Failure, Question
from diff_insight.sentences.translation import Wording
from diff_insight.topics.topic import Audience

_SCHEMA = json_schema(OVERVIEW.answer)
_LEAST_LIST = 160
_AGAIN_TOKENS = 60  # maximum tokens appended to a question that is asked again
_NAMES_SAID = 6  # maximum unknown names listed then
_SHARE = 4  # a line takes at most 1/4 of a step, so a step reduces at least four lines to one


def ask_for_overview(
    model: Model,
    prompts: Prompts,
    wording: Wording,
    changes: ChangeSet,
    files: Sequence[FileInsight],
    topics: Sequence[TypedTopic],
    composed: Overview,
    progress: Callable[[int, int], None],
) -> Overview:
    """The overview in the model's words; whatever fails the checks or was not answered is taken from `composed`.

    Insights across files and topics become lines, or files where nobody put a topic into words. Lines are summarised in
    steps that fit the context, and each step's summary is a line of the next round, until one step covers everything.
    If a sentence of that step's answer does not pass, the question is asked once more with the failure named, unless
    the change only does not show what it says.

    Args:
        model: a model that writes.
        prompts: the templates.
        wording: the report's language.
        changes: the change that sentences are checked against.
        files: the description of each file.
        topics: the topics, those of most weight first.
        composed: the overview from facts.
        progress: called with the number of steps done and known so far.

    Raises:
        ModelError: the model cannot answer, or the context is too small for one step.
    """
    around = frame(model.tokenizer, prompts.overview_messages(wording.language))
    budget = _list_budget(model, prompts, around, model.closing_reserve(_SCHEMA))
    in_words = [topic for topic in topics if topic.topic.title and topic.topic.audience is not Audience.CONTRIBUTORS]
    lines = [*composed.insights, *(map(_topic_line, in_words) if in_words else map(_line, files))]
    cost = Cost()
    while True:
        parts = list(_parts(model, lines, budget))
        progress(cost.questions, cost.questions + len(parts))
        answers, missing = _ask(model, prompts, around, parts, "")
        cost = sum((answer.cost for answer in answers), start=cost)
        if missing:
            return replace(composed, unanswered=missing, cost=cost)
        progress(cost.questions, cost.questions)
        if len(parts) == 1:
            break
        lines = [_said(answer).summary for answer in answers]
    allowed_names = _vocabulary(changes, files, composed)
    instructions = " ".join(message.content for message in prompts.overview_messages(wording.language))
    of_prose = ProseCheck(changes.files, changes.commits, allowed_names, wording.language)
    first = _checked(wording, of_prose, instructions, answers[0])
    if all(drop.reason is RejectionReason.NOT_SHOWN for drop in first.dropped):
        return _overview(composed, first, None, cost)
    names, kinds = reasons(first.dropped)
    complaint = prompts.again(names[:_NAMES_SAID], kinds, wording.language, status="changed")
    answers, missing = _ask(model, prompts, around, parts, complaint)
    if missing:
        return _overview(composed, first, None, cost)
    return _overview(composed, first, _checked(wording, of_prose, instructions, answers[0]), cost + answers[0].cost)


def _ask(
    model: Model, prompts: Prompts, around: Frame, parts: list[list[str]], complaint: str
) -> tuple[list[Answer], Unanswered | None]:
    """The answers in the order of the parts; if some are missing, those received, and why."""
    final = len(parts) == 1
    after = model.tokenize(f"\n{complaint}")[:_AGAIN_TOKENS] if complaint else ()
    questions = [
        Question(model.tokenize(prompts.overview_question(part, final=final)) + after + around.after) for part in parts
    ]
    with model.session(
        around.before,
        _SCHEMA,
        max_tokens=OVERVIEW.answer_tokens,
        longest=max(len(question.tokens) for question in questions),
        questions=len(questions),
    ) as session:
        replies = sorted(session.answer(questions), key=lambda reply: reply.question)
    answers = [reply for reply in replies if not isinstance(reply, Failure)]
    if len(replies) < len(questions):
        return answers, Unanswered.NOT_ASKED
    return answers, Unanswered.FAILED if len(answers) < len(replies) else None


def _said(answer: Answer) -> OverviewAnswer:
    return OverviewAnswer.model_validate_json(answer.text)


def _line(file: FileInsight) -> str:
    change = file.change
    size = "binary" if change.binary else f"+{change.additions} -{change.deletions}"
    return f"{change.path} ({change.status}, {size}), {file.change_type}: {file.title}. {' '.join(file.explanation)}"


def _topic_line(typed: TypedTopic) -> str:
    topic = typed.topic
    return f"{typed.type.name}, in {len(topic.files)} file{'s' if len(topic.files) != 1 else ''}: {topic.title}"


def _parts(model: Model, lines: list[str], budget: int) -> Iterator[list[str]]:
    """Group the lines so that each group fits the token budget; each line is cut to its share of it."""
    part: list[str] = []
    used = 0
    for line in lines:
        line = " ".join(line.split())
        cost = _cost(model, line)
        while cost > budget // _SHARE:
            line = line[: len(line) * (budget // _SHARE) // (cost + 1)] + "…"
            cost = _cost(model, line)
        if part and used + cost > budget:
            yield part
            part, used = [], 0
        part.append(line)
        used += cost
    if part:
        yield part


def _cost(model: Model, line: str) -> int:
    return len(model.tokenize(f"\n- {line}")) + 1


def _list_budget(model: Model, prompts: Prompts, around: Frame, closing_reserve: int) -> int:
    limit = model.context_limit
    empty = len(model.tokenize(prompts.overview_question([], final=False)))
    fixed = len(around.before) + len(around.after) + empty + _AGAIN_TOKENS + OVERVIEW.answer_tokens + closing_reserve
    if limit - fixed < _LEAST_LIST:
        raise ModelError(
            f"a context of {limit} tokens is too small for an overview: instructions and answer take {fixed}; "
            f"use --context {fixed + OVERVIEW.input_tokens}, or --no-writes for an overview from facts"
        )
    return min(OVERVIEW.input_tokens, limit - fixed)


@dataclass(frozen=True, slots=True)
class _CheckedOverview:
    """A model's overview after the check, part by part."""

    parts: dict[str, Checked]
    was_cut: bool

    @property
    def dropped(self) -> tuple[Dropped, ...]:
        return tuple(drop for part in self.parts.values() for drop in part.dropped)


def _vocabulary(changes: ChangeSet, files: Sequence[FileInsight], composed: Overview) -> AllowedNames:
    """What sentences about the whole change may name: the change, the files' facts, and the overview from facts."""
    proved = [text for file in files for fact in file.facts for text in fact.texts]
    told = (*composed.breaking_changes, *composed.new_features, *composed.other_updates)
    said = [composed.introduction, *(line.text for line in told), *composed.insights]
    return AllowedNames(changes.files, changes.commits, [*proved, *said])


def _checked(wording: Wording, of_prose: ProseCheck, instructions: str, answer: Answer) -> _CheckedOverview:
    said = _said(answer)
    told: set[str] = set()

    def check(sentence: str) -> Rejection | None:
        against = of_prose(sentence)
        if against:
            return against
        if sentence in instructions:
            return Rejection(RejectionReason.COPIED)
        if sentence in told:
            return Rejection(RejectionReason.REPETITION)
        told.add(sentence)
        return None

    written = {
        "introduction": [said.highlights],
        "insights": said.insights,
        "summary": [said.summary],
    }
    parts = {name: check_text(wording, Part.OVERVIEW, texts, check) for name, texts in written.items()}
    return _CheckedOverview(parts, answer.was_cut)


def _overview(composed: Overview, first: _CheckedOverview, second: _CheckedOverview | None, cost: Cost) -> Overview:
    """Combine the parts that passed, from one answer or two, with `composed` where nothing passed."""
    parts = first.parts
    if second:
        parts = {name: better(first.parts[name], second.parts[name]) for name in first.parts}
    introduction, summary = parts["introduction"].shown, parts["summary"].shown
    return Overview(
        introduction=introduction[0] if introduction else composed.introduction,
        new_features=composed.new_features,
        breaking_changes=composed.breaking_changes,
        other_updates=composed.other_updates,
        left_out=composed.left_out,
        insights=parts["insights"].shown or composed.insights,
        summary=summary[0] if summary else composed.summary,
        author=Author.MODEL if any(part.shown for part in parts.values()) else Author.FACTS,
        checked=sum(part.count for part in (*first.parts.values(), *(second.parts.values() if second else ()))),
        asked_again=second is not None,
        dropped=tuple(drop for part in parts.values() for drop in part.dropped),
        was_cut=first.was_cut,
        cost=cost,
    )
