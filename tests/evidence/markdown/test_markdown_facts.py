from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.markdown.blocks import BlockKind, part_blocks, whole_blocks
from tests.between import facts_between, facts_of_diff, said

PAGE = """\
# Limits

Some words of an introduction.

## Quotas

| Tier | Tokens | Region |
| --- | --- | --- |
| Free | 100 | east |
| Paid | 900 | west |

## Usage

```python
client = Client()
client.run(limit=3)
```

The end of the page is here.
"""


def edited(before: str, after: str) -> tuple[Fact, ...]:
    assert before in PAGE
    whole = facts_between("a.md", PAGE, PAGE.replace(before, after))
    assert said(facts_of_diff("a.md", PAGE, PAGE.replace(before, after))) == said(whole)
    return whole


def test_rows_of_a_table_come_go_and_change() -> None:
    assert said(edited("| Paid | 900 | west |\n", "| Paid | 900 | west |\n| Team | 500 | east |\n")) == [
        (K.ROW_ADDED, None, "Team", None)
    ]
    assert said(edited("| Paid | 900 | west |\n", "")) == [(K.ROW_REMOVED, "Paid", None, None)]
    (fact,) = edited("| Paid | 900 | west |", "| Paid | 950 | west |")
    assert (fact.kind, fact.before, fact.after, fact.subject) == (K.ROW_CHANGED, "900", "950", "Paid")
    assert fact.where == "Quotas"


def test_a_column_is_one_fact_and_not_one_for_every_row() -> None:
    lines = PAGE.split("\n")
    wider = [
        f"{line} {'New' if 'Tier' in line else '---' if '---' in line else 'x'} |" if line[:1] == "|" else line
        for line in lines
    ]
    assert said(facts_between("a.md", PAGE, "\n".join(wider))) == [(K.COLUMN_ADDED, None, "New", None)]
    assert said(facts_between("a.md", "\n".join(wider), PAGE)) == [(K.COLUMN_REMOVED, "New", None, None)]


def test_a_whole_table_says_its_columns() -> None:
    table = PAGE[PAGE.index("| Tier") : PAGE.index("## Usage")]
    assert said(facts_between("a.md", PAGE.replace(table, ""), PAGE)) == [
        (K.TABLE_ADDED, None, "Tier, Tokens, Region", None)
    ]
    assert said(facts_between("a.md", PAGE, PAGE.replace(table, ""))) == [
        (K.TABLE_REMOVED, "Tier, Tokens, Region", None, None)
    ]


def test_code_blocks_come_go_and_change_and_say_where() -> None:
    (fact,) = edited("client.run(limit=3)", "client.run(limit=4)")
    assert (fact.kind, fact.subject, fact.where) == (K.CODE_BLOCK_CHANGED, "python", "Usage")
    assert (fact.before, fact.after) == ("client.run(limit=3)", "client.run(limit=4)")
    block = "```python\nclient = Client()\nclient.run(limit=3)\n```\n"
    assert [f.kind for f in facts_between("a.md", PAGE, PAGE.replace(block, ""))] == [K.CODE_BLOCK_REMOVED]
    assert [f.kind for f in facts_between("a.md", PAGE.replace(block, ""), PAGE)] == [K.CODE_BLOCK_ADDED]


def test_a_pipe_or_a_fence_in_prose_is_neither_table_nor_code() -> None:
    kinds = {fact.kind for fact in edited("Some words of", "Some | words of")}
    assert not kinds & {K.ROW_CHANGED, K.ROW_ADDED, K.CODE_BLOCK_CHANGED}
    assert K.HEADING_ADDED not in {fact.kind for fact in edited("client = Client()", "# client\nclient = Client()")}


def test_a_fence_of_another_kind_does_not_end_a_code_block() -> None:
    text = "````md\n```\n# no heading\n```\n````\n# A heading\n"
    assert [block.kind for block in whole_blocks(text)] == [BlockKind.CODE, BlockKind.HEADING]


def test_what_renders_as_no_heading_is_none() -> None:
    comment = "<!--\n# a note to editors\n-->\n\n# Title {#anchor}\n\n    # indented code\n\nTitle of {fmt}\n===\n"
    assert [block.text for block in whole_blocks(comment)] == ["Title", "Title of {fmt}"]


def test_a_code_block_may_begin_in_an_item_of_a_list() -> None:
    text = "1. ```sh\n   # run it\n   make\n   ```\n2. Then `go`.\n"
    assert [(block.kind, block.start, block.end) for block in whole_blocks(text)] == [(BlockKind.CODE, 1, 4)]
    inner = ["   Then:", "", "    ```sh", "    # run it", "    ```", "", "## Next"]
    assert [(block.kind, block.start, block.end) for block in part_blocks(inner, 20)] == [
        (BlockKind.CODE, 22, 24),
        (BlockKind.HEADING, 26, 26),
    ]


def test_a_part_that_begins_in_a_table_has_its_rows() -> None:
    rows = ["| a | b |", "| c | d |", "", "## Next"]
    assert [(block.kind, block.start, block.text) for block in part_blocks(rows, 9)] == [
        (BlockKind.TABLE, 9, ""),
        (BlockKind.HEADING, 12, "Next"),
    ]
    assert [(block.kind, block.start) for block in part_blocks(["| - | - |", *rows], 9)][:1] == [(BlockKind.TABLE, 9)]
    assert part_blocks(["| Tier | Use |", "| --- | --- |", *rows], 9)[0].text == "| Tier | Use |"


def test_a_part_that_begins_in_a_code_block_has_no_heading_in_it() -> None:
    part = ["# a comment", "make", "~~~", "## Next"]
    assert [(block.kind, block.start) for block in part_blocks(part, 9)] == [
        (BlockKind.CODE, 9),
        (BlockKind.HEADING, 12),
    ]
    assert part_blocks(["# a comment or a title"], 9) == []


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["# a", "## b", "| a | b |", "| - | - |", "```", "````py", "~~~", "x", "", "---", "a: 1", "==="]
        )
    )
)
def test_blocks_lie_in_the_text_in_order_and_never_overlap(lines: list[str]) -> None:
    for first, blocks in ((1, whole_blocks("\n".join(lines))), (7, part_blocks(lines, 7))):
        end = first - 1
        for block in blocks:
            assert end < block.start <= block.end <= max(first + len(lines) - 1, first)
            end = block.end


def test_white_space_of_a_code_block_is_no_change_of_its_lines() -> None:
    old = "# A\n\n```\nrun it\n>\nstop it\n```\n"
    found = facts_between("a.md", old, old.replace(">", "  >").replace("stop it", "stop"))
    assert [(fact.before, fact.after) for fact in found if fact.kind is K.CODE_BLOCK_CHANGED] == [("stop it", "stop")]


def test_another_number_of_an_item_is_no_change_of_its_code_block() -> None:
    old = "1. Check it.\n2. ```sh\n   make\n   ```\n"
    found = facts_between("a.md", old, "1. ```sh\n   make\n   ```\n")
    assert not [fact for fact in found if fact.kind is K.CODE_BLOCK_CHANGED]


def test_a_heading_without_a_title_is_no_section() -> None:
    assert facts_between("a.md", "#\n\nText.\n", "Text.\n") == ()
