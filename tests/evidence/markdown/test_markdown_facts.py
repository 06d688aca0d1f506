from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.markdown.blocks import BlockKind, whole_blocks
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


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["# a", "## b", "| a | b |", "| - | - |", "```", "````py", "~~~", "x", "", "---", "a: 1", "==="]
        )
    )
)
def test_blocks_lie_in_the_text_in_order_and_never_overlap(lines: list[str]) -> None:
    end = 0
    for block in whole_blocks("\n".join(lines)):
        assert end < block.start <= block.end <= max(len(lines), 1)
        end = block.end


def test_white_space_of_a_code_block_is_no_change_of_its_lines() -> None:
    old = "# A\n\n```\nrun it\n>\nstop it\n```\n"
    found = facts_between("a.md", old, old.replace(">", "  >").replace("stop it", "stop"))
    assert [(fact.before, fact.after) for fact in found if fact.kind is K.CODE_BLOCK_CHANGED] == [("stop it", "stop")]
