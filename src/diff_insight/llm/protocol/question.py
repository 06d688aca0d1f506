"""Questions to a model, and its answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scaling:
    """How logits become the probabilities of a choice among given words: vector scaling (Guo et al., 2017).

    Attributes:
        temperature: divisor of the logits.
        biases: possible values of a string in the answer, each with the bias of the logits that begin it, in nats.
    """

    temperature: float = 1.0
    biases: tuple[tuple[str, float], ...] = ()

    def bias(self, text: str) -> float:
        """The bias of the beginning of a string, or of a whole string including its closing quotation mark."""
        word, ended, _ = text.partition('"')
        of_words = [bias for of, bias in self.biases if (of == word if ended else of.startswith(word))]
        return max(of_words, default=0.0)


UNSCALED = Scaling()


@dataclass(frozen=True, slots=True)
class Question:
    """The tokens after the shared prefix, and how the logits of the answer's choices are scaled."""

    tokens: tuple[int, ...]
    scaling: Scaling = UNSCALED


@dataclass(frozen=True, slots=True)
class Choice:
    """A token chosen among few allowed ones.

    Attributes:
        start: byte offset of the token's text in the answer.
        probability: its softmax over the scaled logits of the allowed tokens only.
    """

    start: int
    probability: float


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of answering.

    Attributes:
        questions: number of questions asked.
        read: tokens of the questions, without the shared prefix, which is computed once.
        written: tokens of the answers, forced ones included.
    """

    questions: int = 0
    read: int = 0
    written: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.questions + other.questions, self.read + other.read, self.written + other.written)


@dataclass(frozen=True, slots=True)
class Answer:
    """JSON that fits the schema.

    Attributes:
        question: the number of the question it answers, counted from 0.
        text: the JSON.
        choices: tokens chosen among few allowed ones, with their positions and probabilities.
        was_cut: whether the answer was cut short by the token budget.
        cost: tokens read and written for it.
    """

    question: int
    text: str
    choices: tuple[Choice, ...]
    was_cut: bool
    cost: Cost


@dataclass(frozen=True, slots=True)
class Failure:
    """A question without an answer, and the reason as a sentence."""

    question: int
    reason: str
