import json
import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from diff_insight.llm.models.embedded import embedded_model
from tests.program import Run
from tests.repository import Repository

PATCH = b"""diff --git a/docs/new.md b/docs/new.md
new file mode 100644
--- /dev/null
+++ b/docs/new.md
@@ -0,0 +1,2 @@
+# Filters
+Filters narrow a search.
diff --git a/docs/old.md b/docs/old.md
deleted file mode 100644
--- a/docs/old.md
+++ /dev/null
@@ -1 +0,0 @@
-# Old
diff --git a/src/a.py b/src/a.py
--- a/src/a.py
+++ b/src/a.py
@@ -1 +1 @@
-limit = 1
+limit = 2
"""


@pytest.fixture
def patch(tmp_path: Path) -> Path:
    path = tmp_path / "vendor.diff"
    path.write_bytes(PATCH)
    return path


def test_a_report_of_a_range_is_written_with_the_embedded_model(
    run_model: Run, repository: Repository, tmp_path: Path
) -> None:
    repository.commit("base", {"a.md": "see https://old.example/ here\n"})
    repository.commit("docs: move", {"a.md": "see https://new.example/ here\n"})
    done = run_model("report", "HEAD~1..HEAD", "--repo", repository.folder, "--format", "md,json")
    assert (done.returncode, done.stdout) == (0, b"")
    built = json.loads((tmp_path / "reports/202503/report-20250322-repository.json").read_bytes())
    markdown = (tmp_path / "reports/202503/report-20250322-repository.md").read_text()
    (file,) = built["files"]
    assert (file["path"], file["type_by"], file["additions"], file["deletions"]) == ("a.md", "model", 1, 1)
    assert 0 < file["probability"] <= 1
    assert built["provenance"]["model"]["sha256"]
    assert "`https://old.example/` becomes `https://new.example/`" in markdown
    assert "Its commit says “docs: move”." in markdown


def test_every_format_of_a_report_is_written_beside_the_others(
    run_model: Run, repository: Repository, tmp_path: Path
) -> None:
    repository.commit("base", {"a.md": "One limit.\n"})
    repository.commit("feat: two", {"a.md": "Two limits.\n"})
    done = run_model("report", "HEAD^!", "--repo", repository.folder, "--format", "md,html,json", "-o", "out/report.md")
    assert done.returncode == 0, done.stderr
    written = {file.name: file.read_text("utf-8") for file in (tmp_path / "out").iterdir()}
    assert set(written) == {"report.md", "report.html", "report.json"}
    assert all("Two limits." in text for text in written.values())


def test_the_same_input_gives_the_same_bytes(run_model: Run, patch: Path) -> None:
    arguments = ("report", "--patch", patch, "--date", "2025-01-01", "--format", "json", "-o", "-", "--quiet")
    first, second = run_model(*arguments, "--threads", "1"), run_model(*arguments)
    assert first.returncode == 0
    assert first.stdout == second.stdout


def test_a_patch_is_read_from_standard_input_and_the_report_goes_to_standard_output(run: Run) -> None:
    done = run("report", "--patch", "-", "--no-model", "-o", "-", stdin=PATCH)
    assert done.returncode == 0
    assert done.stdout.startswith(b"---\ndate: ")
    assert b"# Summary Table" in done.stdout


def test_quiet_says_nothing_and_a_pipe_gets_no_progress_bar(run_model: Run, patch: Path) -> None:
    assert run_model("report", "--patch", patch, "--no-model", "--quiet").stderr == b""
    assert b"\x1b" not in run_model("report", "--patch", patch).stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "day"),
    [
        (("--date", "2024-02-29"), {"SOURCE_DATE_EPOCH": "0"}, "2024-02-29"),
        ((), {"SOURCE_DATE_EPOCH": "86400"}, "1970-01-02"),
        ((), {}, "2025-03-22"),
    ],
)
def test_the_date_is_the_first_that_is_known(
    run: Run, repository: Repository, arguments: tuple[str, ...], environment: dict[str, str], day: str
) -> None:
    repository.commit("base", {"a": "1\n"})
    done = run(
        "report", "HEAD^!", "--repo", repository.folder, "--no-model", "-o", "-", *arguments, environment=environment
    )
    assert f"date: '{day}'" in done.stdout.decode()


