import sys
from pathlib import Path

import pytest

from diff_insight.system.pager import page, pager_command


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"GIT_PAGER": "cat"}, []),
        ({"GIT_PAGER": "", "PAGER": "cat"}, []),
        ({"PAGER": "no-such-pager"}, []),
        ({"PAGER": "'unclosed"}, []),
        ({"PAGER": "sh -c 'cat'"}, ["sh", "-c", "cat"]),
        ({"GIT_PAGER": "sh", "PAGER": "env"}, ["sh"]),
    ],
)
def test_the_pager_is_the_one_that_the_user_has_set_for_git_or_in_general(
    environment: dict[str, str], command: list[str]
) -> None:
    assert pager_command({"PATH": "/usr/bin:/bin", **environment}) == command


def test_the_pager_reads_the_text_with_the_options_that_git_gives_less(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read = tmp_path / "read"
    script = f"import os, sys; open({str(read)!r}, 'w').write(os.environ['LESS'] + sys.stdin.read())"
    monkeypatch.delenv("LESS", raising=False)
    monkeypatch.setenv("GIT_PAGER", f'{sys.executable} -c "{script}"')
    page("Größe\n".encode())
    assert read.read_text("utf-8") == "FRXGröße\n"


def test_without_a_pager_the_text_is_written(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_PAGER", "cat")
    page(b"text\n")
    assert capfd.readouterr().out == "text\n"
