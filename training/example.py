"""The `Example` type: the tokens of a question in inference and of its answer."""

from dataclasses import dataclass

from diff_insight.insight.questions.content_kinds import Kind
from diff_insight.insight.questions.topic_questions import TopicQuestion


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its answer.

    Attributes:
        tokens: tokens of the whole conversation.
        label_at: position of the token that chooses the label; everything before it is given.
        label: what is chosen: the type, the audience, or the letter of a title.
        language: language of the title.
        kind: kind of the question, by which a trained model is calibrated: a kind of file changes, or a question about
            topics.
        status: status of the file; '' for a topic.
        titled: whether the answer has a title; if not, it ends with the token of its label.
        group: the repository it comes from, by which examples are held out; '' for documents.
    """

    tokens: tuple[int, ...]
    label_at: int
    label: str
    language: str
    kind: Kind | TopicQuestion
    status: str
    titled: bool
    group: str = ""
