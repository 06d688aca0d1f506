"""Answers many questions side by side in the sequences of one context, with the same bytes as one at a time.

How a question's tokens are split into blocks depends on that question alone: the shared prefix, prefilled once and
copied; the question with the forced tokens that begin every answer, in blocks of `BLOCK`; each run of fast-forward
tokens as one block; and single tokens. A decode call takes only blocks of equal length, from neighbouring sequences,
since llama.cpp computes only those as one batch. As each sequence has its own KV cache, the kernels then compute the
same sums for a sequence whatever its neighbours are, with one exception: flash attention splits the cache between
threads for a token that is alone in its call. Such a token is therefore padded with a dummy token, whose logits are not
requested.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from diff_insight.errors import ModelError
from diff_insight.llm.protocol.question import Answer, Choice, Cost, Question, Scaling
from diff_insight.llm.worker.context import BLOCK, Block, Context
from diff_insight.llm.worker.grammar import Logits
from diff_insight.llm.worker.weights import Weights


class Decoding(Protocol):
    """An answer in progress: alternate `fast_forward_tokens` and `choose`, until `finished`."""

    choices: list[Choice]
    was_cut: bool

    @property
    def finished(self) -> bool:
        """Whether the answer is complete."""

    @property
    def tokens(self) -> int:
        """Number of tokens in the answer so far."""

    @property
    def text(self) -> str:
        """The answer so far."""

    def fast_forward_tokens(self) -> list[int]:
        """Append and return the tokens that the grammar forces; they need no logits."""

    def choose(self, logits: Logits) -> int:
        """Choose, append and return a token, given logits of shape (vocabulary,)."""


class Grammar(Protocol):
    """The grammar that answers must match; `Constraint` implements it."""

    @property
    def closing_reserve(self) -> int:
        """Tokens an answer may take beyond its budget."""

    def start(self, max_tokens: int, scaling: Scaling) -> Decoding:
        """Start an answer, whose choices use logits scaled by `scaling`."""


@dataclass(frozen=True, slots=True)
class Task:
    """The properties that all questions of an engine share.

    Attributes:
        prefix: tokens that every question begins with.
        grammar: grammar that every answer must match.
        max_tokens: token budget of an answer; once it is used up, the answer is closed.
        longest: maximum number of tokens in a question.
    """

    prefix: tuple[int, ...]
    grammar: Grammar
    max_tokens: int
    longest: int

    @property
    def cells(self) -> int:
        """KV cache cells that a sequence needs: prefix, question, answer and the reserve for closing the answer."""
        return len(self.prefix) + self.longest + self.max_tokens + self.grammar.closing_reserve


@dataclass(slots=True)
class _Slot:
    """A sequence of the context and the answer in progress on it; `pending` are its tokens not yet decoded."""

    sequence: int
    question: int
    read: int
    decoding: Decoding
    position: int
    pending: list[int]


class Engine:
    """A context that answers questions; a context manager that frees it. `begin` questions, then `step` until idle.

    Args:
        weights: the model.
        task: the properties that the questions share.
        slots: number of questions answered side by side.

    Raises:
        ModelError: the context does not fit into memory.
    """

    def __init__(self, weights: Weights, task: Task, *, slots: int) -> None:
        self._task = task
        self._keeps_tokens = weights.keeps_tokens
        self._home = slots  # the sequence that holds the prefix
        self._busy: list[_Slot] = []
        self._holding_prefix = {self._home}
        self.context = Context(weights, sequences=slots + 1, cells=task.cells)
        for start in range(0, len(task.prefix), BLOCK):
            self._compute([Block(self._home, start, task.prefix[start : start + BLOCK], wants_logits=False)])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.context.__exit__(error, value, traceback)

    @property
    def longest(self) -> int:
        """Maximum number of tokens in a question."""
        return self._task.longest

    @property
    def slots(self) -> int:
        """Number of questions answered side by side."""
        return self._home

    @property
    def free(self) -> int:
        """Number of free slots."""
        return self._home - len(self._busy)

    @property
    def is_idle(self) -> bool:
        """Whether no question is in progress."""
        return not self._busy

    def begin(self, number: int, question: Question) -> None:
        """Assign a question to a free sequence.

        Args:
            number: identifies its answer.
            question: at most `Task.longest` tokens long.

        Raises:
            ModelError: the question is longer than that.
        """
        if len(question.tokens) > self._task.longest:
            raise ModelError(f"a question of {len(question.tokens)} tokens does not fit in its slot of the context")
        taken = {slot.sequence for slot in self._busy}
        sequence = next(sequence for sequence in range(self._home) if sequence not in taken)
        self._restore_prefix(sequence)
        decoding = self._task.grammar.start(self._task.max_tokens, question.scaling)
        pending = [*question.tokens, *decoding.fast_forward_tokens()]
        self._busy.append(
            _Slot(sequence, number, len(question.tokens), decoding, len(self._task.prefix), pending),
        )

    def step(self) -> list[Answer]:
        """Make one decode call.

        Returns:
            The answers it finished.

        Raises:
            ModelError: the decode call fails.
        """
        self._close_ranks()
        self._busy.sort(key=lambda slot: slot.sequence)
        group = _in_step(self._busy)
        blocks = [
            Block(slot.sequence, slot.position, slot.pending[:length], wants_logits=length == len(slot.pending))
            for slot, length in group
        ]
        logits = iter(self._compute(blocks))
        for (slot, length), block in zip(group, blocks, strict=True):
            slot.position += length
            del slot.pending[:length]
            if block.wants_logits:
                row = next(logits)
                if not slot.decoding.finished:
                    slot.pending = [slot.decoding.choose(row), *slot.decoding.fast_forward_tokens()]
        done = [slot for slot in self._busy if slot.decoding.finished]
        self._busy = [slot for slot in self._busy if not slot.decoding.finished]
        return [_answer(slot) for slot in done]

    def _compute(self, blocks: list[Block]) -> Logits:
        if not (self._keeps_tokens and len(blocks) == 1 and len(blocks[0].tokens) == 1):
            return self.context.decode(blocks)
        (block,) = blocks
        neighbour = block.sequence - 1 if block.sequence == self._home else block.sequence + 1
        length = len(self._task.prefix) if neighbour in self._holding_prefix else 0
        self.context.truncate(neighbour, length)
        padding = Block(neighbour, length, block.tokens, wants_logits=False)
        logits = self.context.decode(sorted([block, padding], key=lambda each: each.sequence))
        self.context.truncate(neighbour, length)
        return logits

    def _close_ranks(self) -> None:
        """Move the last busy sequences into the gaps left by finished ones, so that all can share a decode call."""
        taken = {slot.sequence for slot in self._busy}
        gaps = [sequence for sequence in range(len(self._busy)) if sequence not in taken]
        for slot in self._busy:
            if slot.sequence >= len(self._busy):
                gap = gaps.pop()
                self.context.copy(slot.sequence, gap)
                self._holding_prefix.add(gap)
                slot.sequence = gap

    def _restore_prefix(self, sequence: int) -> None:
        """Make the sequence hold the prefix and nothing else."""
        if sequence in self._holding_prefix and self._keeps_tokens:
            self.context.truncate(sequence, len(self._task.prefix))
        else:
            self.context.copy(self._home, sequence)
            self._holding_prefix.add(sequence)


def _in_step(busy: Sequence[_Slot]) -> list[tuple[_Slot, int]]:
    """The first slot with the longest block, and the slots after it whose blocks are as long, up to `BLOCK` tokens.

    `busy` must be sorted by sequence.
    """
    lengths = [min(BLOCK, len(slot.pending)) for slot in busy]
    length = max(lengths)
    first = lengths.index(length)
    group: list[tuple[_Slot, int]] = []
    for slot, own in zip(busy[first:], lengths[first:], strict=True):
        if own != length or (len(group) + 1) * length > BLOCK:
            break
        group.append((slot, length))
    return group


def _answer(slot: _Slot) -> Answer:
    decoding = slot.decoding
    return Answer(
        question=slot.question,
        text=decoding.text,
        choices=tuple(decoding.choices),
        was_cut=decoding.was_cut,
        cost=Cost(1, slot.read, decoding.tokens),
    )
