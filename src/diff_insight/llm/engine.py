"""Answers many questions at once with one context, in the same bytes as one at a time.

The answers' bytes depend on the question alone, because how its tokens fall into blocks does: the prefix in blocks of
its own, computed once and copied; the question in blocks of fixed size, alone in their decode call; each forced run as
one block, alone; and single tokens, for which one decode call serves all sequences. Every sequence has its own KV
cache (`kv_unified` off) and flash attention is off, since both make a sequence's sums depend on its neighbours.
"""

import ctypes
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import llama_cpp
import numpy as np

from diff_insight.errors import ModelError
from diff_insight.llm.constraint import Choice, Constraint, Decoding, Logits
from diff_insight.llm.llama_log import captured_errors
from diff_insight.llm.model import Model

BLOCK = 512
"""Tokens of a prompt that one decode call takes."""

PLACES = 8
"""Questions answered side by side, at most."""

_CELLS = 256  # llama.cpp pads a sequence's KV cache to this many tokens


@dataclass(frozen=True, slots=True)
class Question:
    """The tokens that follow the shared prefix."""

    tokens: tuple[int, ...]


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
        question: the index of the question it answers.
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


@dataclass(slots=True)
class _Place:
    """One sequence of the context and the answer it is busy with."""

    sequence: int
    question: int
    decoding: Decoding
    position: int
    pending: list[int]


