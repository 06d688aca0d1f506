"""Answers many questions side by side in the sequences of one context, with the same bytes as one at a time.

How a question's tokens are split into blocks depends on that question alone: the shared prefix, prefilled once, or read
back from an earlier run, and copied; the question with the forced tokens that begin every answer, in blocks of `BLOCK`;
each run of fast-forward tokens as one block; and single tokens. A decode call takes only blocks of equal length, from
neighbouring sequences, since llama.cpp computes only those as one batch. As each sequence has its own KV cache,
attention computes the same sums for a sequence whatever its neighbours are; the cells that a longer neighbour makes
llama.cpp add to them are masked, and so add zeros. Products of matrices need a permitted
number of rows for that (`RowRule`): blocks of several tokens are padded at their end, and the padding is removed from
the cache after the call; single tokens get companions, dummy tokens in free sequences. Logits are asked for after as
many rows. Where other kernels take many rows than few, short blocks and long ones do not share calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.prefix_store import WORTH_KEEPING, PrefixStore
from diff_insight.llm.gguf.row_rules import RowRule
from diff_insight.llm.protocol.question import Answer, Choice, Cost, Question, Scaling
from diff_insight.llm.worker.context import BLOCK, Block, Context
from diff_insight.llm.worker.grammar import Logits
from diff_insight.llm.worker.weights import Weights

_OUTPUTS = 32
"""Logits vectors in a call, unless more sequences need one: llama.cpp has room for each twice, and each of 150,000
tokens takes 0.6 MB."""


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
        rule: the permitted numbers of rows in a decode call.
        prefixes: keeps prefixes of earlier runs; None to compute them anew.

    Raises:
        ModelError: the context does not fit into memory.
    """

    def __init__(
        self, weights: Weights, task: Task, *, slots: int, rule: RowRule, prefixes: PrefixStore | None = None
    ) -> None:
        self.slots = slots
        """Number of questions answered side by side."""
        self._task = task
        self._rule = rule
        self._keeps_tokens = weights.keeps_tokens
        self._home = rule.padded(slots)  # the sequence that holds the prefix; some before it may be for companions only
        self._busy: list[_Slot] = []
        self._holding_prefix = {self._home}
        sequences = self._home + 1
        self._outputs = max(sequences, min(slots * rule.least, _OUTPUTS))  # llama.cpp wants one for each sequence
        self.context = Context(weights, sequences=sequences, cells=task.cells + rule.least, outputs=self._outputs)
        self._prefill(prefixes)

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
    def free(self) -> int:
        """Number of free slots."""
        return self.slots - len(self._busy)

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
        sequence = next(sequence for sequence in range(self.slots) if sequence not in taken)
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
        blocks = [self._block_of(slot) for slot in self._busy]
        first, last = _in_step(blocks, self._rule, self._outputs)
        logits = self._compute(blocks[first:last])
        end = 0
        for slot, block in zip(self._busy[first:last], blocks[first:last], strict=True):
            end += block.outputs
            length = min(len(slot.pending), len(block.tokens))
            padding = len(block.tokens) - length
            slot.position += length
            del slot.pending[:length]
            if padding:
                self.context.truncate(slot.sequence, slot.position)
            if block.outputs and not slot.decoding.finished:
                row = logits[end - 1 - padding]
                slot.pending = [slot.decoding.choose(row), *slot.decoding.fast_forward_tokens()]
        done = [slot for slot in self._busy if slot.decoding.finished]
        self._busy = [slot for slot in self._busy if not slot.decoding.finished]
        return [_answer(slot) for slot in done]

    def _block_of(self, slot: _Slot) -> Block:
        """The slot's next tokens; several are padded with the last of them, which later tokens cannot see."""
        tokens = slot.pending[:BLOCK]
        if len(tokens) > 1 and self._keeps_tokens:
            tokens = [*tokens, *tokens[-1:] * (self._rule.padded(len(tokens)) - len(tokens))]
        is_last = len(slot.pending) <= BLOCK
        outputs = min(len(tokens), self._rule.least) if is_last else 0
        return Block(slot.sequence, slot.position, tokens, outputs)

    def _prefill(self, prefixes: PrefixStore | None) -> None:
        """Make the home sequence hold the prefix, as an earlier run computed it or as computed now."""
        prefix = self._task.prefix
        state = prefixes.get(prefix) if prefixes else None
        if state and self.context.restore(self._home, state):
            return
        before = self.context.seconds
        for start in range(0, len(prefix), BLOCK):
            self._compute([Block(self._home, start, prefix[start : start + BLOCK])])
        if prefixes and self.context.seconds - before >= WORTH_KEEPING:
            prefixes.put(prefix, self.context.state(self._home))

    def _compute(self, blocks: list[Block]) -> Logits:
        """Decode blocks of neighbouring sequences, single tokens with companions.

        Returns:
            Their logits, and after them those of the companions.
        """
        companions = self._companions(blocks) if len(blocks[0].tokens) == 1 else []
        for companion in companions:
            self.context.truncate(companion.sequence, companion.position)
        logits = self.context.decode(sorted([*blocks, *companions], key=lambda each: each.sequence))
        for companion in companions:
            if self._keeps_tokens:
                self.context.truncate(companion.sequence, companion.position)
            else:
                self.context.truncate(companion.sequence, 0)
                self._holding_prefix.discard(companion.sequence)
        return logits

    def _companions(self, blocks: list[Block]) -> list[Block]:
        """A dummy token in each of as many sequences beside the given ones as the rule needs."""
        missing = self._rule.padded(len(blocks)) - len(blocks)
        begin = blocks[-1].sequence + 1 if blocks[-1].sequence < self._home else self._home - missing
        return [
            Block(
                sequence,
                len(self._task.prefix) if sequence in self._holding_prefix else 0,
                blocks[0].tokens,
                blocks[0].outputs,
            )
            for sequence in range(begin, begin + missing)
        ]

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


def _in_step(blocks: Sequence[Block], rule: RowRule, outputs: int) -> tuple[int, int]:
    """Which blocks share the next call: from the first of the longest to the last as long, as far as there is room.

    Args:
        blocks: the block of each busy sequence, in the order of the sequences.
        rule: the permitted numbers of rows in a call.
        outputs: the number of logits vectors for which a call has room, beside `BLOCK` tokens.

    Returns:
        The index of the first, and the index after the last.
    """
    lengths = [len(block.tokens) for block in blocks]
    length = max(lengths)
    first = end = lengths.index(length)
    most_tokens, most_outputs = rule.most_tokens(length, BLOCK), rule.most_outputs(outputs)
    tokens = wanted = 0
    while end < len(blocks) and lengths[end] == length:
        tokens, wanted = tokens + length, wanted + blocks[end].outputs
        if tokens > most_tokens or wanted > most_outputs:
            break
        end += 1
    return first, end


def _answer(slot: _Slot) -> Answer:
    decoding = slot.decoding
    return Answer(
        question=slot.question,
        text=decoding.text,
        choices=tuple(decoding.choices),
        was_cut=decoding.was_cut,
        cost=Cost(1, slot.read, decoding.tokens),
    )
