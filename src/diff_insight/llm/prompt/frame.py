"""Turns messages into tokens through the model's own chat template, so that no text can pose as a control token."""

from dataclasses import dataclass

from diff_insight.errors import ModelError
from diff_insight.llm.prompt.chat_template import TemplateRefusedError, rendered
from diff_insight.llm.prompt.message import Message
from diff_insight.llm.prompt.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class Frame:
    """The tokens before and after a question's own text; the same for every question."""

    before: tuple[int, ...]
    after: tuple[int, ...]


def frame(tokenizer: Tokenizer, messages: tuple[Message, ...]) -> Frame:
    """Render fixed messages and a placeholder for one more user message, whose text is not known yet.

    The template is rendered with a marker in place of each text and cut at the markers. Its own parts are tokenised
    with control tokens, the texts without.

    Raises:
        ModelError: the template is broken, tries to leave the sandbox, or drops or repeats a message.
    """
    try:
        pieces = _pieces(tokenizer, messages)
    except TemplateRefusedError:
        try:
            pieces = _pieces(tokenizer, _without_system(messages))
        except TemplateRefusedError as error:
            raise ModelError(f"the chat template of {tokenizer.path} fails: {error}") from error
    *before, after = pieces
    tokens: tuple[int, ...] = ()
    for piece in before:
        tokens += tokenizer.tokenize(piece.text, special=piece.of_template)
    if tokenizer.begins_with_bos and tokens[:1] != (tokenizer.bos_token,):
        tokens = (tokenizer.bos_token, *tokens)
    return Frame(before=tokens, after=tokenizer.tokenize(after.text, special=after.of_template))


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    of_template: bool


def _pieces(tokenizer: Tokenizer, messages: tuple[Message, ...]) -> list[_Piece]:
    """The rendering as pieces in order; the open user message goes between the last two."""
    *turns, last = [*messages, Message("user", "")]
    if turns and turns[-1].role == "user":
        last = turns.pop()
    texts = [turn.content for turn in (*turns, last) if turn.content]
    markers = [f"diffInsightText{number}End" for number in range(len(texts) + 1)]
    named = [(turn.role, marker) for turn, marker in zip(turns, markers, strict=False)]
    named.append(("user", "\n\n".join(markers[len(turns) :])))
    rest = rendered(tokenizer.chat_template, tuple(named), tokenizer.bos, tokenizer.eos)
    pieces: list[_Piece] = []
    for number, marker in enumerate(markers):
        if rest.count(marker) != 1:
            raise ModelError(f"the chat template of {tokenizer.path} drops or repeats a message")
        head, rest = rest.split(marker)
        pieces.append(_Piece(head, of_template=True))
        if number < len(texts):
            pieces.append(_Piece(texts[number], of_template=False))
    return [*pieces, _Piece(rest, of_template=True)]


def _without_system(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    """Move the system message into the first user message, for templates such as Gemma's that reject it."""
    if not messages or messages[0].role != "system":
        return messages
    system, *rest = messages
    if not rest:
        return (Message("user", system.content),)
    first, *others = rest
    return (Message(first.role, f"{system.content}\n\n{first.content}"), *others)
