from pathlib import Path

import psutil
import pytest

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.row_rules import FOURS, PAIRS
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker import sizing
from diff_insight.llm.worker.sizing import MOST_SLOTS, check_cache_fits, check_model_fits, slots_for
from diff_insight.llm.worker.weights import Weights
from diff_insight.system.memory import available_memory

MIB = 2**20


def test_a_token_of_the_embedded_model_takes_23040_bytes_of_cache(weights: Weights) -> None:
    # 30 layers of 3 key and 3 value heads of 64 numbers of 16 bits, by the model's published configuration.
    assert weights.cell_bytes == 30 * (3 + 3) * 64 * 2


@pytest.mark.parametrize(
    ("free", "questions", "slots"),
    [
        (64 * 1024 * MIB, 1000, MOST_SLOTS),
        (64 * 1024 * MIB, 3, 3),
        # Half of it holds 6 sequences of 1,024 tokens, 22.5 MiB each, of which one keeps the prefix.
        (280 * MIB, 1000, 5),
        (10 * MIB, 1000, 1),
        (0, 1000, 1),
    ],
)
def test_as_many_places_as_questions_and_memory_need(
    weights: Weights, monkeypatch: pytest.MonkeyPatch, free: int, questions: int, slots: int
) -> None:
    monkeypatch.setattr(sizing, "available_memory", lambda: free)
    assert slots_for(weights, 1000, PAIRS, questions) == slots


def test_slots_and_their_companions_fit_into_memory(weights: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizing, "available_memory", lambda: 330 * MIB)  # half of it holds 7 sequences
    assert slots_for(weights, 1000, PAIRS) == 6
    assert slots_for(weights, 1000, FOURS) == 4
    monkeypatch.setattr(sizing, "available_memory", lambda: 110 * MIB)
    check_cache_fits(weights, 1000, PAIRS)
    with pytest.raises(ModelError, match="a question of 1000 tokens needs 118 MB"):  # 4 sequences and the prefix
        check_cache_fits(weights, 1000, FOURS)


def test_a_model_or_a_question_that_does_not_fit_is_said_before_memory_is_taken(
    weights: Weights, model_settings: ModelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = model_settings.path.stat().st_size
    monkeypatch.setattr(sizing, "available_memory", lambda: size - 1)
    with pytest.raises(ModelError, match=r"needs \d+ MB of memory, but only \d+ MB are free: free some"):
        check_model_fits(model_settings)
    monkeypatch.setattr(sizing, "available_memory", lambda: 60 * MIB)
    with pytest.raises(ModelError, match=r"a question of 1000 tokens needs 71 MB .* smaller --context"):
        check_cache_fits(weights, 1000, PAIRS)
    monkeypatch.setattr(sizing, "available_memory", lambda: 70 * MIB + size)
    check_cache_fits(weights, 1000, PAIRS)
    check_model_fits(model_settings)


def test_a_containers_limit_counts_where_it_is_lower(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text(f"{100 * MIB}\n")
    (tmp_path / "memory.current").write_text(f"{30 * MIB}\n")
    assert available_memory(tmp_path) == 70 * MIB


@pytest.mark.parametrize("limit", ["max\n", None])
def test_without_a_limit_the_machines_free_memory_counts(tmp_path: Path, limit: str | None) -> None:
    if limit:
        (tmp_path / "memory.max").write_text(limit)
        (tmp_path / "memory.current").write_text("1\n")
    assert 0 < available_memory(tmp_path) <= psutil.virtual_memory().total
