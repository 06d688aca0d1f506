"""What a process that asks and the worker that runs the model say to each other: one JSON object a line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings


class Batching(StrEnum):
    """How questions share decode calls: with the bytes they would have alone, not at all, or whatever the bytes."""

    EXACT = "exact"
    ONE_AT_A_TIME = "one at a time"
    FAST = "fast"


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Load(_Message):
    """Load a model; answered by `Loaded`. The first request, once.

    `sha256` is that of its file; `self_test_results` is the folder that keeps the self-test's result on the model, None
    for nowhere.
    """

    kind: Literal["load"] = "load"
    settings: ModelSettings
    sha256: str
    self_test_results: Path | None


class Compile(_Message):
    """Compile the JSON Schema of an answer; answered by `Compiled`."""

    kind: Literal["compile"] = "compile"
    answer_schema: dict[str, Any]


class Open(_Message):
    """Get ready for questions of one kind, `questions` of them; answered by `Opened`, after `Testing` where need be."""

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
    """No more answers are wanted; answered by `Closed` after the answers that were finished before."""

    kind: Literal["close"] = "close"


class Loaded(_Message):
    """The model is in memory.

    Attributes:
        description: architecture, size and quantisation in llama.cpp's words.
        trained_context: tokens the model was trained to attend to.
    """

    kind: Literal["loaded"] = "loaded"
    description: str
    trained_context: int


class Compiled(_Message):
    """The schema is fine; answers may go this many tokens beyond their budget."""

    kind: Literal["compiled"] = "compiled"
    closing_reserve: int


class Testing(_Message):
    """The self-test of batching begins, which takes a while."""

    kind: Literal["testing"] = "testing"


class Opened(_Message):
    """Questions can come; `slots` of them are answered side by side."""

    kind: Literal["opened"] = "opened"
    slots: int
    batching: Batching


class Answered(_Message):
    """A finished answer."""

    kind: Literal["answered"] = "answered"
    answer: Answer


class Closed(_Message):
    """All answers were sent; `decoding` of the `seconds` since `Opened` were spent inside llama_decode."""

    kind: Literal["closed"] = "closed"
    seconds: float
    decoding: float


class Failed(_Message):
    """The request cannot be done; the sentence says why and what to do."""

    kind: Literal["failed"] = "failed"
    reason: str


Request = Load | Compile | Open | Ask | Close
Reply = Loaded | Compiled | Testing | Opened | Answered | Closed | Failed

_REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")])
_REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")])


def line_of(message: Request | Reply) -> bytes:
    """The message as it goes through the pipe."""
    return message.model_dump_json().encode() + b"\n"


def read_request(line: bytes) -> Request:
    """The request of a line.

    Raises:
        pydantic.ValidationError: it is none.
    """
    return _REQUEST.validate_json(line)


def read_reply(line: bytes) -> Reply:
    """The reply of a line.

    Raises:
        pydantic.ValidationError: it is none.
    """
    return _REPLY.validate_json(line)
