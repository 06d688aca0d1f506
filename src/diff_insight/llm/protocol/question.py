"""What a model is asked, and what it answers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scaling:
    """How logits become the probabilities of a choice among given words: vector scaling (Guo et al., 2017).

    Attributes:
        temperature: what logits are divided by.
        biases: words that a string of the answer can be, each with what is added to the logits that begin it, in nats.
    """

    temperature: float = 1.0
    biases: tuple[tuple[str, float], ...] = ()

    def bias(self, text: str) -> float:
        """What is added for a beginning of a string, or for a whole one with the quotation mark that ends it."""
        word, ended, _ = text.partition('"')
        of_words = [bias for of, bias in self.biases if (of == word if ended else of.startswith(word))]
        return max(of_words, default=0.0)


UNSCALED = Scaling()


@dataclass(frozen=True, slots=True)
class Question:
    """The tokens that follow the shared prefix, and how the logits of its answer's choices are scaled."""

    tokens: tuple[int, ...]
    scaling: Scaling = UNSCALED


@dataclass(frozen=True, slots=True)
class Choice:
    """A token that was chosen among few.

    Attributes:
        start: where the token's text begins in the answer, in bytes.
        probability: the softmax over the scaled logits of the allowed tokens alone.
    """

    start: int
    probability: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What answering took.

    Attributes:
        questions: how many were asked.
        read: tokens of the questions; the shared prefix, which is computed once, is not counted.
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
        choices: where the answer was chosen among few tokens, and how probable each of these was.
        was_cut: whether the token budget ended the answer.
        cost: what it took.
    """

    question: int
    text: str
    choices: tuple[Choice, ...]
    was_cut: bool
    cost: Cost


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that has no answer, and why in a sentence."""

    question: int
    reason: str