def test_categories_make_a_report_each(run: Run, patch: Path, tmp_path: Path) -> None:
    (tmp_path / "categories.yaml").write_text("docs: docs/\n")
    run("report", "--patch", patch, "--no-model", "--categories", "categories.yaml", "-o", "out/{category}.md")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["docs.md", "other.md"]
    assert "title: Diff Insight Report - docs" in (tmp_path / "out/docs.md").read_text()
    done = run("report", "--patch", patch, "--no-model", "--categories", "categories.yaml", "-o", "same.md")
    assert done.returncode == 2
    assert b"{category}" in done.stderr


def test_labels_of_the_users_own_are_what_the_model_chooses_among(run_model: Run, patch: Path, tmp_path: Path) -> None:
    (tmp_path / "labels.yaml").write_text("- {name: documentation, meaning: text}\n- {name: program, meaning: code}\n")
    done = run_model("report", "--patch", patch, "--labels", "labels.yaml", "--format", "json", "-o", "-")
    types = {file["type"] for file in json.loads(done.stdout)["files"]}
    assert types <= {"documentation", "program"}


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        (("breaking change",), 3),
        (("bug fix",), 0),
        (("bug fix", "new feature"), 3),
    ],
)
def test_fail_on_exits_with_3_when_such_a_file_is_found(
    run: Run, patch: Path, tmp_path: Path, conditions: tuple[str, ...], code: int
) -> None:
    flags = [argument for condition in conditions for argument in ("--fail-on", condition)]
    done = run("report", "--patch", patch, "--no-model", "-o", "out.md", *flags)
    assert done.returncode == code
    assert (tmp_path / "out.md").exists()


def test_fail_on_can_ask_for_a_probability(run_model: Run, patch: Path) -> None:
    built = json.loads(run_model("report", "--patch", patch, "--format", "json", "-o", "-").stdout)
    file = built["files"][0]
    for least, code in ((file["probability"] - 0.01, 3), (1.0, 0)):
        done = run_model(
            "report", "--patch", patch, "-o", "-", "--fail-on", f"{file['type']}:{least:.4f}", "--path", file["path"]
        )
        assert done.returncode == code


BREAKING = """--- a/src/a.py
+++ b/src/a.py
@@ -1,2 +1 @@
-def load(path): return path
 x = 1
"""


@pytest.mark.parametrize(
    ("condition", "code"),
    [("public name removed", 3), ("any sign", 3), ("default changed", 0), ("declared by its author", 0)],
)
def test_fail_on_can_name_a_sign_of_a_breaking_change(run: Run, condition: str, code: int) -> None:
    done = run("report", "--patch", "-", "--no-model", "-o", "out.md", "--fail-on", condition, stdin=BREAKING.encode())
    assert done.returncode == code
    assert (b"--fail-on is met by src/a.py (public name removed)" in done.stderr) == (code == 3)


def test_a_sign_that_is_spelled_otherwise_is_guessed(run: Run, patch: Path) -> None:
    done = run("report", "--patch", patch, "--no-model", "-o", "-", "--fail-on", "public-name-removed")
    assert done.returncode == 2
    assert b"did you mean 'public name removed'?" in done.stderr


def test_what_fail_on_found_is_written_as_junit_and_sarif(run: Run, tmp_path: Path) -> None:
    flags = ("--no-model", "--fail-on", "any sign", "--format", "junit,sarif", "-o", "out")
    assert run("report", "--patch", "-", *flags, stdin=BREAKING.encode()).returncode == 3
    assert 'type="public name removed"' in (tmp_path / "out.junit.xml").read_text()
    assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]


