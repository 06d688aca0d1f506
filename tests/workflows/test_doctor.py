"""The doctor says of each thing whether it will work, and ends with 1 where one will not."""

import json
import os
from pathlib import Path

from tests.program import Run


def findings(run_model: Run, code: int, **environment: str) -> dict[str, dict[str, str]]:
    done = run_model("doctor", "--json", environment=environment)
    assert done.returncode == code, done.stderr
    return {finding["subject"]: finding for finding in json.loads(done.stdout)}


def test_where_all_is_well_every_subject_is_told_and_it_ends_with_0(run_model: Run) -> None:
    found = findings(run_model, 0)
    assert set(found) == {
        "version", "instruction set", "threads", "GPU", "embedded model", "memory", "batching", "pins",
        "configuration", "cache", "git", "locale",
    }  # fmt: skip
    assert "fails" not in {finding["state"] for finding in found.values()}
    assert "in batches" in found["batching"]["found"]


def test_a_cache_folder_that_cannot_be_used_is_found_with_what_to_do(run_model: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = findings(run_model, 1, XDG_CACHE_HOME=str(tmp_path / "file"))
    assert found["embedded model"]["state"] == "fails"
    assert "XDG_CACHE_HOME" in found["embedded model"]["found"]


def test_a_wrong_setting_is_found(run_model: Run, tmp_path: Path) -> None:
    (tmp_path / "diff-insight.toml").write_text('lnag = "ja"')
    assert "did you mean lang" in findings(run_model, 1)["configuration"]["found"]


def test_a_pinned_model_that_is_not_here_is_found(run_model: Run, tmp_path: Path) -> None:
    (tmp_path / "diff-insight.lock").write_text(
        f'version = 1\n[[models]]\nname = "mine"\nsha256 = "{"a" * 64}"\nsize = 1\n'
        "[models.decoding]\nwrites = true\ncontext = 0\ngpu_layers = 0\nfast = false\n"
    )
    found = findings(run_model, 1)["pins"]
    assert "missing or different from its pin: mine" in found["found"]
    assert "models add" in found["advice"]


def test_a_model_whose_file_is_gone_is_found(run_model: Run, tmp_path: Path, cache: Path) -> None:
    model = tmp_path / "m.gguf"
    model.write_bytes(next((cache / "diff-insight" / "models").glob("*/*.gguf")).read_bytes())
    data = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert run_model("models", "add", model, "--as", "reference", "--no-measure", environment=data).returncode == 0
    assert findings(run_model, 0, **data)["model m"]["state"] == "ok"
    model.unlink()
    assert "is gone" in findings(run_model, 1, **data)["model m"]["found"]


def test_a_machine_without_git_can_still_read_patches(run_process: Run, tmp_path: Path) -> None:
    found = findings(run_process, 0, PATH=str(tmp_path))
    assert found["git"]["state"] == "note"
    assert "--patch" in found["git"]["advice"]


def test_a_terminal_that_cannot_show_all_characters_is_noted(run_process: Run) -> None:
    found = findings(run_process, 0, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    assert found["locale"]["state"] == "note"


def test_the_text_says_the_same(run_model: Run) -> None:
    lines = run_model("doctor").stdout.decode().splitlines()
    assert any(line.startswith("ok") and "embedded model" in line for line in lines)
    assert os.linesep.join(lines).count("fails") == 0
