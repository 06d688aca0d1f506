import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence import gather
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.proof import Proved, Side, proved, proved_across
from diff_insight.llm.client.model import Model
from diff_insight.llm.gguf.kernels import Kernels
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from diff_insight.llm.protocol.question import Question
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.weights import Weights
from tests.program import Run, in_a_process, in_this_process
from tests.repository import Repository

# CI tries the same examples every time; everybody else tries new ones.
settings.register_profile(
    "default",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
settings.load_profile("default")

os.environ.update(Kernels.REPACKED.environment)  # for tests that load a model in this process


@pytest.fixture(autouse=True)
def every_fact_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """In tests a fact that does not hold against its sides is a failure, where a report would leave it out."""

    def checked(facts: Iterable[Fact], sides: Sides) -> Proved:
        found = tuple(facts)
        result = proved(found, sides)
        assert not result.unproved, [fact for fact in found if fact not in result.facts]
        return result

    def checked_across(facts: Iterable[Fact], file: FileChange, shown: Mapping[str, tuple[Side, Side]]) -> Proved:
        found = tuple(facts)
        result = proved_across(found, file, shown)
        assert not result.unproved, [fact for fact in found if fact not in result.facts]
        return result

    monkeypatch.setattr(gather, "proved", checked)
    monkeypatch.setattr(gather, "proved_across", checked_across)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's cache folder in which the embedded model is prepared, with its adapter and without."""
    folder = tmp_path_factory.mktemp("cache")
    for adapter in (embedded_adapter(), None):
        prepared_model(folder / "diff-insight" / "models", adapter, lambda: None)
    return folder


@pytest.fixture(scope="session")
def model_settings(cache: Path) -> ModelSettings:
    """The real embedded model, with its adapter."""
    path = prepared_model(cache / "diff-insight" / "models", embedded_adapter(), lambda: None).path
    return ModelSettings(path, writes=False)


@pytest.fixture(scope="session")
def untrained_settings(cache: Path) -> ModelSettings:
    """The embedded model as it comes."""
    path = prepared_model(cache / "diff-insight" / "models", None, lambda: None).path
    return ModelSettings(path, writes=False)


@pytest.fixture(scope="session")
def model(model_settings: ModelSettings, cache: Path) -> Iterator[Model]:
    """The embedded model in a worker, whose batching was found to be exact, which is kept in the cache."""
    with Model(model_settings, self_test_results=cache / "diff-insight" / "self_test_results") as loaded:
        with loaded.uncached_session((), {"type": "boolean"}, max_tokens=4, longest=8, questions=2) as session:
            assert len(list(session.answer([Question(loaded.tokenize("Yes?"))]))) == 1
        yield loaded


@pytest.fixture(scope="session")
def weights(model_settings: ModelSettings) -> Iterator[Weights]:
    """The embedded model in this process."""
    with Weights(model_settings) as loaded:
        yield loaded


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture(scope="session")
def empty_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's cache folder for runs that ask no model."""
    return tmp_path_factory.mktemp("empty-cache")


@pytest.fixture
def run(tmp_path: Path, empty_cache: Path) -> Run:
    """Runs the program in this process, in an empty folder, without a model; see `tests.program`."""
    return in_this_process(tmp_path, empty_cache)


@pytest.fixture
def run_model(tmp_path: Path, model: Model, cache: Path) -> Run:
    """The same where a model can be asked, which was tested already, so that no run says that it tests."""
    assert model.identity.batching
    return in_this_process(tmp_path, cache)


@pytest.fixture
def run_process(tmp_path: Path, model: Model, cache: Path) -> Run:
    """Like `run_model` in a process of its own."""
    assert model.identity.batching
    return in_a_process(tmp_path, cache)


_MODEL_FIXTURES = frozenset({"cache", "model", "weights", "model_settings", "untrained_settings", "run_model"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by the fixtures that cost time."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if "run_process" in fixtures:
            item.add_marker(pytest.mark.process)
        elif fixtures & _MODEL_FIXTURES:
            item.add_marker(pytest.mark.model)
