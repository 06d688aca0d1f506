from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from diff_insight.llm.protocol.messages import (
    Answered,
    Ask,
    Batching,
    Failed,
    Load,
    Open,
    Opened,
    Reply,
    Request,
    line_of,
    read_reply,
    read_request,
)
from diff_insight.llm.protocol.question import Answer, Choice, Cost, Question, Scaling
from diff_insight.llm.protocol.settings import ModelSettings

texts = st.text(st.characters(codec="utf-8"))
tokens = st.lists(st.integers(0, 2**31 - 1)).map(tuple)
scalings = st.builds(
    Scaling,
    st.floats(0.1, 10),
    st.lists(st.tuples(texts, st.floats(allow_nan=False, allow_infinity=False))).map(tuple),
)
requests = st.one_of(
    st.builds(
        Load,
        settings=st.builds(ModelSettings, path=st.just(Path("/a b.gguf")), writes=st.booleans(), fast=st.booleans()),
        self_test_results=st.sampled_from([None, Path("x")]),
    ),
    st.builds(Ask, number=st.integers(0), question=st.builds(Question, tokens, scalings)),
    st.builds(
        Open,
        prefix=tokens,
        answer_schema=st.dictionaries(texts, texts),
        max_tokens=st.integers(),
        longest=st.integers(),
        questions=st.integers(),
    ),
)
answers = st.builds(
    Answer,
    question=st.integers(0),
    text=texts,
    choices=st.lists(st.builds(Choice, st.integers(0), st.floats(0, 1))).map(tuple),
    was_cut=st.booleans(),
    cost=st.builds(Cost, st.integers(), st.integers(), st.integers()),
)
replies = st.one_of(
    st.builds(Answered, answer=answers),
    st.builds(Failed, reason=texts),
    st.builds(Opened, slots=st.integers(), batching=st.sampled_from(Batching)),
)


@given(requests)
def test_a_request_arrives_as_it_was_sent_on_one_line(request_: Request) -> None:
    line = line_of(request_)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert read_request(line) == request_


@given(replies)
def test_a_reply_arrives_as_it_was_sent_with_every_bit_of_its_probabilities(reply: Reply) -> None:
    line = line_of(reply)
    assert line.count(b"\n") == 1
    assert read_reply(line) == reply


@pytest.mark.parametrize(
    "line", [b"", b"{}", b'{"kind": "ask"}', b'{"kind": "closed", "seconds": "x"}', b"llama.cpp says hi"]
)
def test_whatever_else_is_no_message(line: bytes) -> None:
    for read in (read_request, read_reply):
        with pytest.raises(ValidationError):
            read(line)


def test_every_message_has_a_kind_of_its_own() -> None:
    kinds = [kind.model_fields["kind"].default for kind in (*get_args(Request), *get_args(Reply))]
    assert len(set(kinds)) == len(kinds)
