"""Asks a trained model about topics, and yields what it chooses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from diff_insight.evidence.roles import Role
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.insight import Unanswered
from diff_insight.insight.questions.answers import choice_type, json_schema, probability_of
from diff_insight.insight.questions.prompts import Prompts
from diff_insight.insight.questions.topic_questions import (
    ANSWER_TOKENS,
    AUDIENCES,
    INPUT_TOKENS,
    LETTERS,
    TOPIC_QUESTIONS,
    TopicQuestion,
)
from diff_insight.insight.questions.topic_text import competing_titles, topic_tokens
from diff_insight.llm.client.model import Model
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.protocol.question import UNSCALED, Cost, Failure, Question
from diff_insight.topics.topic import Topic


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """What a model chose about a topic.

    Attributes:
        chosen: one of the answers that the question allows; '' if it has none.
        probability: the model's probability of it among them.
        unanswered: why there is no answer; None if there is one.
        cost: cost of the answer.
    """

    chosen: str
    probability: float
    unanswered: Unanswered | None = None
    cost: Cost = field(default_factory=Cost)


def answers_about_topics(
    model: Model,
    prompts: Prompts,
    question: TopicQuestion,
    topics: Mapping[int, Topic],
    roles: Mapping[str, Role],
    types: tuple[ChangeType, ...],
) -> Iterator[tuple[int, TopicAnswer]]:
    """Yield the answer about each topic with its key, as the model answers.

    Args:
        model: a model that was trained for this question.
        prompts: the prompt templates.
        question: what is asked.
        topics: the topics by key.
        roles: the role of each file.
        types: the types to choose from.

    Raises:
        ModelError: the model cannot answer.
    """
    alike: dict[tuple[str, ...], dict[int, Topic]] = {}
    for key, topic in topics.items():
        alike.setdefault(_allowed(question, topic, types), {})[key] = topic
    for allowed, same in alike.items():
        yield from _ask(model, prompts, question, allowed, same, roles)


def _allowed(question: TopicQuestion, topic: Topic, types: tuple[ChangeType, ...]) -> tuple[str, ...]:
    """The answers that the grammar allows about a topic."""
    match question:
        case TopicQuestion.AUDIENCE:
            return AUDIENCES
        case TopicQuestion.TYPE:
            return tuple(label.name for label in types)
        case TopicQuestion.TITLE:
            return LETTERS[: len(competing_titles(topic))]


def _ask(
    model: Model,
    prompts: Prompts,
    question: TopicQuestion,
    allowed: tuple[str, ...],
    topics: Mapping[int, Topic],
    roles: Mapping[str, Role],
) -> Iterator[tuple[int, TopicAnswer]]:
    name = TOPIC_QUESTIONS[question].field
    answer_type = choice_type(name, allowed)
    around = frame(model.tokenizer, prompts.topic_messages(question))
    scaling = model.trained.topic_scaling(question.value) if model.trained else UNSCALED
    keys = list(topics)
    with model.session(
        around.before,
        json_schema(answer_type),
        max_tokens=ANSWER_TOKENS,
        longest=INPUT_TOKENS + len(around.after),
        questions=len(keys),
    ) as session:
        unasked = set(keys)
        questions = (
            Question(
                topic_tokens(question, topics[key], roles, model.tokenize, INPUT_TOKENS) + around.after, scaling
            )
            for key in keys
        )  # fmt: skip
        for answer in session.answer(questions):
            key = keys[answer.question]
            unasked.remove(key)
            if isinstance(answer, Failure):
                yield key, TopicAnswer("", 0.0, Unanswered.FAILED)
                continue
            chosen = str(getattr(answer_type.model_validate_json(answer.text), name))
            yield key, TopicAnswer(chosen, probability_of(chosen, answer), cost=answer.cost)
        for key in sorted(unasked):
            yield key, TopicAnswer("", 0.0, Unanswered.NOT_ASKED)