class Engine:
    """A model's context with several sequences; a context manager that frees it.

    Args:
        model: the weights.
        prefix: tokens that every question begins with.
        constraint: what every answer must fit.
        max_tokens: tokens of an answer, beyond which it is brought to its end.
        longest: the most tokens a question has.
        questions: how many questions will come; fewer than `PLACES` need less memory.

    Raises:
        ModelError: the context does not fit into memory or into what the model can attend to.
    """

    def __init__(
        self,
        model: Model,
        prefix: tuple[int, ...],
        constraint: Constraint,
        *,
        max_tokens: int,
        longest: int,
        questions: int,
    ) -> None:
        self._model = model
        self._prefix = prefix
        self._constraint = constraint
        self._max_tokens = max_tokens
        self._cells = cells_needed(len(prefix), longest, max_tokens, constraint)
        self._places = max(1, min(PLACES, questions))
        self._holding_prefix: set[int] = set()
        self._context = self._new_context()
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(BLOCK, 0, 1)
        if prefix:
            self._decode_block(self._places, list(prefix), 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)

    def answer(self, questions: Sequence[Question]) -> Iterator[Answer]:
        """Yield answers as they finish, in no fixed order.

        Raises:
            ModelError: llama.cpp fails to decode, or a question is longer than the engine was made for.
        """
        waiting = deque(enumerate(questions))
        free = list(range(self._places))
        busy: list[_Place] = []
        while waiting or busy:
            while waiting and free:
                busy.append(self._begin(free.pop(), *waiting.popleft()))
            for place in [place for place in busy if place.decoding.finished]:
                busy.remove(place)
                free.append(place.sequence)
                yield Answer(
                    question=place.question,
                    text=place.decoding.text,
                    choices=tuple(place.decoding.choices),
                    was_cut=place.decoding.was_cut,
                    cost=Cost(1, len(questions[place.question].tokens), place.decoding.tokens),
                )
            if not (waiting and free):
                self._step(busy)

    def _begin(self, sequence: int, number: int, question: Question) -> _Place:
        self._restore_prefix(sequence)
        decoding = self._constraint.start(self._max_tokens)
        tokens = [*question.tokens, *decoding.forced()]
        start = len(self._prefix)
        if start + len(question.tokens) + self._max_tokens + self._constraint.closing_reserve > self._cells:
            raise ModelError(f"a question of {len(question.tokens)} tokens is longer than its place in the context")
        place = _Place(sequence, number, decoding, start + len(tokens), [])
        self._advance(place, self._decode_block(sequence, tokens, start))
        return place

    def _step(self, busy: list[_Place]) -> None:
        """Compute what each sequence has pending: a run of several tokens alone, single tokens side by side."""
        for place in busy:
            if len(place.pending) > 1:
                run, start = place.pending, place.position
                place.position += len(run)
                self._advance(place, self._decode_block(place.sequence, run, start))
        single = [place for place in busy if len(place.pending) == 1 and not place.decoding.finished]
        if not single:
            return
        self._batch.n_tokens = len(single)
        for row, place in enumerate(single):
            self._fill(row, place.pending[0], place.position, place.sequence, wants_logits=True)
            place.position += 1
        self._decode()
        for row, place in enumerate(single):
            self._advance(place, self._logits(row))

    def _advance(self, place: _Place, logits: Logits) -> None:
        token = place.decoding.choose(logits)
        place.pending = [token, *place.decoding.forced()]

    def _restore_prefix(self, sequence: int) -> None:
        """Leave in the sequence the prefix and nothing else."""
        if sequence in self._holding_prefix and llama_cpp.llama_memory_seq_rm(
            self._memory, sequence, len(self._prefix), -1
        ):
            return
        # Recurrent models cannot drop a part of their state, and streams are only copied whole.
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        if self._prefix:
            llama_cpp.llama_memory_seq_cp(self._memory, self._places, sequence, -1, -1)
        self._holding_prefix.add(sequence)

    def _decode_block(self, sequence: int, tokens: list[int], start: int) -> Logits:
        """Compute one sequence's tokens in blocks; the logits after the last of them, valid until the next decode."""
        row = 0
        for offset in range(0, len(tokens), BLOCK):
            block = tokens[offset : offset + BLOCK]
            self._batch.n_tokens = len(block)
            for row, token in enumerate(block):
                last = offset + row == len(tokens) - 1
                self._fill(row, token, start + offset + row, sequence, wants_logits=last)
            self._decode()
        return self._logits(row)

    def _fill(self, row: int, token: int, position: int, sequence: int, *, wants_logits: bool) -> None:
        batch = self._batch
        batch.token[row] = token
        batch.pos[row] = position
        batch.n_seq_id[row] = 1
        batch.seq_id[row][0] = sequence
        batch.logits[row] = wants_logits

    def _decode(self) -> None:
        code = llama_cpp.llama_decode(self._context, self._batch)
        if code != 0:
            raise ModelError(
                f"llama.cpp could not compute {self._batch.n_tokens} tokens with {self._model.settings.path} "
                f"(llama_decode answered {code}); try a smaller --context or fewer --gpu-layers"
            )

    def _logits(self, row: int) -> Logits:
        pointer = llama_cpp.llama_get_logits_ith(self._context, row)
        return np.ctypeslib.as_array(
            ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float)), (self._model.vocabulary_size,)
        )

    def _new_context(self) -> llama_cpp.llama_context_p:
        sequences = self._places + 1  # one more holds the prefix
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = self._cells * sequences
        params.n_seq_max = sequences
        params.n_batch = BLOCK
        params.n_ubatch = BLOCK
        params.n_threads = self._model.settings.cpu_threads
        params.n_threads_batch = self._model.settings.cpu_threads
        params.kv_unified = False
        params.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        params.no_perf = True
        with captured_errors() as errors:
            context = llama_cpp.llama_init_from_model(self._model.handle, params)
        if not context:
            reason = f" ({errors[0]})" if errors else ""
            raise ModelError(
                f"no context of {sequences} sequences with {self._cells} tokens each can be made for "
                f"{self._model.settings.path}{reason}; free some memory or give a smaller --context"
            )
        return context


def cells_needed(prefix: int, longest: int, max_tokens: int, constraint: Constraint) -> int:
    """Tokens one sequence must hold: prefix, question, answer and the room to bring the answer to its end."""
    needed = prefix + longest + max_tokens + constraint.closing_reserve
    return -(-needed // _CELLS) * _CELLS
