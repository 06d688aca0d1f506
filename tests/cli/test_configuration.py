"""A setting means the same wherever it stands, the stronger source wins, and what makes no sense is said."""

import json
import os
from pathlib import Path

import pytest

from diff_insight.cli.command_options import options_of
from diff_insight.cli.configuration import PREFIX, Configuration
from diff_insight.cli.report_command import report
from diff_insight.errors import SettingsFileError
from diff_insight.workflows.project import find_project
from tests.program import Run

OPTIONS = options_of(report)
PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"


def configuration(
    folder: Path, file: str = "", environment: dict[str, str] | None = None, arguments: tuple[str, ...] = ()
) -> Configuration:
    if file:
        (folder / "diff-insight.toml").write_text(file)
    return Configuration(OPTIONS, find_project(folder), environment or {}, arguments)


def test_every_setting_can_be_read_from_both_sources(tmp_path: Path) -> None:
    written = {
        "brief": True, "highlights": 3, "roles": "roles.yaml",
        "cache-limit": 1, "categories": "c.yaml", "context": 600, "contributors": True, "diff-lines": 5, "max-diff": 9,
        "exclude": ["a", "b"], "fail-on": ["any sign"], "fast": True, "format": "json", "gpu-layers": 0,
        "labels": "l.yaml", "lang": "ja", "markdown": "github", "model": "mine", "other": False, "output": "o.md",
        "path": ["*.md"], "prompts": "p", "quantisation": "q8_0", "quiet": True,
        "redact": True, "threads": 2, "writes": False,
    }  # fmt: skip
    toml = "\n".join(f"{key} = {json.dumps(value)}" for key, value in written.items())
    of_file = configuration(tmp_path, toml).all()
    variables = {
        PREFIX + key.upper().replace("-", "_"): ",".join(value) if isinstance(value, list) else str(value)
        for key, value in written.items()
    }
    (tmp_path / "diff-insight.toml").unlink()
    of_environment = configuration(tmp_path, environment=variables).all()
    assert set(written) | {"no-model"} == set(of_file) == set(of_environment)
    for key, value in written.items():
        in_folder = str(tmp_path / str(value)) if key in ("categories", "labels", "prompts", "roles") else value
        assert of_file[key].value == (os.path.relpath(tmp_path / "o.md") if key == "output" else in_folder)
        assert of_file[key].source == str(tmp_path / "diff-insight.toml")
        assert of_environment[key].value == value
        assert of_environment[key].source.startswith("environment variable DIFF_INSIGHT_")


def test_the_command_line_outranks_the_environment_and_that_the_file(run_model: Run, tmp_path: Path) -> None:
    (tmp_path / "diff-insight.toml").write_text('lang = "zh"\nno-model = true\nformat = "json"\n')
    arguments = ("report", "--patch", "-", "-o", "-", "-q")

    def language(*more: str, environment: dict[str, str] | None = None) -> str:
        done = run_model(*arguments, *more, stdin=PATCH, environment=environment)
        assert done.returncode == 0, done.stderr
        return str(json.loads(done.stdout)["language"])

    assert language() == "zh"
    assert language(environment={"DIFF_INSIGHT_LANG": "ja"}) == "ja"
    assert language("--lang", "en", environment={"DIFF_INSIGHT_LANG": "ja"}) == "en"


@pytest.mark.parametrize("weaker", ['model = "mine"', 'prompts = "p"', "writes = true", "fast = true"])
def test_no_model_on_the_command_line_outranks_what_a_file_says_of_models(tmp_path: Path, weaker: str) -> None:
    found = configuration(tmp_path, weaker, arguments=("--no-model",))
    assert found.defaults(OPTIONS) == {}


def test_a_model_on_the_command_line_outranks_a_file_that_wants_none(tmp_path: Path) -> None:
    assert configuration(tmp_path, "no-model = true", arguments=("--model=x",)).defaults(OPTIONS) == {}


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ('lnag = "ja"', "did you mean lang"),
        ("zzzzzz = 1", "config show"),
        ('repo = "x"', "applies to a single run"),
        ('threads = "2"', "a whole number"),
        ("threads = -1", "at least 0"),
        ("threads = true", "a whole number"),
        ("fast = 1", "true or false"),
        ('exclude = "a"', "a list of strings"),
        ('lang = "fr"', "en|ja|zh"),
        ('model = "models/x.gguf"', "models add"),
        ('output = "../x.md"', "is outside"),
        ('output = "/etc/x"', "is outside"),
        ('labels = "a/../../x"', "is outside"),
        ("]", "cannot be read"),
    ],
)
def test_what_makes_no_sense_in_a_file_is_said(tmp_path: Path, file: str, says: str) -> None:
    with pytest.raises(SettingsFileError) as caught:
        configuration(tmp_path, file)
    assert says in str(caught.value)
    assert "diff-insight.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DIFF_INSIGHT_THRADS", "2", "did you mean DIFF_INSIGHT_THREADS"),
        ("DIFF_INSIGHT_THREADS", "two", "a whole number"),
        ("DIFF_INSIGHT_NO_MODEL", "perhaps", "true or false"),
    ],
)
def test_what_makes_no_sense_in_the_environment_is_said(tmp_path: Path, name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsFileError) as caught:
        configuration(tmp_path, environment={name: value})
    assert says in str(caught.value)
    assert name in str(caught.value)


def test_a_table_of_pyproject_is_as_good(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.diff-insight]\nlang = "ja"\n')
    assert configuration(tmp_path).all()["lang"].value == "ja"
    (tmp_path / "pyproject.toml").write_text("[tool]\ndiff-insight = 1\n")
    with pytest.raises(SettingsFileError, match="is not a table"):
        configuration(tmp_path)


def test_a_folder_whose_name_looks_like_a_pattern_stays_itself(run_model: Run, tmp_path: Path) -> None:
    folder = tmp_path / "100% {category} %Y"
    folder.mkdir()
    (folder / "diff-insight.toml").write_text('output = "out.md"\nno-model = true\n')
    assert run_model("report", "--patch", "-", stdin=PATCH, folder=folder).returncode == 0
    assert (folder / "out.md").exists()


def test_config_show_names_value_and_source_of_every_setting(run: Run, tmp_path: Path) -> None:
    (tmp_path / "diff-insight.toml").write_text('lang = "ja"\n')
    done = run("config", "show", environment={"DIFF_INSIGHT_THREADS": "2"})
    lines = done.stdout.decode().splitlines()
    assert any(line.startswith("lang") and "ja" in line and "diff-insight.toml" in line for line in lines)
    assert any(line.startswith("threads") and "environment variable DIFF_INSIGHT_THREADS" in line for line in lines)
    assert any(line.startswith("format") and "(default)" in line for line in lines)
    shown = json.loads(run("config", "show", "--json").stdout)
    assert shown["lang"] == {"value": "ja", "source": str(tmp_path / "diff-insight.toml")}
