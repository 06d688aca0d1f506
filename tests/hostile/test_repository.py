"""A repository of somebody who means ill: nothing of it is executed, and nothing is written where it says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from diff_insight.llm.client.model import Model
from tests.program import Run
from tests.repository import Repository

PATHS = ("--output=canary", "-rf", "--", "-O canary", "$(touch canary)", "`touch canary`", "a;touch canary", "|canary")
REFS = ("--output=canary", "-c", "--upload-pack=canary", "$(touch${IFS}canary)")


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a canary beside it wherever it is started."""
    script = tmp_path / "trap"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> {tmp_path}/canary\ncat\n')
    script.chmod(0o755)
    return script


@pytest.fixture
def hostile(repository: Repository, trap: Path, tmp_path: Path) -> Repository:
    """A repository in which everything that git can be made to execute, or to write to, is set."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("the secret of somebody else\n")
    repository.commit("base", {"a.txt": "one\n", **dict.fromkeys(PATHS, "one\n")})
    (repository.folder / "link.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (repository.folder / "reports").symlink_to(tmp_path / "outside")
    repository.commit("head", {"a.txt": "two\n", **dict.fromkeys(PATHS, "two\n")})
    (repository.folder / ".gitmodules").write_text(
        '[submodule "x"]\n\tpath = sub\n\turl = ext::sh -c touch% canary\n\tupdate = !touch canary\n'
        '[submodule "-u"]\n\tpath = ../outside\n\turl = -u./canary\n'
    )
    head = repository.git("rev-parse", "HEAD").decode().strip()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},sub")
    repository.commit("a submodule")
    repository.write({"a.txt": "three\n"})
    (repository.folder / ".gitattributes").write_text("*.txt diff=evil filter=evil merge=evil\n")
    for name in REFS:
        reference = repository.folder / ".git" / "refs" / "heads" / name
        reference.parent.mkdir(parents=True, exist_ok=True)
        reference.write_text(f"{head}\n")
    settings = {
        "alias.diff": f"!{trap}", "alias.log": f"!{trap}", "alias.rev-parse": f"!{trap}",
        "core.alternateRefsCommand": trap,
        "core.askPass": trap, "core.editor": trap, "core.fsmonitor": trap, "core.gitProxy": trap, "core.pager": trap,
        "core.sshCommand": trap, "credential.helper": f"!{trap}", "diff.evil.command": trap, "diff.evil.textconv": trap,
        "diff.evil.cachetextconv": "true", "diff.external": trap, "diff.tool": "evil", "difftool.evil.cmd": trap,
        "extensions.partialClone": "origin", "filter.evil.clean": trap, "filter.evil.process": trap,
        "filter.evil.required": "true", "filter.evil.smudge": trap, "gpg.program": trap, "gpg.ssh.program": trap,
        "interactive.diffFilter": trap, "log.showSignature": "true", "merge.evil.driver": trap, "pager.diff": trap,
        "pager.log": trap, "protocol.allow": "always", "protocol.ext.allow": "always", "remote.origin.promisor": "true",
        "remote.origin.uploadpack": trap, "remote.origin.url": f"ext::{trap} %S", "sequence.editor": trap,
        "submodule.recurse": "true", "trailer.x.command": trap, "trailer.x.cmd": trap,
        "uploadpack.packObjectsHook": trap,
    }  # fmt: skip
    for name, value in settings.items():
        repository.git("config", name, str(value))
    hooks = repository.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout", "pre-auto-gc"):
        (hooks / hook).unlink(missing_ok=True)
        (hooks / hook).symlink_to(trap)
    return repository


def assert_untouched(tmp_path: Path, repository: Repository) -> None:
    canaries = [file for file in tmp_path.rglob("canary") if file.name == "canary"]
    assert not canaries, canaries[0].read_text()
    assert [file.name for file in (tmp_path / "outside").iterdir()] == ["secret.txt"]
    assert (tmp_path / "outside" / "secret.txt").read_text() == "the secret of somebody else\n"


def test_the_trap_springs_for_git_itself(hostile: Repository, tmp_path: Path) -> None:
    subprocess.run(["git", "--no-pager", "diff"], cwd=hostile.folder, capture_output=True, check=False)
    assert (tmp_path / "canary").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("report", "HEAD~2..HEAD", "--contributors", "--format", "md,html,json"),
        ("report", "HEAD~1...HEAD"),
        ("report", "--staged"),
        ("report", "--worktree"),
        ("daily", "--since", "HEAD~2"),
        ("dataset", ".", "-o", "set.jsonl"),
    ],
)
def test_nothing_of_it_is_executed_or_written_through(
    run: Run, hostile: Repository, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    model, output = () if "dataset" in arguments else ("--no-model",), () if "dataset" in arguments else ("-o", "r.md")
    if "--staged" in arguments:
        hostile.git(
            "-c", "filter.evil.process=", "-c", "filter.evil.clean=", "-c", "filter.evil.required=false", "add", "a.txt"
        )
        (tmp_path / "canary").unlink(missing_ok=True)
    done = run(*arguments, *model, *output, folder=hostile.folder)
    assert done.returncode in (0, 12), done.stderr  # 12: no commit follows Conventional Commits
    assert_untouched(tmp_path, hostile)
    assert b"secret of somebody else" not in b"".join(file.read_bytes() for file in hostile.folder.glob("r.*"))


def test_paths_that_look_like_options_or_commands_are_paths(run: Run, hostile: Repository, tmp_path: Path) -> None:
    done = run("report", "HEAD~2..HEAD", "--no-model", "-o", "-", "--format", "json", folder=hostile.folder)
    assert all(f'"path": "{path}"'.encode() in done.stdout for path in PATHS)
    assert_untouched(tmp_path, hostile)


def test_names_of_strangers_do_not_act_upon_a_terminal(run: Run, repository: Repository) -> None:
    name = "a\x1b]0;owned\x07\u202e.md"
    repository.commit("base", {name: "one\n"})
    repository.git("branch", "other")
    repository.commit("head", {name: "two\n"})
    repository.git("checkout", "-q", "other")
    repository.commit("otherwise", {name: "three\n"})
    repository.git("merge", "-q", "main")
    conflict = run("report", "--worktree", "--no-model", folder=repository.folder)
    assert conflict.returncode == 2
    missing = run("report", "x\x1b[31m..HEAD", "--no-model", folder=repository.folder)
    made = run("report", "HEAD^!", "--no-model", "-o", "-", "--categories", "c.yaml", folder=repository.folder)
    assert made.returncode == 11
    for done in (conflict, missing):
        assert not set("\x1b\x07\u202e") & set(done.stderr.decode())


@pytest.mark.parametrize("name", REFS)
def test_refs_that_look_like_options_are_refs_or_refused(
    run: Run, hostile: Repository, tmp_path: Path, name: str
) -> None:
    for arguments in (("--", f"HEAD~2..{name}"), ("--", f"{name}^!"), ("--", name, "HEAD"), (f"{name}..HEAD",)):
        done = run("report", "--no-model", "-o", "r.md", *arguments, folder=hostile.folder)
        assert done.returncode in (0, 2, 5, 7), done.stderr
        assert b"Traceback" not in done.stderr
    assert run(
        "daily", "--no-model", "-o", "r.md", "--since", "HEAD~2", "--", name, folder=hostile.folder
    ).returncode in (0, 2, 5)
    assert_untouched(tmp_path, hostile)


def test_a_link_of_the_repository_leads_no_report_out_of_it(run: Run, hostile: Repository, tmp_path: Path) -> None:
    """The place of reports is a link to elsewhere: as the tool's own default, and by a settings file."""
    done = run("report", "HEAD~2..HEAD", "--no-model", folder=hostile.folder)
    assert done.returncode == 10
    assert b"is a link to" in done.stderr
    (hostile.folder / "diff-insight.toml").write_text('output = "reports/r.md"\nno-model = true\n')
    done = run("report", "HEAD~2..HEAD", folder=hostile.folder)
    assert done.returncode == 10
    assert b"is a link to" in done.stderr
    assert_untouched(tmp_path, hostile)