def test_junit_is_refused_without_conditions_before_anything_is_asked(run: Run, patch: Path, tmp_path: Path) -> None:
    done = run("report", "--patch", patch, "--no-model", "--format", "junit", "-o", "out.xml")
    assert done.returncode == 2
    assert b"--fail-on 'any sign'" in done.stderr
    assert not (tmp_path / "out.xml").exists()


def test_fail_on_hears_what_commits_declare(run: Run, repository: Repository) -> None:
    repository.commit("one", {"a.txt": "a\n"})
    repository.commit("feat!: drop the limit", {"a.txt": "b\n"})
    declared = ("--fail-on", "declared by its author")
    done = run("report", "HEAD^!", "--repo", repository.folder, "--no-model", "-o", "out.md", *declared)
    assert done.returncode == 3
    assert "drop the limit" in done.stderr.decode()


def test_fail_on_hears_what_authors_imply(run: Run, repository: Repository) -> None:
    repository.commit("one", {"a.py": "a = 1\n"})
    repository.commit("JSON is now the default format", {"a.py": "a = 2\n"})
    for sign, status in (("any sign", 3), ("implied by its author", 3), ("any weak sign", 0)):
        flags = ("--no-model", "-o", "out.md", "--fail-on", sign)
        done = run("report", "HEAD^!", "--repo", repository.folder, *flags)
        assert done.returncode == status
        assert ("JSON is now the default format" in done.stderr.decode()) is (status == 3)


def test_contributors_are_named_when_asked_for(run_model: Run, repository: Repository) -> None:
    repository.commit("one", {"a.txt": "a\n"})
    repository.commit("two", {"a.txt": "b\n"})
    arguments = ("report", "HEAD^!", "--repo", repository.folder, "--no-model", "--format", "json", "-o", "-")
    assert json.loads(run_model(*arguments).stdout)["contributors"] is None
    assert json.loads(run_model(*arguments, "--contributors").stdout)["contributors"] == [{"name": "Ada", "commits": 1}]


def test_the_json_report_says_how_the_models_words_fared(run_model: Run, patch: Path) -> None:
    built = json.loads(run_model("report", "--patch", patch, "--format", "json", "-o", "-").stdout)
    dropped = [drop for file in built["files"] for drop in file["dropped"]]
    code = [file for file in built["files"] if file["path"].startswith("src/")]
    assert [file["title_by"] for file in code] == ["facts"]  # where no author says anything
    assert built["grounding"]["checked"] == len(built["files"]) - len(code) == 2
    assert built["grounding"]["dropped"] == len(dropped) == sum(built["grounding"]["faults"].values())
    assert sum(file["title_by"] == "facts" for file in built["files"]) == len(dropped) + len(code)


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_the_language_is_chosen_by_flag_or_locale(run: Run, patch: Path, language: str) -> None:
    heading = {"en": "# Highlights", "ja": "# ハイライト", "zh": "# 亮点"}[language]
    by_flag = run("report", "--patch", patch, "--no-model", "-o", "-", "--lang", language)
    by_locale = run("report", "--patch", patch, "--no-model", "-o", "-", environment={"LC_ALL": f"{language}.UTF-8"})
    assert heading in by_flag.stdout.decode().splitlines()
    assert by_locale.stdout == by_flag.stdout


