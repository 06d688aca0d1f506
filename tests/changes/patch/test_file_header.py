from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.patch.file_header import read_file_header

PATHS = st.text(st.characters(exclude_characters="\0\n/", exclude_categories=["Cs"]), min_size=1, max_size=20)


def quoted(path: str, prefix: str) -> str:
    """A path as git writes it when it holds special characters (quote.c, `quote_c_style`)."""
    names = {7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 34: '"', 92: "\\"}
    parts = []
    for byte in (prefix + path).encode():
        if byte in names:
            parts.append("\\" + names[byte])
        elif byte < 32 or byte > 126:
            parts.append(f"\\{byte:03o}")
        else:
            parts.append(chr(byte))
    return '"' + "".join(parts) + '"'


@given(PATHS)
def test_any_path_that_git_quotes_is_read_back(path: str) -> None:
    header = read_file_header(
        [f"diff --git {quoted(path, 'a/')} {quoted(path, 'b/')}", "old mode 100644", "new mode 100755"]
    )
    assert header.path == path


@given(PATHS)
def test_any_path_of_a_rename_is_read_back(path: str) -> None:
    header = read_file_header(
        ["diff --git a/x b/y", "similarity index 100%", "rename from x", f"rename to {quoted(path, '')}"]
    )
    assert (header.old_path, header.path) == ("x", path)


def test_a_path_with_spaces_ends_at_the_tab_git_writes_behind_it() -> None:
    header = read_file_header(["diff --git a/a b c b/a b c", "index 1..2 100644", "--- a/a b c\t", "+++ b/a b c\t"])
    assert header.path == "a b c"
