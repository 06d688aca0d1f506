"""A worker that ends by itself costs a restart, a question that ends it costs its own answer; nothing else is lost."""

import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from diff_insight.errors import ModelError
from diff_insight.llm.client.model import Model
from diff_insight.llm.client.session import Session
from diff_insight.llm.protocol.question import Answer, Failure, Question
from diff_insight.llm.protocol.settings import ModelSettings

SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string", "maxLength": 60}},
    "required": ["title"],
    "additionalProperties": False,
}
UNANSWERABLE = Question((10**6,))  # a token that the model does not have


@pytest.fixture
def own(model_settings: ModelSettings, cache: Path) -> Iterator[Model]:
    """A model of the test's own, to be maltreated."""
    with Model(model_settings, self_test_results=cache / "diff-insight" / "self_test_results") as opened:
        yield opened


def questions_of(model: Model, number: int = 24) -> list[Question]:
    return [
        Question(model.tokenize(f"Page {n} {'is longer now and ' * (n % 5)}links to page {n + 1}."))
        for n in range(number)
    ]


def asking_of(model: Model, questions: list[Question]) -> Session:
    prefix = model.tokenize("Give a title to the change of each page.\n")
    return model.uncached_session(prefix, SCHEMA, max_tokens=30, longest=64, questions=len(questions))


def texts(answers: list[Answer | Failure]) -> dict[int, str]:
    return {answer.question: answer.text for answer in answers if isinstance(answer, Answer)}


@pytest.fixture(scope="module")
def undisturbed(model: Model) -> dict[int, str]:
    with asking_of(model, questions_of(model)) as session:
        answers = texts(list(session.answer(questions_of(model))))
    assert len(answers) == 24
    return answers


def test_answers_come_out_while_others_are_under_way(own: Model) -> None:
    taken: list[int] = []

    def questions() -> Iterator[Question]:
        for number, question in enumerate(questions_of(own, 200)):
            taken.append(number)
            yield question

    with asking_of(own, questions_of(own)) as session:
        next(session.answer(questions()))
        own.dismiss()
    assert len(taken) < 200  # questions are taken as they are needed, so memory does not grow with their number


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_worker_that_is_killed_at_any_moment_changes_no_answer(
    own: Model, undisturbed: dict[int, str], how: signal.Signals
) -> None:
    with asking_of(own, questions_of(own)) as session:
        moment = random.uniform(0, 2)  # noqa: S311 - any moment will do
        killer = Timer(moment, lambda: os.kill(own.worker().pid, how))
        killer.start()
        answers = list(session.answer(questions_of(own)))
        killer.join()
    assert texts(answers) == undisturbed
    assert len(answers) == 24


def test_a_question_that_cannot_be_computed_is_the_only_one_without_an_answer(
    own: Model, undisturbed: dict[int, str]
) -> None:
    questions = questions_of(own)
    questions[7] = UNANSWERABLE
    with asking_of(own, questions) as session:
        answers = list(session.answer(questions))
    (failure,) = [answer for answer in answers if isinstance(answer, Failure)]
    assert failure.question == 7
    assert "could not decode" in failure.reason
    assert texts(answers) == {number: text for number, text in undisturbed.items() if number != 7}


def test_where_question_after_question_fails_the_run_ends_with_an_error(own: Model) -> None:
    with pytest.raises(ModelError, match="3 times in a row"), asking_of(own, questions_of(own)) as session:
        list(session.answer([UNANSWERABLE] * 24))


def test_stopping_at_any_moment_loses_no_finished_answer(
    model_settings: ModelSettings, cache: Path, undisturbed: dict[int, str]
) -> None:
    before: dict[int, str] = {}
    enough = 0
    with Model(
        model_settings,
        self_test_results=cache / "diff-insight" / "self_test_results",
        stopped=lambda: len(before) >= enough,
    ) as model:
        for enough in (0, 1, 5, 19):
            before.clear()
            with asking_of(model, questions_of(model)) as session:
                for answer in session.answer(questions_of(model)):
                    before |= texts([answer])
                assert list(session.answer(questions_of(model))) == []  # nothing is asked any more
            assert before.items() <= undisturbed.items()
            assert len(before) >= enough
            assert session.closed


def test_a_worker_ends_with_the_process_that_asks(model_settings: ModelSettings) -> None:
    with Model(model_settings) as model:
        pid = model.worker().pid
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_nothing_in_the_current_folder_is_imported_by_the_worker(
    model_settings: ModelSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary"
    for name in ("json.py", "numpy.py", "llama_cpp.py", "diff_insight.py"):
        (tmp_path / name).write_text(f"open({str(canary)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    with Model(replace(model_settings, threads=1)) as model:
        assert model.closing_reserve(SCHEMA) > 0
    assert not canary.exists()