@pytest.mark.parametrize(
    "settings",
    [
        'output = ".git/HEAD"', 'output = ".git/hooks/x.md"', 'output = "a.txt"', f"x = {'[' * 100_000}",
        'output = "../outside/r.md"', 'output = "/tmp/canary.md"', 'model = "evil.gguf"', 'prompts = "/tmp"',
        'labels = "../outside/secret.txt"', 'categories = "/etc/passwd"',
    ],
)  # fmt: skip
def test_a_settings_file_of_the_repository_reaches_nothing_outside(
    run: Run, hostile: Repository, tmp_path: Path, settings: str
) -> None:
    (hostile.folder / "diff-insight.toml").write_text(settings + "\n")
    done = run("report", "HEAD~2..HEAD", folder=hostile.folder)
    assert done.returncode == 11, done.stderr
    assert_untouched(tmp_path, hostile)


@pytest.mark.slow
def test_prompts_of_the_repository_run_in_a_sandbox(run: Run, hostile: Repository, tmp_path: Path) -> None:
    prompts = hostile.folder / "prompts"
    original = Path(__file__).parents[2] / "prompts"
    prompts.mkdir()
    for file in original.iterdir():
        if file.is_file():
            (prompts / file.name).write_bytes(file.read_bytes())
    attack = "{{ ''.__class__.__mro__[1].__subclasses__() }}{{ cycler.__init__.__globals__.os.system('touch canary') }}"
    for file in prompts.glob("*.j2"):
        file.write_text(attack)
    (hostile.folder / "diff-insight.toml").write_text('prompts = "prompts"\n')
    done = run("report", "HEAD~2..HEAD", "-o", "r.md", folder=hostile.folder)
    assert done.returncode == 11, done.stderr
    assert b"Traceback" not in done.stderr
    assert_untouched(tmp_path, hostile)


@pytest.mark.parametrize(
    "address", ["ext::{trap} %S", "ssh://nowhere.invalid/x", "file://{folder}", "-u{trap}", "{folder}"]
)
def test_fetching_runs_no_program_that_the_repository_names(
    run: Run, hostile: Repository, trap: Path, tmp_path: Path, address: str
) -> None:
    hostile.git("config", "remote.origin.url", address.format(trap=trap, folder=hostile.folder))
    done = run(
        "daily", "--no-model", "-o", "r.md", "--since", "HEAD~2", "--fetch", "origin",
        folder=hostile.folder, environment={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert done.returncode in (0, 18), done.stderr
    assert_untouched(tmp_path, hostile)


def test_modules_of_the_repository_are_not_imported(
    hostile: Repository, tmp_path: Path, cache: Path, model: Model
) -> None:
    """Python looks for modules in the current folder where it is not told otherwise."""
    planted = f"import pathlib; pathlib.Path({str(tmp_path / 'canary')!r}).touch()\n"
    for name in ("json.py", "jinja2.py", "llama_cpp.py", "diff_insight/__init__.py", "sitecustomize.py", "string.py"):
        hostile.write({name: planted})
    program = Path(sys.executable).parent / "diff-insight"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "LC_ALL": "C.UTF-8"}
    command = [str(program), "report", "HEAD~2..HEAD", "-o", "r.md", "--cache-limit", "0"]
    done = subprocess.run(command, cwd=hostile.folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert_untouched(tmp_path, hostile)
