from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.evaluation.rows import labelled_changes
from diff_insight.evaluation.verdict import SAMPLE, measure
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.llm.client.model import Model
from diff_insight.llm.models.verdict import Kept
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.system.package_data import package_data
from tests.scripted_model import scripted


@pytest.fixture(scope="module")
def writer(untrained_settings: ModelSettings, cache: Path) -> Iterator[ModelSession]:
    """The embedded model as it comes, taken for one that writes."""
    results = cache / "diff-insight" / "self_test_results"
    with Model(replace(untrained_settings, writes=True), self_test_results=results) as writing:
        yield ModelSession("embedded", writing, load_prompts(None))


def test_the_sample_has_changes_of_documents_and_manifests() -> None:
    changes = list(labelled_changes(package_data(SAMPLE)))
    assert len(changes) == 6
    assert all(change.subject for change in changes)
    assert {Path(change.change.path).suffix for change in changes} == {".md", ".toml", ""}


def test_what_fails_the_checks_is_not_counted(writer: ModelSession) -> None:
    answer: dict[str, object] = {
        "modification_type": "minor update",
        "modification_title": "Rename `Zebra` to `Okapi`",
        "explanation": ["`Zebra` is now `Okapi`.", "It is faster."],
    }
    steps: list[tuple[int, int]] = []
    untrue = replace(writer, model=scripted(writer.model, answer))
    verdict = measure(untrue, lambda done, known: steps.append((done, known)))
    assert dict(verdict.kept) == dict.fromkeys(("en", "ja", "zh"), Kept(changes=6, titles=0, explanations=0))
    assert verdict.languages == ()
    assert steps[-1] == (18, 18)


def test_what_stands_them_is_counted_in_its_language(writer: ModelSession) -> None:
    answer: dict[str, object] = {
        "modification_type": "minor update",
        "modification_title": "Edit the file",
        "explanation": ["It is faster."],
    }
    vague = replace(writer, model=scripted(writer.model, answer))
    kept = measure(vague, lambda _done, _known: None).kept
    assert (kept["en"].titles, kept["en"].explanations) == (6, 0)
    assert kept["ja"].titles == kept["zh"].titles == 0
