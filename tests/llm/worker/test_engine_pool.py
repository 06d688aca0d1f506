from collections.abc import Iterator

import pytest

from diff_insight.llm.gguf.row_rules import PAIRS
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.prompt.message import Message
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.llm.protocol.messages import Open
from diff_insight.llm.protocol.question import Question
from diff_insight.llm.worker import engine_pool
from diff_insight.llm.worker.batching_plan import plan_for
from diff_insight.llm.worker.engine import Engine
from diff_insight.llm.worker.engine_pool import EnginePool
from diff_insight.llm.worker.weights import Weights

SCHEMA = {"type": "object", "properties": {"answer": {"enum": ["yes", "no"]}}, "required": ["answer"]}


@pytest.fixture
def engines(weights: Weights) -> Iterator[EnginePool]:
    with EnginePool(weights, lambda: plan_for(PAIRS)) as opened:
        yield opened


@pytest.fixture(scope="module")
def prefix(weights: Weights) -> tuple[int, ...]:
    with Tokenizer(weights.settings.path) as tokenizer:
        return frame(tokenizer, (Message("system", "Say yes or no."),)).before


def opening(prefix: tuple[int, ...], questions: int, longest: int = 20) -> Open:
    return Open(prefix=prefix, answer_schema=SCHEMA, max_tokens=16, longest=longest, questions=questions)


def answers(engine: Engine, questions: int) -> dict[int, str]:
    for number in range(questions):
        engine.begin(number, Question((100 + number, 7)))
    found: dict[int, str] = {}
    while not engine.is_idle:
        found.update({answer.question: answer.text for answer in engine.step()})
    return found


def test_questions_of_one_kind_are_answered_by_one_engine_whose_prefix_is_computed_once(
    engines: EnginePool, prefix: tuple[int, ...]
) -> None:
    with engines.opened(opening(prefix, 4)) as first:
        before = answers(first, 4)
    with engines.opened(opening(prefix[:-1], 4)) as other:
        answers(other, 2)
    with engines.opened(opening(prefix, 3)) as again:
        assert again is first
        assert again is not other
        assert answers(again, 3) == {number: before[number] for number in range(3)}


def test_longer_or_more_questions_get_an_engine_that_has_room_for_them(
    engines: EnginePool, prefix: tuple[int, ...]
) -> None:
    with engines.opened(opening(prefix, 2)) as first:
        pass
    with engines.opened(opening(prefix, 5)) as wider:
        assert wider is not first
        assert wider.slots == 5
    with engines.opened(opening(prefix, 5, longest=60)) as longer:
        assert longer.longest == 60


def test_an_engine_with_questions_that_nobody_waits_for_is_not_used_again(
    engines: EnginePool, prefix: tuple[int, ...]
) -> None:
    with engines.opened(opening(prefix, 2)) as left:
        left.begin(0, Question((100,)))
    with engines.opened(opening(prefix, 2)) as fresh:
        assert fresh is not left
        assert len(answers(fresh, 2)) == 2


def test_where_questions_must_be_alone_they_are(weights: Weights, prefix: tuple[int, ...]) -> None:
    with EnginePool(weights, lambda: plan_for(None)) as engines:
        with engines.opened(opening(prefix, 8)) as engine:
            assert engine.slots == 1
        with engines.opened(opening(prefix, 8)) as again:
            assert again is engine


def test_an_engine_that_memory_limits_is_used_again_since_no_other_would_be_wider(
    engines: EnginePool, prefix: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_pool, "slots_for", lambda *_: 2)
    with engines.opened(opening(prefix, 8)) as first:
        assert first.slots == 2
    with engines.opened(opening(prefix, 16)) as again:
        assert again is first
