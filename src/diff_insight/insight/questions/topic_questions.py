"""The table of the questions about a topic: what each asks, and its answer."""

from dataclasses import dataclass
from enum import StrEnum


class TopicQuestion(StrEnum):
    """What a trained model is asked about a topic; the value is its key in the metadata of the model."""

    AUDIENCE = "audience"
    TYPE = "type of a topic"
    TITLE = "title of a topic"


@dataclass(frozen=True, slots=True)
class TopicQuestionKind:
    """A question about a topic, as far as it does not depend on the change.

    Attributes:
        template: the prompt template with its instructions.
        field: the one field of its answer.
    """

    template: str
    field: str


TOPIC_QUESTIONS = {
    TopicQuestion.AUDIENCE: TopicQuestionKind("trained.audience.j2", "audience"),
    TopicQuestion.TYPE: TopicQuestionKind("trained.type.j2", "modification_type"),
    TopicQuestion.TITLE: TopicQuestionKind("trained.title.j2", "title"),
}

AUDIENCES = ("users", "contributors")
"""The answers about the audience."""

LETTERS = ("A", "B", "C", "D")
"""How the candidates for a title are named, in their order; the answers about the title."""

INPUT_TOKENS = 160
"""Maximum number of tokens of what a question shows of a topic."""

ANSWER_TOKENS = 24
"""Maximum number of tokens in an answer."""
