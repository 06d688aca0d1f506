"""Answers many questions side by side in the sequences of one context, in the same bytes as one at a time.

How a question's tokens fall into blocks depends on that question alone: the shared prefix, computed once and copied;
the question with the tokens that begin every answer, in blocks of `BLOCK`; each forced run as one block; and single
tokens. A decode call takes blocks of one length only, from neighbouring sequences, since llama.cpp computes just those
as one batch. With a KV cache of its own for each sequence, the kernels then do the same sums for a sequence whatever
its neighbours are, with one exception: flash attention splits the cache between threads for a token that is alone in
its call. So a single token always has company, if need be of one whose logits nobody asks for.
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
    """One answer under way: `fast_forward`, then `choose` with logits, in turn, until `finished`."""

    choices: list[Choice]
    was_cut: bool

    @property
    def finished(self) -> bool:
        """Whether the answer is complete."""

    @property
    def tokens(self) -> int:
        """How many tokens the answer has so far."""

    @property
    def text(self) -> str:
        """The answer so far."""

    def fast_forward_tokens(self) -> list[int]:
        """Take the tokens that need no logits."""

    def choose(self, logits: Logits) -> int:
        """Take a token by logits of shape (vocabulary,)."""


class Grammar(Protocol):
    """What answers must fit; `Constraint` is one."""

    @property
    def closing_reserve(self) -> int:
        """Tokens an answer may take beyond its budget."""

    def start(self, max_tokens: int, scaling: Scaling) -> Decoding:
        """A new answer, whose choices are made by logits scaled so."""


@dataclass(frozen=True, slots=True)
class Task:
    """What all questions of an engine have in common.

    Attributes:
        prefix: tokens that every question begins with.
        grammar: what every answer must fit.
        max_tokens: tokens of an answer, beyond which it is brought to its end.
        longest: the most tokens a question has.
    """

    prefix: tuple[int, ...]
    grammar: Grammar
    max_tokens: int
    longest: int

    @property
    def cells(self) -> int:
        """Tokens that one sequence must hold: prefix, question, answer and the room to bring the answer to its end."""
        return len(self.prefix) + self.longest + self.max_tokens + self.grammar.closing_reserve


@dataclass(slots=True)
class _Slot:
    """A sequence of the context and the answer it is busy with: `pending` are its tokens not yet computed."""

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
        task: what the questions have in common.
        slots: questions that are answered side by side.

    Raises:
        ModelError: the context does not fit into memory.
    """

    def __init__(self, weights: Weights, task: Task, *, slots: int) -> None:
        self._task = task
        self._keeps_tokens = weights.keeps_tokens
        self._home = slots  # the sequence that keeps the prefix
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
        """The most tokens that a question may have."""
        return self._task.longest

    @property
    def slots(self) -> int:
        """How many questions are answered side by side."""
        return self._home

    @property
    def free(self) -> int:
        """How many more questions can begin now."""
        return self._home - len(self._busy)

    @property
    def is_idle(self) -> bool:
        """Whether no question is under way."""
        return not self._busy

    def begin(self, number: int, question: Question) -> None:
        """Give a question a free sequence.

        Args:
            number: what its answer will be known by.
            question: of `Task.longest` tokens at most.

        Raises:
            ModelError: it is longer than that.
        """
        if len(question.tokens) > self._task.longest:
            raise ModelError(f"a question of {len(question.tokens)} tokens is longer than its slot in the context")
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
            The answers that it finished.

        Raises:
            ModelError: llama.cpp cannot compute it.
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
        company = Block(neighbour, length, block.tokens, wants_logits=False)
        logits = self.context.decode(sorted([block, company], key=lambda each: each.sequence))
        self.context.truncate(neighbour, length)
        return logits

    def _close_ranks(self) -> None:
        """Move the last sequences into the gaps that finished ones left, so that all can share a decode call."""
        taken = {slot.sequence for slot in self._busy}
        gaps = [sequence for sequence in range(len(self._busy)) if sequence not in taken]
        for slot in self._busy:
            if slot.sequence >= len(self._busy):
                gap = gaps.pop()
                self.context.copy(slot.sequence, gap)
                self._holding_prefix.add(gap)
                slot.sequence = gap

    def _restore_prefix(self, sequence: int) -> None:
        """Leave in the sequence the prefix and nothing else."""
        if sequence in self._holding_prefix and self._keeps_tokens:
            self.context.truncate(sequence, len(self._task.prefix))
        else:
            self.context.copy(self._home, sequence)
            self._holding_prefix.add(sequence)


def _in_step(busy: Sequence[_Slot]) -> list[tuple[_Slot, int]]:
    """The longest blocks first, with neighbours whose blocks are as long; `busy` is sorted by sequence."""
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
