import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of


def facts(path: str, *lines: str, start: int = 1) -> list[tuple[FactKind, str | None, str | None]]:
    return [(fact.kind, fact.before, fact.after) for fact in full(path, *lines, start=start)]


def full(path: str, *lines: str, start: int = 1) -> tuple[Fact, ...]:
    old, new = (sum(line[0] in f"{kind} " for line in lines) for kind in "-+")
    text = f"--- a/{path}\n+++ b/{path}\n@@ -{start},{old} +{start},{new} @@\n" + "\n".join(lines) + "\n"
    (file,) = read_unified(text.encode(), "x").files
    return facts_of(sides_of(file, Versions()))


def test_a_link_that_changes_says_from_what_to_what() -> None:
    assert facts("a.md", "-see [x](https://old.example/a).", "+see [x](https://new.example/b).") == [
        (FactKind.LINK_CHANGED, "https://old.example/a", "https://new.example/b")
    ]
    assert facts("a.md", "-see [x](../a.md) here", "+see [x](../b.md) here") == [
        (FactKind.LINK_CHANGED, "../a.md", "../b.md")
    ]


def test_links_that_come_and_go_are_told_apart_from_ones_that_move() -> None:
    assert facts("a.md", "-a https://one.example/x", " keep", "+b https://two.example/y") == [
        (FactKind.LINK_REMOVED, "https://one.example/x", None),
        (FactKind.LINK_ADDED, None, "https://two.example/y"),
    ]
    moved = facts("a.md", "-a https://one.example/x", " keep", "+totally other https://one.example/x")
    assert not {kind for kind, _, _ in moved} & {FactKind.LINK_ADDED, FactKind.LINK_REMOVED}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("needs 1.2.3 or later", "needs 1.3.0 or later", FactKind.VERSION_CHANGED),
        ("api 2024-08-01-preview is used", "api 2025-02-01-preview is used", FactKind.VERSION_CHANGED),
        ("updated on 2024-01-02 by us", "updated on 2025-03-04 by us", FactKind.DATE_CHANGED),
        ("updated on 01/02/2024 by us", "updated on 03/04/2025 by us", FactKind.DATE_CHANGED),
        ("holds 100 items at most", "holds 250 items at most", FactKind.NUMBER_CHANGED),
        ("open the studio and look around", "open the portal and look around", FactKind.TERM_REPLACED),
    ],
)
def test_what_kind_of_wording_changes(before: str, after: str, kind: FactKind) -> None:
    assert [fact[0] for fact in facts("a.txt", f"-{before}", f"+{after}")] == [kind]


def test_a_change_of_case_or_of_code_is_no_replaced_term() -> None:
    assert facts("a.txt", "-open the Studio and look around", "+open the studio and look around")[0][0] is (
        FactKind.LINE_CHANGED
    )
    assert FactKind.TERM_REPLACED not in {kind for kind, _, _ in facts("a.py", "-if x == y:", "+if x != (y):")}


def test_words_of_a_line_that_was_rewritten_are_no_replaced_terms() -> None:
    found = facts("a.txt", "-occur in changed lines, paths or commits here", "+occur in lines or in paths of it")
    assert FactKind.TERM_REPLACED not in {kind for kind, _, _ in found}


def test_settings_say_key_and_values() -> None:
    (fact,) = full("conf.yaml", "-timeout: 10", "+timeout: 30")
    assert (fact.kind, fact.subject, fact.before, fact.after) == (FactKind.VALUE_CHANGED, "timeout", "10", "30")
    (fact,) = full("package.json", '-  "version": "1.0.0",', '+  "version": "2.0.0",')
    assert (fact.subject, fact.before, fact.after) == ("version", "1.0.0", "2.0.0")


def test_a_setting_that_is_only_indented_anew_keeps_its_value() -> None:
    assert FactKind.VALUE_CHANGED not in {
        kind for kind, _, _ in facts("conf.yaml", "-  timeout: 10", "+    timeout: 10")
    }


def test_front_matter_is_settings_and_prose_below_is_not() -> None:
    (top,) = full("a.md", "-ms.date: 01/02/2024", "+ms.date: 03/04/2025", start=5)
    (below,) = full("a.md", "-Note: it takes 10 minutes", "+Note: it takes 20 minutes", start=300)
    assert (top.kind, top.subject) == (FactKind.VALUE_CHANGED, "ms.date")
    assert below.kind is FactKind.NUMBER_CHANGED


def test_headings_come_go_and_change_their_name() -> None:
    assert facts("a.md", "+## Quotas", "+text") == [(FactKind.HEADING_ADDED, None, "Quotas")]
    assert facts("a.md", "-## Quotas", " text") == [(FactKind.HEADING_REMOVED, "Quotas", None)]
    assert facts("a.md", "-## Set up the tool", "+## Set up the tools") == [
        (FactKind.HEADING_RENAMED, "Set up the tool", "Set up the tools")
    ]


def test_a_heading_that_moves_is_neither_new_nor_gone() -> None:
    assert facts("a.md", "-## Moved", " a", " b", "+## Moved") == [(FactKind.HEADING_MOVED, "Moved", "Moved")]


