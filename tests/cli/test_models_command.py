"""The way of a model from a file to a pinned report, and of one that is not the pinned one to an error."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from diff_insight.llm.protocol.settings import ModelSettings
from tests.program import Run

PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"
Say = Callable[..., str]


@pytest.fixture
def say(run_model: Run, tmp_path: Path) -> Say:
    """Runs a command that must end with a code, and gives what it printed."""

    def said(*arguments: str | Path, code: int = 0) -> str:
        done = run_model(*arguments, stdin=PATCH, environment={"XDG_DATA_HOME": str(tmp_path / "data")})
        assert done.returncode == code, done.stderr.decode()
        return (done.stdout + done.stderr).decode()

    return said


def test_a_model_goes_from_a_file_to_a_pinned_report(
    say: Say, untrained_settings: ModelSettings, tmp_path: Path
) -> None:
    assert "no models added" in say("models", "list")
    say("models", "add", untrained_settings.path, "--name", "mine", "--as", "link")
    assert "mine" in say("models", "list")
    info = json.loads(say("models", "info", "mine", "--json"))
    assert (info["architecture"], info["quantisation"], info["context"]) == ("llama", "Q4_0", 8192)
    assert info["licence"] == "apache-2.0"
    say("models", "pin", "mine", "--no-writes")
    assert "as pinned" in say("models", "verify")
    report = json.loads(
        say("report", "--patch", "-", "--model", "mine", "--no-writes", "--format", "json", "-o", "-", "-q")
    )
    assert report["provenance"]["model"]["name"] == "mine"
    assert "pins mine with writes = false" in say("report", "--patch", "-", "--model", "mine", "-o", "-", code=9)
    assert "does not pin the model 'embedded'" in say("report", "--patch", "-", "-o", "-", code=9)
    say("models", "remove", "mine")
    assert "not added here" in say("models", "list")
    assert untrained_settings.path.exists()


def test_a_model_with_other_bytes_is_neither_run_nor_called_sound(
    say: Say, untrained_settings: ModelSettings, tmp_path: Path
) -> None:
    changed = tmp_path / "mine.gguf"
    content = bytearray(untrained_settings.path.read_bytes())
    changed.write_bytes(content)
    say("models", "pin", "./mine.gguf", "--no-writes")
    content[-1] ^= 1
    changed.write_bytes(content)
    said = say("report", "--patch", "-", "--model", "./mine.gguf", "--no-writes", "-o", "-", code=9)
    assert "is not the one that" in said
    say("models", "add", changed, "--name", "mine", "--as", "reference")
    assert "verification failed" in say("models", "verify", code=9)


def test_weights_that_hold_impossible_numbers_are_not_called_sound(
    say: Say, untrained_settings: ModelSettings, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    content = bytearray(untrained_settings.path.read_bytes())
    content[-40_000:] = b"\xff" * 40_000  # as half-precision scales: not a number
    broken.write_bytes(content)
    say("models", "add", broken, "--as", "reference")
    assert "broken" in say("models", "verify", "broken", code=9)


def test_a_file_that_is_cut_off_is_not_added(say: Say, untrained_settings: ModelSettings, tmp_path: Path) -> None:
    cut = tmp_path / "cut.gguf"
    cut.write_bytes(untrained_settings.path.read_bytes()[:3_000_000])
    assert "damaged" in say("models", "add", cut, code=9)
    assert "no models added" in say("models", "list")


def test_the_embedded_model_is_pinned_and_found_again(say: Say, tmp_path: Path) -> None:
    say("models", "pin")
    assert "pinned, comes with the tool" in say("models", "list")
    assert "Two limits" in say("report", "--patch", "-", "-o", "-", "-q")


def test_the_cache_says_what_it_holds_and_forgets_it(run_model: Run, tmp_path: Path) -> None:
    here = {"XDG_CACHE_HOME": str(tmp_path)}
    assert run_model("cache", "path", environment=here).stdout.decode().strip() == str(
        tmp_path / "diff-insight" / "results.sqlite"
    )
    done = run_model("report", "--patch", "-", "-o", "-", stdin=PATCH, environment=here)
    assert b"answers: 1 from the model, 0 from the cache" in done.stderr
    again = run_model("report", "--patch", "-", "-o", "-", stdin=PATCH, environment=here)
    assert b"answers: 0 from the model, 1 from the cache" in again.stderr
    assert again.stdout == done.stdout
    assert json.loads(run_model("cache", "info", "--json", environment=here).stdout)["answers"] >= 1
    assert run_model("cache", "clear", environment=here).stdout.startswith(b"deleted")
    assert json.loads(run_model("cache", "info", "--json", environment=here).stdout)["answers"] == 0
    third = run_model("report", "--patch", "-", "-o", "-", stdin=PATCH, environment=here)
    assert b"answers: 1 from the model" in third.stderr
    assert third.stdout == done.stdout
    fourth = run_model("report", "--patch", "-", "-o", "-", "--cache-limit", "0", stdin=PATCH, environment=here)
    assert b"answers: 1 from the model" in fourth.stderr
