import html
import json
import re
from typing import Any

import cmarkgfm
import pypandoc
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.reports.markdown.escape import fenced, prose, text
from diff_insight.sentences.code_spans import code

# Everything that means something to a Markdown parser, and words to stand between.
PIECES = st.sampled_from(
    [*"\\`*_{}[]()<>#+-.!|~^$@&:=%\"'/?;,1iIaA xé日", "a1", "---", "***", "```", "~~~", "<b>", "</details>", "<!--",
     "-->", "&amp;", "&#35;", "http://x.y", "[a](b)", "![a](b)", "{#id}", "{.c}", "1. ", "a) ", "(i) ", "#. ", "> ",
     "| a | b |", "$x$", "^[note]", "[^1]", "@cite", "\\begin{x}", ":::", "- [ ] ", "<https://x.y>", "\t", "\n\n"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(lambda words: bool(words.strip()))


def seen(words: str) -> str:
    """The characters of a text without white space, quotation marks as typographers may set them."""
    return re.sub(r"\s", "", words).translate(str.maketrans("“”‘’", "\"\"''"))


def in_github(markdown: str) -> str:
    rendered = cmarkgfm.github_flavored_markdown_to_html(markdown)
    assert set(re.findall(r"<(/?\w+)", rendered)) <= {"p", "/p", "a", "/a", "code", "/code"}, rendered
    return html.unescape(re.sub(r"<[^>]*>", "", rendered))


def in_pandoc(markdown: str) -> list[tuple[str, set[str]]]:
    """The text of each paragraph and the kinds of elements in it."""
    document: dict[str, Any] = json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))
    return [(_words(block), _kinds(block)) for block in document["blocks"]]


def _words(node: Any) -> str:
    if isinstance(node, list):
        return "".join(_words(child) for child in node)
    if not isinstance(node, dict):
        return ""
    match node.get("t"):
        case "Str":
            return str(node["c"])
        case "Code":
            return str(node["c"][1])
        case "Quoted":
            mark = '"' if node["c"][0]["t"] == "DoubleQuote" else "'"
            return mark + _words(node["c"][1]) + mark
        case _:
            return _words(node.get("c", []))


def _kinds(node: Any) -> set[str]:
    if isinstance(node, list):
        return set().union(*(_kinds(child) for child in node))
    if not isinstance(node, dict):
        return set()
    return ({node["t"]} if "t" in node else set()) | _kinds(node.get("c", []))


@given(TEXTS)
def test_any_text_is_read_as_that_text_by_githubs_renderer(words: str) -> None:
    assert seen(in_github(text(words))) == seen(words)


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_any_text_is_read_as_that_text_by_pandoc(several: list[str]) -> None:
    read = in_pandoc("\n\n".join(text(words) for words in several))
    assert [seen(words) for words, _ in read] == [seen(words) for words in several]
    plain = {"Para", "Str", "Space", "Quoted", "SingleQuote", "DoubleQuote"}
    assert all(kinds <= plain for _, kinds in read), read


@given(TEXTS, TEXTS)
def test_a_name_in_a_sentence_is_a_code_span_and_nothing_else(words: str, name: str) -> None:
    sentence = f"{words.replace('`', '')} {code(name)} {words.replace('`', '')}"
    assert seen(in_github(prose(sentence))) == seen(words.replace("`", "") + name + words.replace("`", ""))


@given(st.text("`~a\n", max_size=60))
def test_a_fence_is_longer_than_any_in_the_diff(diff: str) -> None:
    fence = fenced(diff)
    assert len(fence) >= 4
    assert fence not in diff
