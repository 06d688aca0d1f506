import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.topics.sections import BlockKind, Section, sections

MARKDOWN = """Before.

# Guide

## Removed `read`

Use `load`.
It is faster.

```sh
# no heading
- no item
```

- One
  goes on

  and on
  - nested
- Two

## Empty
### Inside

| a | b |
|---|---|
| 1 | 2 |
"""
RST = """=====
Guide
=====
:Author: Ada

Removed ``read``
----------------

Use ``load``.
It is faster::

    # no heading
    - no item

.. note::

    Nothing.

- One
  goes on
- Two

Empty
-----
Inside
~~~~~~
"""


def told(found: list[Section]) -> list[tuple[str, tuple[str, ...], bool, list[str]]]:
    return [(each.title, each.above, each.is_leaf, [block.text for block in each.blocks]) for each in found]


def test_a_markdown_document_is_read_as_headings_with_the_prose_below_them() -> None:
    found = sections(MARKDOWN.split("\n"), "guide.md")
    assert told(found) == [
        ("", (), False, ["Before."]),
        ("Guide", ("",), False, []),
        ("Removed `read`", ("", "Guide"), True, ["Use `load`.\nIt is faster.", "One\ngoes on", "Two"]),
        ("Empty", ("", "Guide"), False, []),
        ("Inside", ("", "Guide", "Empty"), True, ["1"]),
    ]


def test_so_is_one_of_restructuredtext() -> None:
    found = sections(RST.split("\n"), "guide.rst")
    assert told(found) == [
        ("", (), False, []),
        ("Guide", ("",), False, []),
        ("Removed ``read``", ("", "Guide"), True, ["Use ``load``.\nIt is faster::", "One\ngoes on", "Two"]),
        ("Empty", ("", "Guide"), False, []),
        ("Inside", ("", "Guide", "Empty"), True, []),
    ]


@pytest.mark.parametrize("path", ["guide.md", "guide.rst"])
def test_items_and_rows_keep_what_stands_beside_their_first_words(path: str) -> None:
    text = "- One\n\n  and on\n\n  - nested\n\n    deeper\n\n- Two\n"
    (found,) = sections(text.split("\n"), path)
    assert [(block.text, block.details[:2]) for block in found.blocks] == [("One", ("and on", "nested")), ("Two", ())]


def test_a_row_of_a_table_is_its_cells() -> None:
    (found,) = sections(["| old | new |", "|---|---|", "| `a` | `b` |", "| | c |"], "guide.md")
    assert [(block.kind, block.text, block.details) for block in found.blocks] == [(BlockKind.ROW, "`a`", ("`b`",))]


def test_front_matter_is_no_heading() -> None:
    (found,) = sections(["---", "title: Guide", "hide: true", "---", "Text.", ""], "guide.md")
    assert (found.title, [block.text for block in found.blocks], found.blocks[0].line) == ("", ["Text."], 4)


@pytest.mark.parametrize(("text", "path"), [(MARKDOWN, "guide.md"), (RST, "guide.rst")])
def test_headings_and_blocks_begin_at_their_lines(text: str, path: str) -> None:
    lines = text.split("\n")
    for section in sections(lines, path):
        assert section.title in lines[section.line]
        for block in section.blocks:
            assert block.text.split("\n")[0] in lines[block.line]
            assert (block.kind is BlockKind.ITEM) == lines[block.line].startswith("- ")


@given(st.lists(st.text(st.sampled_from("ab# -*=`:.\t|>")), max_size=12), st.sampled_from(["a.md", "a.rst"]))
def test_any_lines_can_be_read(lines: list[str], path: str) -> None:
    found = sections(lines, path)
    assert all(block.text for section in found for block in section.blocks)
    assert all(0 <= block.line < len(lines) for section in found for block in section.blocks)
    assert [section.line for section in found] == sorted(section.line for section in found)


def test_the_mark_of_an_alert_is_none_of_its_words() -> None:
    (section,) = [each for each in sections(["# A", "", "> [!IMPORTANT]", "> Read this."], "a.md") if each.title]
    assert [block.text for block in section.blocks] == ["Read this."]


def test_anchors_and_components_of_vitepress_are_none_of_a_heading() -> None:
    text = 'Changes to `read` <Badge type="danger">API</Badge> {#changes-to-read}'
    assert [each.title for each in sections([f"# {text}"], "a.md") if each.level] == ["Changes to `read`"]


def test_a_row_of_a_list_table_is_its_cells() -> None:
    text = (
        "Renamed\n-------\n\n.. list-table:: names\n   :header-rows: 1\n\n   * - Previous\n     - New\n\n"
        "   * - ``a``\n     - ``b``\n     - * one\n       * two\n   * - ``c``\n     - ``d``\n\nMore.\n"
    )
    (_, found) = sections(text.split("\n"), "a.rst")
    assert [(block.kind, block.text, block.details, block.line) for block in found.blocks] == [
        (BlockKind.ROW, "``a``", ("``b``", "* one\n* two"), 9),
        (BlockKind.ROW, "``c``", ("``d``",), 13),
        (BlockKind.PARAGRAPH, "More.", (), 16),
    ]
