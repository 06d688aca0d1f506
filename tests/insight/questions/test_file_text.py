from dataclasses import replace
from functools import partial

import pytest

from diff_insight.changes.changeset import ChangeSet, Commit, Source
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.gather import FileEvidence, gather
from diff_insight.insight.questions.file_text import file_text, file_tokens
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.tokenizer import Tokenizer

PATCH = b"""--- a/store/read.py
+++ b/store/read.py
@@ -1,4 +1,7 @@
 import os

-def read(path, limit):
-    return path.read(limit)
+def read(path):
+    return path.read(8)
+
+def read_all(folder):
+    return [read(path) for path in folder]
"""
LEARNT = """status: modified, +5 -2
path: store/read.py
commit: read without a limit
may break: parameter removed: limit (read)
public name added: read_all (function)
def read(path[-, limit-]):
return path.read([-limit-]{+8+})
+ def read_all(folder):
+ return [read(path) for path in folder]
status: modified"""


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(embedded_model().path)


@pytest.fixture
def file() -> FileEvidence:
    commit = Commit("", "read without a limit", "", "", None, frozenset())
    changes = ChangeSet(Source("patch"), read_unified(PATCH, "patch").files, commits=(commit,))
    return gather(changes).files[0]


def test_a_trained_model_is_shown_what_it_has_learnt_to_read(tokenizer: Tokenizer, file: FileEvidence) -> None:
    """Another form of this text is another task than the one the adapter was trained for: train it again."""
    tokenize = partial(tokenizer.tokenize, special=False)
    assert file_text(PromptMode.TRAINED, file, tokenize, QUESTIONS[PromptMode.TRAINED].input_tokens) == LEARNT


def test_a_commit_about_every_file_is_not_told_of_each_to_a_trained_model(tokenizer: Tokenizer) -> None:
    files = tuple(replace(read_unified(PATCH, "patch").files[0], path=f"store/{name}.py") for name in "abc")
    commit = Commit("", "read without a limit", "", "", None, frozenset(file.path for file in files))
    file = gather(ChangeSet(Source("patch"), files, commits=(commit,))).files[0]
    tokenize = partial(tokenizer.tokenize, special=False)
    assert "without a limit" not in file_text(PromptMode.TRAINED, file, tokenize, 224)
    assert "without a limit" in file_text(PromptMode.EXPLAINED, file, tokenize, 224)


def test_only_a_model_that_writes_is_told_every_fact(tokenizer: Tokenizer, file: FileEvidence) -> None:
    tokenize = partial(tokenizer.tokenize, special=False)
    texts = {mode: file_text(mode, file, tokenize, 1000) for mode in PromptMode}
    assert "fact: name added: read_all" in texts[PromptMode.EXPLAINED]
    assert not any("fact: " in texts[mode] for mode in (PromptMode.TRAINED, PromptMode.BY_EXAMPLE))
    assert all("may break: parameter removed" in text for text in texts.values())


@pytest.mark.parametrize("room", [16, 40, 100])
def test_no_manner_takes_more_tokens_than_there_is_room_for(
    tokenizer: Tokenizer, file: FileEvidence, room: int
) -> None:
    for mode in PromptMode:
        assert len(file_tokens(mode, file, partial(tokenizer.tokenize, special=False), room)) <= room