def test_a_model_of_the_users_own_writes_unless_told_otherwise(run_model: Run, patch: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.gguf"
    own.symlink_to(embedded_model().path)
    arguments = ("report", "--patch", patch, "--path", "src/", "--format", "json", "-o", "-", "--model", own)
    writing, labelling = (json.loads(run_model(*arguments, *more).stdout) for more in ((), ("--no-writes",)))
    assert writing["provenance"]["model"]["writes"] is True
    assert writing["grounding"]["checked"] > labelling["grounding"]["checked"]  # whatever of it the change bears out
    assert {file["type_by"] for file in writing["files"]} == {"estimate"}
    refused = run_model(*arguments, "--fail-on", "breaking change:0.8")
    assert refused.returncode == 2
    assert b"this model does not choose types" in refused.stderr


def test_a_compare_answer_is_reported_for_githubs_markdown(run: Run, tmp_path: Path) -> None:
    answer = {
        "html_url": "https://github.com/o/r/compare/a...b",
        "files": [
            {"filename": "a.md", "status": "added", "additions": 1, "deletions": 0, "patch": "@@ -0,0 +1 @@\n+a"}
        ],
    }
    (tmp_path / "compare.json").write_text(json.dumps(answer))
    done = run("report", "--compare-json", "compare.json", "--no-model", "--markdown", "github", "-o", "-")
    shown = done.stdout.decode()
    assert "[View Diff on GitHub](https://github.com/o/r/compare/a...b)\n" in shown
    assert '<a id="item-' in shown
    assert "| new feature | Add a.md | added | 1 | 0 | 1 |" in shown


def test_a_permalink_of_the_users_own_outranks_the_derived_one(run: Run, patch: Path) -> None:
    done = run("report", "--patch", patch, "--no-model", "-o", "-", "--permalink", "https://example.org/change")
    assert b"permalink: https://example.org/change" in done.stdout
    assert b"[View Diff](https://example.org/change)" in done.stdout


def one_sentence(stderr: bytes) -> str:
    text = stderr.decode().strip()
    assert text.startswith("diff-insight: ")
    assert "\n" not in text
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("v1..v2", "--repo", "."), 4, "not in a git repository"),
        ((), 4, "not in a git repository"),
        (("--patch", "missing.diff"), 8, "cannot be read"),
        (("--patch", "."), 8, "cannot be read"),
        (("--patch", "text.txt"), 8, "no unified diff"),
        (("--compare-json", "text.txt"), 8, "compare endpoint"),
        (("--patch", "vendor.diff", "--path", "nowhere"), 7, "--path and --exclude"),
        (("--patch", "vendor.diff", "--model", "missing.gguf"), 9, "no model file"),
        (("--patch", "vendor.diff", "--model", "./text.txt"), 9, "not a GGUF file"),
        (("--patch", "vendor.diff", "--model", "short.gguf"), 9, "cannot load"),
        (("--patch", "vendor.diff", "--context", "150"), 9, "--context"),
        (("--patch", "vendor.diff", "--no-model", "-o", "text.txt/report.md"), 10, "cannot be written"),
        (("--patch", "vendor.diff", "--categories", "missing.yaml"), 11, "cannot be read"),
        (("--patch", "vendor.diff", "--labels", "text.txt"), 11, "labels"),
        (("--patch", "vendor.diff", "--prompts", "."), 11, "prompt templates"),
        (("--patch", "vendor.diff", "--format", "pdf"), 2, "md, html, json"),
        (("--patch", "vendor.diff", "--format", "md,json", "-o", "-"), 2, "one format"),
        (("--patch", "vendor.diff", "--lang", "fr"), 2, "'fr'"),
        (("--bogus",), 2, "--bogus"),
        (("--patch", "vendor.diff", "--fail-on", "nonsense"), 2, "no such type"),
        (("--patch", "vendor.diff", "--no-model", "--fail-on", "bug fix:0.5"), 2, "no probabilities"),
        (("--patch", "vendor.diff", "--no-model", "--writes"), 2, "--no-model"),
        (("--patch", "vendor.diff", "--staged"), 2, "name one change"),
        (("--patch", "vendor.diff", "--permalink", "javascript:x"), 2, "web address"),
    ],
)
def test_bad_input_gets_one_sentence_and_its_own_exit_code(
    run_model: Run, patch: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    (tmp_path / "text.txt").write_text("just words\n")
    with embedded_model().path.open("rb") as file:
        (tmp_path / "short.gguf").write_bytes(file.read(30_000_000))
    done = run_model("report", *arguments)
    assert says in one_sentence(done.stderr)
    assert (done.returncode, done.stdout) == (code, b"")
    assert not (tmp_path / "reports").exists()


def test_a_version_that_does_not_exist_and_an_empty_range_have_their_own_codes(
    run_model: Run, repository: Repository
) -> None:
    repository.commit("base", {"a": "1\n"})
    unknown = run_model("report", "v9..HEAD", "--repo", repository.folder)
    empty = run_model("report", "HEAD..HEAD", "--repo", repository.folder)
    assert (unknown.returncode, empty.returncode) == (5, 7)
    assert "no version 'v9'" in one_sentence(unknown.stderr)
    assert "nothing differs" in one_sentence(empty.stderr)


def test_a_full_disk_leaves_no_torn_report(run_process: Run, tmp_path: Path, patch: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    script = 'mount -t tmpfs -o size=4k none "$0" || exit 77; "$@"; code=$?; ls -A "$0"; exit $code'
    patch.write_bytes(PATCH.replace(b"limit = 2", b"limit = " + b"2" * 90_000))
    done = run_process(
        "report", "--patch", patch, "--no-model", "--quiet", "-o", disk / "report.md",
        prefix=("unshare", "--map-root-user", "--mount", "sh", "-c", script, str(disk)),
    )  # fmt: skip
    if done.returncode not in (0, 10):
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.decode().strip()}")
    assert (done.returncode, done.stdout) == (10, b"")
    assert "No space left" in one_sentence(done.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_behind_standard_output_is_said(run_process: Run, patch: Path) -> None:
    command = ("sh", "-c", 'exec "$@" > /dev/full', "sh")
    done = run_process("report", "--patch", patch, "--no-model", "--quiet", "-o", "-", prefix=command)
    assert done.returncode == 10
    assert "No space left" in one_sentence(done.stderr)


def test_a_reader_that_stops_reading_is_no_error_to_explain(run_process: Run, patch: Path) -> None:
    command = ("sh", "-c", '"$@" | head -n 1', "sh")
    done = run_process("report", "--patch", patch, "--no-model", "--quiet", "-o", "-", prefix=command)
    assert (done.stdout, done.stderr) == (b"---\n", b"")


def test_a_folder_without_permission_is_said_before_any_work(run_process: Run, tmp_path: Path, patch: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = run_process(
        "report", "--patch", patch, "--model", "missing.gguf", "-o", closed / "r.md", prefix=_as_nobody()
    )
    if done.returncode not in (9, 10):
        pytest.skip(f"another user cannot be taken here: {done.stderr.decode().strip()}")
    assert done.returncode == 10
    assert "Permission denied" in one_sentence(done.stderr)


def _as_nobody() -> tuple[str, ...]:
    return ("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--") if shutil.which("setpriv") else ()


def test_the_schema_that_is_printed_is_that_of_the_report(run: Run, patch: Path) -> None:
    import jsonschema

    schema = json.loads(run("schema").stdout)
    built = json.loads(run("report", "--patch", patch, "--no-model", "--format", "json", "-o", "-").stdout)
    jsonschema.validate(built, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**built, "surprise": 1}, schema)


def test_files_behind_two_dashes_are_those_of_the_report(
    run_model: Run, repository: Repository, tmp_path: Path
) -> None:
    repository.commit("base", {"src/a.py": "a = 1\n", "docs/b.md": "b\n", "src/sub/c.py": "c = 1\n"})
    repository.commit("head", {"src/a.py": "a = 2\n", "docs/b.md": "c\n", "src/sub/c.py": "c = 2\n"})
    wanted = (
        "report",
        "HEAD~1..HEAD",
        "--repo",
        repository.folder / "src",
        "--no-model",
        "--format",
        "json",
        "-o",
        "r.json",
    )
    done = run_model(*wanted, "--", ".", ":!sub")
    assert done.returncode == 0
    built = json.loads((tmp_path / "r.json").read_bytes())
    assert [file["path"] for file in built["files"]] == ["src/a.py"]
    assert built["provenance"]["request"]["pathspecs"] == [":(top)src", ":(top,exclude)src/sub"]
    assert run_model("reproduce", "r.json", "--repo", repository.folder).returncode == 0
    done = run_model(*wanted[:-2], "--", "a.py", "-o", "r.json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"-o follows -- and is taken as a path: put options before --" in done.stderr
    done = run_model("report", "--patch", "x.diff", "--no-model", "--", "src")
    assert done.returncode == 2
    assert b"--path GLOB" in done.stderr


def test_a_dot_is_the_current_folder(run_model: Run, repository: Repository, tmp_path: Path) -> None:
    repository.commit("base", {"src/a.py": "a = 1\n", "b.md": "b\n"})
    repository.commit("head", {"src/a.py": "a = 2\n", "b.md": "c\n"})
    for folder, paths in (("src", ["src/a.py"]), (".", ["b.md", "src/a.py"])):
        wanted = (
            "report",
            "HEAD^!",
            "--repo",
            repository.folder / folder,
            "--no-model",
            "--format",
            "json",
            "-o",
            "r.json",
        )
        assert run_model(*wanted, "--path", ".").returncode == 0
        built = json.loads((tmp_path / "r.json").read_bytes())
        assert [file["path"] for file in built["files"]] == paths
        assert run_model("reproduce", "r.json", "--repo", repository.folder).returncode == 0


def test_a_name_that_is_public_no_more_meets_a_condition(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.diff").write_text(
        "--- a/lib.rs\n+++ b/lib.rs\n@@ -1,3 +1,3 @@\n-pub fn open() -> u8 {\n+fn open() -> u8 {\n     1\n }\n"
    )
    done = run("report", "--patch", "x.diff", "--no-model", "--fail-on", "public name removed", "-o", "-")
    assert done.returncode == 3


def on_terminal(arguments: list[str], folder: Path, pager: str) -> str:
    """What a terminal gets of a command that is run on it."""
    environment = {**os.environ, "GIT_PAGER": pager, "COLUMNS": "100", "TERM": "xterm", "LC_ALL": "C.UTF-8"}
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "diff_insight", *arguments],
        cwd=folder,
        env=environment,
        stdout=terminal,
        stderr=terminal,
    ) as started:
        os.close(terminal)
        seen = b""
        with suppress(OSError):  # the end of a terminal that nobody holds any more
            while part := os.read(controller, 65_536):
                seen += part
    os.close(controller)
    assert started.returncode == 0, seen
    return seen.decode("utf-8", "replace")


@pytest.mark.process
def test_on_a_terminal_one_report_is_shown_through_the_pager_and_no_file_is_written(repository: Repository) -> None:
    repository.commit("base", {"a.md": "x\n"})
    repository.commit("docs: say more", {"a.md": "x\ny\n"})
    seen = on_terminal(["report", "HEAD^!", "--no-model"], repository.folder, "sed s/Highlights/PAGED/")
    assert "PAGED" in seen
    assert "reading the change" in seen
    assert "-o FILE writes all of it" in seen
    assert not (repository.folder / "reports").exists()


@pytest.mark.process
@pytest.mark.parametrize("more", [["-o", "out.md"], ["--format", "md,json"]])
def test_on_a_terminal_too_files_are_written_where_they_are_asked_for(repository: Repository, more: list[str]) -> None:
    repository.commit("base", {"a.md": "x\n"})
    repository.commit("docs: say more", {"a.md": "x\ny\n"})
    seen = on_terminal(["report", "HEAD^!", "--no-model", *more], repository.folder, "cat")
    assert "wrote " in seen
    assert "Highlights" not in seen


def test_git_ignores_the_folder_of_reports_that_the_tool_makes(run: Run, repository: Repository) -> None:
    repository.commit("base", {"a.md": "x\n"})
    repository.commit("docs: say more", {"a.md": "x\ny\n"})
    done = run("report", "HEAD^!", "--no-model", folder=repository.folder)
    assert b"git ignores it" in done.stderr
    assert repository.git("status", "--porcelain") == b""
