"""Constrains an answer to a JSON Schema, token by token, whatever the logits and wherever the budget runs out."""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from llguidance import LLMatcher, LLTokenizer
from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask
from numpy.typing import NDArray

from diff_insight.errors import ModelError
from diff_insight.llm.protocol.question import UNSCALED, Choice, Scaling

Logits = NDArray[np.float32]

# With at most this many allowed tokens, it is a choice between given words, not free text; its probability is kept.
_CHOICE = 256


@dataclass(frozen=True, slots=True)
class _Closing:
    """The tokens that close a JSON value: inside a string and outside one, most preferred first."""

    inside: tuple[int, ...]
    outside: tuple[int, ...]

    @classmethod
    def of(cls, tokenizer: LLTokenizer) -> "_Closing":
        quote, brace, bracket = (tokenizer.tokenize_bytes(text)[0] for text in (b'"', b"}", b"]"))
        return cls(inside=(quote,), outside=(tokenizer.eos_token, brace, bracket))


class Constraint:
    """A JSON Schema compiled for one vocabulary.

    Args:
        tokenizer: the vocabulary in llguidance's form.
        schema: a JSON Schema; its strings and arrays should be bounded, otherwise only the token budget ends them.

    Raises:
        ModelError: llguidance cannot compile the schema.
    """

    def __init__(self, tokenizer: LLTokenizer, schema: dict[str, Any]) -> None:
        self.tokenizer = tokenizer
        grammar = LLMatcher.grammar_from_json_schema(json.dumps(schema), overrides={"whitespace_flexible": False})
        self._matcher = LLMatcher(tokenizer, grammar)
        if self._matcher.is_error():
            raise ModelError(f"the answer's schema cannot be compiled: {self._matcher.get_error()}")
        self._closing = _Closing.of(tokenizer)
        self.closing_reserve = _tokens_to_close(self)

    def start(self, max_tokens: int, scaling: Scaling = UNSCALED) -> "Decoding":
        """Start an answer; once it has `max_tokens` tokens, it is closed by the shortest way."""
        return Decoding(self.tokenizer, self._matcher.deep_copy(), self._closing, max_tokens, scaling)


class Decoding:
    """An answer in progress: alternate `fast_forward_tokens` and `choose`, until `finished`."""

    def __init__(
        self, tokenizer: LLTokenizer, matcher: LLMatcher, closing: _Closing, max_tokens: int, scaling: Scaling
    ) -> None:
        self._tokenizer = tokenizer
        self._matcher = matcher
        self._closing = closing
        self._remaining = max_tokens
        self._scaling = scaling
        self.was_cut = False
        self._tokens: list[int] = []
        self._text = bytearray()
        self._inside_string = False
        self._string_start = 0
        self._escaped = False
        self._mask = allocate_token_bitmask(1, tokenizer.vocab_size)
        self.choices: list[Choice] = []

    @property
    def finished(self) -> bool:
        """Whether the answer is complete JSON that fits the schema."""
        return self._matcher.is_stopped()

    @property
    def tokens(self) -> int:
        """Number of tokens in the answer so far, forced ones included."""
        return len(self._tokens)

    @property
    def text(self) -> str:
        """The answer so far."""
        return self._text.decode("utf-8", "replace")

    def fast_forward_tokens(self) -> list[int]:
        """Append and return the tokens that the grammar forces; they need no logits."""
        tokens = self._matcher.compute_ff_tokens()
        if tokens:
            self._take(tokens)
        return tokens

    def choose(self, logits: Logits) -> int:
        """Append and return the most probable allowed token; a choice between given words uses scaled logits.

        For free text, the grammar mask is applied to the logits only if the most probable token of all is not allowed,
        or the budget is used up.

        Args:
            logits: one value per token, shape (vocabulary,); not modified.
        """
        fill_next_token_bitmask(self._matcher, self._mask)
        bits = self._mask[0].view(np.uint32)
        token = int(np.argmax(logits))
        is_choice = int(np.bitwise_count(bits).sum()) <= _CHOICE
        is_cut = self._remaining <= 0
        if is_choice or is_cut or not _has(bits, token) or np.isnan(logits[token]):
            allowed = self._allowed(logits.shape[0])
            values = self._scaled(logits[allowed], allowed) if is_choice else logits[allowed].astype(np.float64)
            token = self._pick(values, allowed, is_cut=is_cut)
            if is_choice:
                self.choices.append(Choice(len(self._text), _probability(values, allowed, token)))
        self._take([token])
        return token

    def _allowed(self, vocabulary: int) -> NDArray[np.intp]:
        allowed = np.flatnonzero(np.unpackbits(self._mask[0].view(np.uint8), bitorder="little"))
        allowed = allowed[allowed < vocabulary]
        if allowed.size == 0:
            raise ModelError(f"no token can continue the answer {self.text!r}: {self._matcher.get_error()}")
        return allowed

    def _scaled(self, logits: Logits, allowed: NDArray[np.intp]) -> NDArray[np.float64]:
        values = logits.astype(np.float64) / self._scaling.temperature
        if self._scaling.biases and self._inside_string:
            begun = self._text[self._string_start :]
            beginnings = (begun + self._tokenizer.decode_bytes([token]) for token in allowed.tolist())
            values += [self._scaling.bias(text.decode("utf-8", "replace")) for text in beginnings]
        return values

    def _pick(self, values: NDArray[np.float64], allowed: NDArray[np.intp], *, is_cut: bool) -> int:
        if is_cut:
            self.was_cut = True
            for token in self._closing.inside if self._inside_string else self._closing.outside:
                if token in allowed:
                    return token
        return int(allowed[int(np.argmax(np.nan_to_num(values, nan=-np.inf)))])

    def _take(self, tokens: list[int]) -> None:
        if not self._matcher.consume_tokens(tokens):
            raise ModelError(f"the answer left its schema: {self._matcher.get_error()}")
        self._tokens.extend(tokens)
        self._remaining -= len(tokens)
        for byte in self._tokenizer.decode_bytes(tokens):
            self._text.append(byte)
            if byte == ord('"') and not self._escaped:
                self._inside_string = not self._inside_string
                self._string_start = len(self._text)
            self._escaped = byte == ord("\\") and not self._escaped


def _has(bits: NDArray[np.uint32], token: int) -> bool:
    return bool(bits[token // 32] >> np.uint32(token % 32) & np.uint32(1))


def _probability(values: NDArray[np.float64], allowed: NDArray[np.intp], token: int) -> float:
    finite = np.nan_to_num(values, nan=-1e30, posinf=1e30, neginf=-1e30)
    weights = np.exp(finite - finite.max())
    return float(weights[allowed == token][0] / weights.sum())


def _tokens_to_close(constraint: Constraint) -> int:
    """Number of tokens to reserve beyond the budget for closing an answer.

    Room for a whole answer of empty strings, doubled because the budget can run out inside the longest given word.
    """
    decoding = constraint.start(0)
    flat = np.zeros(constraint.tokenizer.vocab_size, dtype=np.float32)
    decoding.fast_forward_tokens()
    while not decoding.finished:
        decoding.choose(flat)
        decoding.fast_forward_tokens()
    return 2 * decoding.tokens + 16
