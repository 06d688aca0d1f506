"""Asks a model that writes for the overview, in as many steps as its context needs."""

from collections.abc import Callable, Iterator, Sequence

from diff_insight.changes.changeset import ChangeSet
from diff_insight.errors import ModelError
from diff_insight.evidence.grounding import Vocabulary
from diff_insight.insight.answers import OverviewAnswer, json_schema
from diff_insight.insight.file_questions import is_printable
from diff_insight.insight.insight import Author, FileInsight, Overview
from diff_insight.insight.prompts import Prompts
from diff_insight.llm.chat import Frame, frame
from diff_insight.llm.constraint import Constraint
from diff_insight.llm.engine import Answer, Cost, Engine, Question
from diff_insight.llm.model import Model
from diff_insight.wording import Wording

LIST_TOKENS = 2400
"""Tokens of the list of files that one step reads, at most."""

ANSWER_TOKENS = 900
"""Tokens of an overview."""

_LEAST_LIST = 160
_SHARE = 4  # a line takes at most this fraction of a step, so a step reads four lines or more and gives one


def ask_for_overview(
    model: Model,
    prompts: Prompts,
    wording: Wording,
    changes: ChangeSet,
    files: Sequence[FileInsight],
    composed: Overview,
    progress: Callable[[int, int], None],
) -> Overview:
    """The overview in the model's words; whatever does not hold is taken from `composed`, which is true.

    Files become lines, lines are read in steps that fit the context, and each step's summary is a line of the next,
    until one step reads all.

    Args:
        model: one that writes.
        prompts: the templates.
        wording: the report's language.
        changes: the change, which sentences must not go beyond.
        files: what is said of each file.
        composed: the overview from facts.
        progress: called with the steps done and known so far.

    Raises:
        ModelError: the model cannot answer, or the context is too small for a step.
    """
    constraint = Constraint(model.constraint_tokenizer, json_schema(OverviewAnswer))
    around = frame(model, prompts.overview_messages(wording.language))
    budget = _list_budget(model, prompts, around, constraint)
    lines = [_line(file) for file in files]
    cost = Cost()
    while True:
        parts = list(_parts(model, lines, budget))
        progress(cost.questions, cost.questions + len(parts))
        answers = _ask(model, prompts, around, constraint, parts)
        cost = sum((answer.cost for answer in answers), start=cost)
        progress(cost.questions, cost.questions)
        if len(parts) == 1:
            return _checked(wording, changes, composed, answers[0], cost)
        lines = [_said(answer).summary for answer in answers]


def _ask(model: Model, prompts: Prompts, around: Frame, constraint: Constraint, parts: list[list[str]]) -> list[Answer]:
    final = len(parts) == 1
    questions = [
        Question(model.tokenize(prompts.overview_question(part, final=final), special=False) + around.after)
        for part in parts
    ]
    with Engine(
        model,
        around.before,
        constraint,
        max_tokens=ANSWER_TOKENS,
        longest=max(len(question.tokens) for question in questions),
        questions=len(questions),
    ) as engine:
        return sorted(engine.answer(questions), key=lambda answer: answer.question)


def _said(answer: Answer) -> OverviewAnswer:
    return OverviewAnswer.model_validate_json(answer.text)


def _line(file: FileInsight) -> str:
    change = file.change
    size = "binary" if change.binary else f"+{change.additions} -{change.deletions}"
    return f"{change.path} ({change.status}, {size}), {file.label}: {file.title}. {' '.join(file.explanation)}"


def _parts(model: Model, lines: list[str], budget: int) -> Iterator[list[str]]:
    """The lines in groups whose tokens fit the budget, each line cut to its share of it."""
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
    return len(model.tokenize(f"\n- {line}", special=False)) + 1


def _list_budget(model: Model, prompts: Prompts, around: Frame, constraint: Constraint) -> int:
    limit = model.context_limit
    empty = len(model.tokenize(prompts.overview_question([], final=False), special=False))
    fixed = len(around.before) + len(around.after) + empty + ANSWER_TOKENS + constraint.closing_reserve
    if limit - fixed < _LEAST_LIST:
        raise ModelError(
            f"a context of {limit} tokens is too small for an overview: instructions and answer take {fixed}, "
            f"so give --context {fixed + LIST_TOKENS}, or --no-writes for an overview from facts"
        )
    return min(LIST_TOKENS, limit - fixed)


def _checked(wording: Wording, changes: ChangeSet, composed: Overview, answer: Answer, cost: Cost) -> Overview:
    vocabulary = Vocabulary(changes.files, changes.commits)
    said = _said(answer)

    def holds(sentence: str) -> bool:
        return is_printable(sentence, vocabulary, wording.language)

    def kept(written: list[str], instead: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(sentence for sentence in written if holds(sentence))) or instead

    everything = [said.highlights, said.summary]
    everything += said.new_features + said.breaking_changes + said.other_updates + said.insights
    return Overview(
        introduction=said.highlights if holds(said.highlights) else composed.introduction,
        new_features=kept(said.new_features, composed.new_features),
        breaking_changes=kept(said.breaking_changes, composed.breaking_changes),
        other_updates=kept(said.other_updates, composed.other_updates),
        insights=kept(said.insights, composed.insights),
        summary=said.summary if holds(said.summary) else composed.summary,
        author=Author.MODEL,
        dropped=sum(not holds(sentence) for sentence in everything),
        was_cut=answer.was_cut,
        cost=cost,
    )