def test_lines_that_are_underlined_are_headings() -> None:
    assert facts("a.md", "+Quotas and limits", "+=================", "+text")[0] == (
        FactKind.HEADING_ADDED,
        None,
        "Quotas and limits",
    )
    assert FactKind.HEADING_ADDED not in {k for k, _, _ in facts("a.md", "+- an item", "+---", "+text")}


def test_comments_in_code_blocks_are_no_headings() -> None:
    assert FactKind.HEADING_ADDED not in {k for k, _, _ in facts("a.md", " ```bash", "+# install", "+make", " ```")}
    unknown = facts("a.md", " make", "+# a comment, perhaps", " make", start=50)
    assert FactKind.HEADING_ADDED not in {kind for kind, _, _ in unknown}
    assert FactKind.HEADING_ADDED not in {kind for kind, _, _ in facts("a.py", "+## not Markdown")}


def test_facts_carry_the_lines_they_stand_on() -> None:
    (fact,) = full("a.txt", " keep", "-needs 1.2.3 or later", "+needs 1.3.0 or later", start=10)
    assert (fact.old_line, fact.new_line) == (11, 11)


def test_a_file_without_telling_facts_quotes_its_lines() -> None:
    assert facts("a.txt", "+first words", "+second words") == [
        (FactKind.LINE_ADDED, None, "first words"),
        (FactKind.LINE_ADDED, None, "second words"),
    ]
    assert facts("a.js", '-import x from "openai/index.mjs";', '+import x from "openai";')[0] == (
        FactKind.LINE_CHANGED,
        '"openai/index.mjs";',
        '"openai";',
    )


def test_a_list_written_with_commas_says_what_it_gains_and_loses() -> None:
    (fact,) = full("a.md", "-ms.custom: build, docs, ai", "+ms.custom: build, docs, ai, engine", start=5)
    assert (fact.kind, fact.after, fact.subject) == (FactKind.ITEM_ADDED, "engine", "ms.custom")
    (fact,) = full("a.yaml", "-text: one, two", "+text: three, four")
    assert fact.kind is FactKind.VALUE_CHANGED


def test_addresses_in_code_are_data_unless_one_takes_anothers_place() -> None:
    assert FactKind.LINK_ADDED not in {k for k, _, _ in facts("a.py", '+URL = "https://old.example/"')}
    assert FactKind.LINK_CHANGED in {
        k for k, _, _ in facts("a.py", '-get("https://old.example/x")', '+get("https://new.example/x")')
    }
    assert FactKind.LINK_ADDED in {k for k, _, _ in facts("a.py", "+# see https://old.example/")}


def test_words_that_only_moved_to_the_next_line_took_no_place() -> None:
    found = facts(
        "a.md", "-the reader asks the model and", "-waits", "+the reader asks all of us and", "+the model waits"
    )
    assert FactKind.TERM_REPLACED not in {kind for kind, _, _ in found}


def test_what_ends_the_front_matter_underlines_no_heading() -> None:
    found = facts("a.md", "-ms.date: 01/02/2025", "+ms.date: 03/04/2025", " ---", " # A", start=7)
    assert [kind for kind, _, _ in found] == [FactKind.VALUE_CHANGED]


def test_a_link_or_version_that_only_changed_its_line_is_neither_new_nor_gone() -> None:
    lines = [" keep", "-a see https://one.example/x here", "+a see https://two.example/y here"]
    moved = [*lines, " keep", "+b see https://one.example/x there"]
    assert FactKind.LINK_CHANGED in {kind for kind, _, _ in facts("a.md", *lines)}
    assert FactKind.LINK_CHANGED not in {kind for kind, _, _ in facts("a.md", *moved)}


def test_the_sections_of_a_change_log_are_not_renamed_into_one_another() -> None:
    assert facts("a.md", "-## 4.21.2 / 2024-11-06", "+## 5.0.0 / 2024-09-10") == [
        (FactKind.HEADING_REMOVED, "4.21.2 / 2024-11-06", None),
        (FactKind.HEADING_ADDED, None, "5.0.0 / 2024-09-10"),
    ]


def test_a_table_that_is_laid_out_anew_is_neither_new_nor_gone() -> None:
    kinds = {
        k for k, _, _ in facts("a.md", "-| A | B |", "-|---|---|", " text", "+| A | B |", "+|---|---|", " ", start=9)
    }
    assert not kinds & {FactKind.TABLE_ADDED, FactKind.TABLE_REMOVED}


def test_a_link_that_stood_elsewhere_before_is_not_told_as_new() -> None:
    link = "https://x.example/a"
    assert FactKind.LINK_ADDED not in {kind for kind, _, _ in facts("a.md", f" see {link}", f"+again {link} here")}
    assert FactKind.LINK_REMOVED not in {kind for kind, _, _ in facts("a.md", f" see {link}", f"-again {link} here")}
    longer = facts("a.md", f" see {link}/b", f"+again {link} here")
    assert (FactKind.LINK_ADDED, None, link) in longer
