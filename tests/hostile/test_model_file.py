"""A model file that is damaged, or made to do harm, or is another kind of model: one sentence, and no traceback."""

import struct
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest

from diff_insight.llm.protocol.settings import ModelSettings
from tests.hostile.gguf_models import TEMPLATE, byte_tokens, write_model
from tests.program import Run

PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"
REFUSED = 9
HEADER = 24  # bytes: magic, version, counts of tensors and of keys


def report(run_process: Run, model: Path) -> subprocess.CompletedProcess[bytes]:
    return run_process("report", "--patch", "-", "--model", model, "-o", "-", "-q", stdin=PATCH)


def refused(run_process: Run, model: Path) -> str:
    """The sentence with which a model is refused, within a time in which nobody thinks that the program hangs."""
    started = time.monotonic()
    done = report(run_process, model)
    assert time.monotonic() - started < 60
    assert done.returncode == REFUSED, done.stderr
    assert done.stdout == b""
    said = done.stderr.decode()
    assert "Traceback" not in said
    assert said.startswith("diff-insight: ")
    assert said.count("\n") == 1
    return said


def test_the_small_model_itself_makes_a_report(run_process: Run, tmp_path: Path) -> None:
    done = report(run_process, write_model(tmp_path / "m.gguf"))
    assert done.returncode == 0, done.stderr
    assert b"x.md" in done.stdout


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ("{{ ''.__class__.__mro__[1].__subclasses__() }}" + TEMPLATE, "unsafe"),
        ("{{ cycler.__init__.__globals__.os.system('touch canary') }}" + TEMPLATE, "unsafe"),
        ("{{ raise_exception.__globals__['os'].system('touch canary') }}" + TEMPLATE, "fails"),
        ("{{ messages.append({}) }}" + TEMPLATE, "unsafe"),
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}" + TEMPLATE, "5 seconds"),
        ("{{ 'a' * 10 ** 10 }}" + TEMPLATE, "512 MiB"),
        ("{% for %}", "fails"),
        ("hello", "drops or repeats a message"),
        ("{{ messages }}" * 3, "drops or repeats a message"),
        (None, "has no chat template: choose an instruct"),
    ],
)
def test_a_chat_template_does_nothing_but_frame_messages(
    run_process: Run, tmp_path: Path, template: str | None, says: str
) -> None:
    assert says in refused(run_process, write_model(tmp_path / "m.gguf", template=template))
    assert not list(tmp_path.rglob("canary"))


@pytest.mark.parametrize(
    ("tokens", "says"),
    [
        (["a", "b"], "no tokens for 9"),
        ([letter for letter in byte_tokens() if letter not in '{}"'], "no tokens for 3 characters that JSON needs"),
    ],
)
def test_a_vocabulary_that_cannot_write_json_is_said(
    run_process: Run, tmp_path: Path, tokens: list[str], says: str
) -> None:
    assert says in refused(run_process, write_model(tmp_path / "m.gguf", tokens=tokens))


def test_a_vocabulary_that_knows_no_end_is_enough_for_answers_that_end_by_their_grammar(
    run_process: Run, tmp_path: Path
) -> None:
    assert report(run_process, write_model(tmp_path / "m.gguf", control=())).returncode == 0


def test_a_model_that_makes_vectors_is_no_model_to_ask(run_process: Run, tmp_path: Path) -> None:
    assert "is an embedding model" in refused(run_process, write_model(tmp_path / "e.gguf", pooling=1))
    assert "cannot load" in refused(run_process, write_model(tmp_path / "b.gguf", architecture="bert"))
    assert "unknown model architecture" in refused(
        run_process, write_model(tmp_path / "u.gguf", architecture="nonsense")
    )


@pytest.mark.parametrize(
    ("place", "number"),
    [
        (0, b"PK\x03\x04"), (4, struct.pack("<I", 99)), (4, struct.pack("<I", 0)), (4, struct.pack(">I", 3)),
        (8, struct.pack("<Q", 2**63)), (8, struct.pack("<Q", 2**31)), (16, struct.pack("<Q", 2**63)),
        (16, struct.pack("<Q", 2**40)), (24, struct.pack("<Q", 2**62)), (24, struct.pack("<Q", 2**31)),
    ],
)  # fmt: skip
def test_wrong_magic_versions_and_huge_counts_are_refused(
    run_process: Run, tmp_path: Path, place: int, number: bytes
) -> None:
    model = write_model(tmp_path / "m.gguf")
    content = bytearray(model.read_bytes())
    content[place : place + len(number)] = number
    model.write_bytes(content)
    refused(run_process, model)
    for command in ("info", "add"):
        done = run_process("models", command, model)
        assert done.returncode == REFUSED, done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("share", [0.00001, 0.001, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_anywhere_is_refused(
    run_process: Run, tmp_path: Path, model_settings: ModelSettings, share: float
) -> None:
    whole = model_settings.path
    with whole.open("rb") as file:
        (tmp_path / "m.gguf").write_bytes(file.read(int(whole.stat().st_size * share) + 4))
    refused(run_process, tmp_path / "m.gguf")


def test_any_damage_of_the_metadata_ends_in_a_report_or_in_one_sentence(run_process: Run, tmp_path: Path) -> None:
    """A sample of what benchmarks/hostile_models.py tries."""
    whole = write_model(tmp_path / "m.gguf").read_bytes()
    end = whole.index(b"blk.0.ffn_norm.weight") + 60
    random = np.random.default_rng(3)
    for number in range(5):
        content = bytearray(whole)
        for place in random.integers(HEADER, end, 1 + number % 3):
            content[place] ^= 1 << int(random.integers(8))
        damaged = tmp_path / f"{number}.gguf"
        damaged.write_bytes(content)
        done = report(run_process, damaged)
        assert done.returncode in (0, REFUSED), done.stderr
        assert b"Traceback" not in done.stderr
