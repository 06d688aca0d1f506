import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from diff_insight.system.visible import escaped, visible, visible_diff


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown if c not in "\t\n")
    assert not any(c in shown for c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200b\ufeff")


def test_control_and_direction_marks_are_written_out() -> None:
    assert visible("a\x1b[31mb") == "a␛[31mb"
    assert visible("a\u202eb") == "a⟨U+202E⟩b"
    assert visible("ordinary text, 日本語, tab\tand\nline") == "ordinary text, 日本語, tab\tand\nline"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_in_json_nothing_unseen_is_left_and_nothing_is_lost(text: str) -> None:
    written = escaped(json.dumps({"a": text}, ensure_ascii=False, indent=2))
    assert json.loads(written) == {"a": text}
    assert visible(written) == written


def test_carriage_returns_are_shown_only_where_lines_differ_in_them() -> None:
    assert visible_diff("@@ -1 +1 @@\n-a\r\n+b\r\n") == "@@ -1 +1 @@\n-a\n+b\n"
    assert visible_diff("@@ -1 +1 @@\n-a\r\n+a\n") == "@@ -1 +1 @@\n-a␍\n+a\n"
