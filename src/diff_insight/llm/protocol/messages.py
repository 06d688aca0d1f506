"""Messages that the client and the worker process exchange: one JSON object per line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings


class Batching(StrEnum):
    """How questions share decode calls: with the same answer bytes as alone, not at all, or whatever the bytes."""

    EXACT = "exact"
    ONE_AT_A_TIME = "one at a time"
    FAST = "fast"


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Load(_Message):
    """Load a model; answered by `Loaded`. Sent once, as the first request.

    `sha256` is that of its file; `self_test_results` is the folder that stores the model's self-test result, `prefixes`
    that of computed prefixes of prompts, None to store none.
    """

    kind: Literal["load"] = "load"
    settings: ModelSettings
    sha256: str
    self_test_results: Path | None
    prefixes: Path | None = None


class Compile(_Message):
    """Compile the JSON Schema of an answer; answered by `Compiled`."""

    kind: Literal["compile"] = "compile"
    answer_schema: dict[str, Any]


class Open(_Message):
    """Prepare for `questions` questions of one kind; answered by `Opened`, after `Testing` if a self-test runs."""

    kind: Literal["open"] = "open"
    prefix: tuple[int, ...]
    answer_schema: dict[str, Any]
    max_tokens: int
    longest: int
    questions: int


class Ask(_Message):
    """A question; answered by `Answered`, in no fixed order."""

    kind: Literal["ask"] = "ask"
    number: int
    question: Question


class Close(_Message):
    """Stop answering; answered by `Closed`, after the answers that were already finished."""

    kind: Literal["close"] = "close"


class Loaded(_Message):
    """The model is in memory.

    Attributes:
        description: architecture, size and quantisation in llama.cpp's words.
        trained_context: context length the model was trained with, in tokens.
    """

    kind: Literal["loaded"] = "loaded"
    description: str
    trained_context: int


class Compiled(_Message):
    """The schema is valid; answers may exceed their token budget by `closing_reserve` tokens."""

    kind: Literal["compiled"] = "compiled"
    closing_reserve: int


class Testing(_Message):
    """The self-test of batching begins, which takes a while."""

    kind: Literal["testing"] = "testing"


class Opened(_Message):
    """Ready for questions; `slots` of them are answered in parallel."""

    kind: Literal["opened"] = "opened"
    slots: int
    batching: Batching


class Answered(_Message):
    """A finished answer."""

    kind: Literal["answered"] = "answered"
    answer: Answer


class Closed(_Message):
    """All answers were sent; of the `seconds` since `Opened`, `decoding` were spent inside llama_decode."""

    kind: Literal["closed"] = "closed"
    seconds: float
    decoding: float


class Failed(_Message):
    """The request failed; `reason` is a sentence that says why and what to do."""

    kind: Literal["failed"] = "failed"
    reason: str


Request = Load | Compile | Open | Ask | Close
Reply = Loaded | Compiled | Testing | Opened | Answered | Closed | Failed

_REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])
_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


def line_of(message: Request | Reply) -> bytes:
    """The message as a line of JSON, as sent through the pipe."""
    return message.model_dump_json().encode() + b"\n"


def read_request(line: bytes) -> Request:
    """Parse a request.

    Raises:
        pydantic.ValidationError: the line is not a valid request.
    """
    return _REQUEST.validate_json(line)


def read_reply(line: bytes) -> Reply:
    """Parse a reply.

    Raises:
        pydantic.ValidationError: the line is not a valid reply.
    """
    return _REPLY.validate_json(line)
