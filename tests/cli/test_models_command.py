"""The way of a model from a file to a pinned report, and of one that is not the pinned one to an error."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import diff_insight.cli.models_command
from diff_insight.insight.model_session import ModelSession
from diff_insight.llm.models.verdict import Kept, Verdict
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
    say("models", "add", untrained_settings.path, "--name", "mine", "--as", "link", "--no-measure")
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
    say("models", "add", changed, "--name", "mine", "--as", "reference", "--no-measure")
    assert "verification failed" in say("models", "verify", code=9)


def test_weights_that_hold_impossible_numbers_are_not_called_sound(
    say: Say, untrained_settings: ModelSettings, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.gguf"
    content = bytearray(untrained_settings.path.read_bytes())
    content[-40_000:] = b"\xff" * 40_000  # as half-precision scales: not a number
    broken.write_bytes(content)
    say("models", "add", broken, "--as", "reference", "--no-measure")
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


def test_a_model_is_not_asked_in_a_language_in_which_it_was_measured_not_to_write(
    say: Say, untrained_settings: ModelSettings, tmp_path: Path
) -> None:
    say("models", "add", untrained_settings.path, "--name", "mine", "--as", "link", "--no-measure")
    assert "not measured" in say("models", "list")
    entry = tmp_path / "data" / "diff-insight" / "models" / "mine.toml"
    for code, kept in (("en", 8), ("ja", 0)):
        counts = f"changes = 8\ntitles = {kept}\nexplanations = {kept}\n"
        entry.write_text(f"{entry.read_text()}\n[verdict.kept.{code}]\n{counts}")
    assert "writes en" in say("models", "list")
    arguments = ("report", "--patch", "-", "--model", "mine", "--format", "json", "-o", "-", "-q")
    japanese = json.loads(say(*arguments, "--lang", "ja"))
    assert [notice["kind"] for notice in japanese["notices"]] == ["model unfit"]
    assert japanese["usage"]["questions"] == 0
    assert japanese["provenance"]["model"]["languages"] == ["en"]
    assert json.loads(say(*arguments, "--lang", "en"))["usage"]["questions"] > 0
    asked = json.loads(say(*arguments, "--lang", "ja", "--writes"))
    assert (asked["usage"]["questions"] > 0, asked["provenance"]["model"]["languages"]) == (True, None)
    say("models", "pin", "mine")
    assert 'languages = [\n    "en",\n]' in (tmp_path / "diff-insight.lock").read_text()
    assert json.loads(say(*arguments, "--lang", "ja")) == japanese


def test_a_model_that_is_added_is_measured_in_each_language(
    say: Say, untrained_settings: ModelSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    enough, too_few = Kept(changes=6, titles=6, explanations=2), Kept(changes=6, titles=2, explanations=0)

    def measured(session: ModelSession, _progress: object) -> Verdict:
        assert (session.name, session.model.writes, session.languages) == ("mine", True, ("en", "ja", "zh"))
        return Verdict(kept={"en": enough, "ja": too_few, "zh": enough})

    monkeypatch.setattr(diff_insight.cli.models_command, "measure", measured)
    said = say("models", "add", untrained_settings.path, "--name", "mine", "--as", "link")
    assert "English: 6 titles and 2 explanations of 6 stand the checks\n" in said
    assert "Japanese: 2 titles and 0 explanations of 6 stand the checks, too few: it is not asked\n" in said
    assert "writes en, zh" in say("models", "list")
    monkeypatch.setattr(
        diff_insight.cli.models_command, "measure", lambda _session, _progress: Verdict(kept={"en": enough})
    )
    say("models", "measure", "mine")
    assert "writes en\n" in say("models", "list")
    assert "no added model 'other'" in say("models", "measure", "other", code=9)
