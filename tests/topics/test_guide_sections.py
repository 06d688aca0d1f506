import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.topics.entry import Entry
from diff_insight.topics.guide_sections import entries_of_section
from diff_insight.topics.sections import sections

PATH = "docs/migrating-to-9.md"


def told(text: str, newest: int = 9, *, with_items: bool = True, path: str = PATH) -> list[Entry]:
    return [
        entry
        for section in sections(text.split("\n"), path)
        for _, entry in entries_of_section(section, path, newest, with_items=with_items)
    ]


def texts(text: str, newest: int = 9) -> list[str]:
    return [entry.text for entry in told(text, newest)]


def test_names_in_a_list_are_told_after_the_sentence_before_it() -> None:
    text = (
        "## `all:good` has been updated\n\nTwo new rules have been enabled in `all:good`:\n\n"
        "- [`no-a`](../a)\n- [`no-b`](../b)\n\nAdditionally, these have been removed:\n\n- `no-c` (too slow)\n\n"
        "**To address:** Fix errors or disable these rules.\n"
    )
    assert [(entry.text, entry.advice) for entry in told(text)] == [
        ("Two new rules have been enabled in `all:good`: `no-a`, `no-b`", "Fix errors or disable these rules."),
        ("Additionally, these have been removed: `no-c` (too slow)", "Fix errors or disable these rules."),
    ]


def test_names_in_a_table_are_told_with_what_replaces_them() -> None:
    text = (
        "## Removal of deprecated members\n\nIn v8.x, we deprecated these:\n\n- `getA()`\n- `getB()`\n\n"
        "In v9.0, all of them have been removed.\n\n**To address:** Change your code:\n\n"
        "| Removed | Replacement |\n|---|---|\n| `getA()` | `a` |\n| `getB()` | No replacement |\n"
    )
    assert texts(text) == ["Removal of deprecated members: `getA()` → `a`, `getB()` → No replacement"]


def test_names_of_which_there_are_too_many_for_a_line_are_told_in_several() -> None:
    names = "".join(f"- `{'x' * 40}{number}`\n" for number in range(12))
    found = texts(f"## Removed the old names\n\nThe following have been removed:\n\n{names}")
    assert len(found) == 3
    assert all(text.startswith("The following have been removed: `x") for text in found)
    assert sum(text.count("`") for text in found) == 24


def test_a_list_of_what_to_use_is_none_of_what_is_gone() -> None:
    text = "## `read` has been removed\n\nThere are alternatives:\n\n- `load`\n- `fetch`\n"
    assert texts(text) == ["`read` has been removed"]


def test_the_number_and_label_before_an_item_are_not_told() -> None:
    items = "- [114](https://x.org/pull/114): Breaking change: `read` has been removed.\n- 3 options are removed.\n"
    assert [(entry.text, entry.numbers) for entry in told(f"## Next\n\n{items}")] == [
        ("`read` has been removed.", (114,)),
        ("3 options are removed.", ()),
    ]
    assert texts("## BREAKING: INI removed from core\n\nImport it.\n") == ["INI removed from core"]


def test_items_that_are_titles_of_requests_are_told_with_what_stands_below_them() -> None:
    text = (
        "## Advanced\n\nThese affect few users.\n\n"
        "- [[#12] fix(deps)!: update dependency env to v12](https://github.com/x/y/pull/12)\n"
        "  - Variables must be declared before. For details, see the `env` changelog.\n"
        "- [[#13] refactor: remove no-op `legacy`](https://github.com/x/y/pull/13)\n"
        "  - `legacy` had no effect. It is now removed.\n"
        "- [[#14] feat: apply some first](https://x.org/pull/14), [[#15] feat: apply more](https://x.org/pull/15)\n"
        "  - They are now applied before `configure`.\n"
    )
    assert [(entry.text, entry.numbers) for entry in told(text)] == [
        ("update dependency env to v12: Variables must be declared before.", (12,)),
        ("remove no-op `legacy`", (13,)),
        ("apply some first: They are now applied before `configure`.", (14, 15)),
    ]


def test_an_item_that_only_names_something_is_told_after_the_heading_that_says_what_happened() -> None:
    text = (
        "## Removed deprecated features\n\n- `split` (deprecated in v5.2)\n  - Use `chunks` instead.\n"
        "- `x` is required\n"
    )
    assert [(entry.text, entry.advice) for entry in told(text)] == [
        ("Removed deprecated features: `split` (deprecated in v5.2)", "Use `chunks` instead."),
        ("`x` is required", ""),
    ]


def test_items_are_told_after_the_name_in_their_heading_unless_they_name_it() -> None:
    text = "## Stricter `Tester` checks\n\n- `only` must be of the expected type\n- A `Tester` must be closed\n"
    assert texts(text) == [
        "Stricter `Tester` checks: `only` must be of the expected type",
        "A `Tester` must be closed",
    ]


def test_a_sentence_that_adds_a_change_is_told_by_itself_with_its_own_advice() -> None:
    text = (
        "## JSON stringify\n\nFrom Tool 9, `named` is not disabled. You can set `named: false`.\n\n"
        "Tool 9 also introduces a new default for `json`. To disable this behavior, set `json: false`.\n"
    )
    assert [(entry.text, entry.advice) for entry in told(text)] == [
        ("JSON stringify: From Tool 9, `named` is not disabled.", "You can set `named: false`."),
        (
            "JSON stringify: Tool 9 also introduces a new default for `json`.",
            "To disable this behavior, set `json: false`.",
        ),
    ]


@pytest.mark.parametrize(
    "past",
    [
        "In Tool 8, the name was always `style.css` and cannot be changed.",
        "This change does not affect users without `x`, which is the default.",
        "The default was the value of `x`.",
        "We'll wait until all have changed.",
        "For more details, see the changes.",
        "This condensed upgrade guide is about what must be changed.",
        "If you changed it, it must be renamed.",
    ],
)
def test_what_was_and_what_needs_no_action_is_not_what_changed(past: str) -> None:
    assert texts(f"## The name of the file\n\n{past} From Tool 9, it is `lib.css`.\n") == [
        "The name of the file: From Tool 9, it is `lib.css`."
    ]


def test_below_a_version_each_paragraph_is_told_by_a_sentence() -> None:
    text = (
        "# Upgrade to 3.0.0\n\n`Token` no longer implements `ArrayAccess`. That was rare.\n\n"
        "Declarations are required for all lexers.\n\nThanks to all.\n"
    )
    assert texts(text) == ["`Token` no longer implements `ArrayAccess`.", "Declarations are required for all lexers."]


def test_a_heading_that_could_stand_over_anything_is_not_told() -> None:
    assert texts("## Details\n\nThe loader now only returns what was loaded.\n") == [
        "The loader now only returns what was loaded."
    ]


def test_without_a_known_version_a_sentence_must_say_that_something_changed() -> None:
    text = "## The name of the file\n\nFrom Tool 9, it is `lib.css`.\n"
    assert texts(text, newest=0) == []


def test_names_are_no_words_about_a_change() -> None:
    assert texts("## Removal of some methods\n\n- `MOVE`\n- `LOCK`\n") == ["Removal of some methods: `MOVE`, `LOCK`"]


def test_a_short_heading_that_names_nothing_is_told_with_a_sentence_that_does() -> None:
    text = "## Bundled parts moved out\n\nThey were big. This makes it small. `retry` is now a package of its own.\n"
    assert texts(text) == ["Bundled parts moved out: `retry` is now a package of its own."]


def test_a_vague_heading_is_told_with_a_sentence_of_its_text() -> None:
    text = "## Stricter `/* exported */` parsing\n\nIt had no effect. Colons are no longer ignored.\n"
    assert texts(text) == ["Stricter `/* exported */` parsing: Colons are no longer ignored."]


def test_a_heading_is_told_if_there_is_something_to_do_about_it() -> None:
    text = "## New checks in `no-a`\n\nIt reports these, too:\n\n```js\n-(-a)\n```\n\n**To address:** "
    assert [(entry.text, entry.advice) for entry in told(text + "Set `allow`.\n")] == [
        ("New checks in `no-a`", "Set `allow`.")
    ]


@pytest.mark.parametrize(
    ("to_do", "advice"),
    [
        ("- If you use it without options, there is no action required.\n- Remove the option.\n", "Remove the option."),
        ("- In most cases, no change is necessary.\n", ""),
        ("- Alternatively, use another one.\n", ""),
    ],
)
def test_lists_of_what_to_do_are_advice_and_no_changes(to_do: str, advice: str) -> None:
    text = f"## Old format no longer supported\n\nIt is gone.\n\n**To address:**\n\n{to_do}"
    assert [(entry.text, entry.advice) for entry in told(text)] == [("Old format no longer supported", advice)]


def test_what_will_be_removed_is_deprecated() -> None:
    (found,) = told("## Changes\n\n- Deprecated the `x` module, it will be removed in 9.1\n")
    assert found.heading == "deprecated"


def test_lists_are_left_to_the_reader_of_release_notes_where_they_are_not_asked_for() -> None:
    text = "## Removed\n\nThe following have been removed:\n\n- `a`\n- `b`\n"
    assert told(text, with_items=False) == []


@given(st.lists(st.text(st.sampled_from("aA# -*=`:.\t|[](#1)")), max_size=12), st.sampled_from(["a.md", "a.rst"]))
def test_any_section_can_be_read(lines: list[str], path: str) -> None:
    for section in sections(lines, path):
        for line, entry in entries_of_section(section, path, 2, with_items=True):
            assert 0 <= line < len(lines)
            assert entry.text


def test_names_of_a_list_are_told_without_its_punctuation() -> None:
    lead = "The following constants have been removed:"
    text = f"## Removed `Query` constants\n\n{lead}\n\n- `SELECT`,\n- `DELETE`,\n- `DIRTY`.\n"
    assert texts(text) == ["The following constants have been removed: `SELECT`, `DELETE`, `DIRTY`"]


def test_members_in_a_table_are_told_with_their_classes_and_what_replaces_them() -> None:
    table = "| class | method | replacement |\n|---|---|---|\n| `A` | `x()` | `z()` |\n| `A` | `y()` | `z()` |\n"
    assert texts(f"## Removal of the cache\n\nThese methods have been removed.\n\n{table}") == [
        "These methods have been removed: `A` `x()` → `z()`, `A` `y()` → `z()`"
    ]


def test_old_and_new_names_in_a_table_are_told_without_its_notes() -> None:
    table = "| old | new | notes |\n|---|---|---|\n| `em` | `md/em` | |\n| `id` | `md/id` | Empty ones are refused |\n"
    assert texts(f"## Options\n\nOptions now have new names:\n\n{table}") == [
        "Options now have new names: `em` → `md/em`, `id` → `md/id`"
    ]


def test_a_vague_heading_is_told_with_what_is_so_now() -> None:
    text = (
        "## Changes in what `columns()` returns\n\n"
        "1. The columns are a list and have no names.\n2. The columns are in no order.\n"
    )
    assert texts(text) == [
        "Changes in what `columns()` returns: The columns are a list and have no names; The columns are in no order"
    ]
    text = "## Exception classes have been converted\n\nThe `Error` and the `Fault` classes are now interfaces.\n"
    assert texts(text) == [
        "Exception classes have been converted: The `Error` and the `Fault` classes are now interfaces."
    ]


def test_what_is_gone_is_told_above_the_sections_that_show_what_to_do() -> None:
    text = (
        "## Migrating rate limits\n\nThe policy is now replaced by the strategy. Read on.\n\n"
        "### Rate limits before\n\n```\nold\n```\n\n### Rate limits in v9\n\n```\nnew\n```\n"
    )
    assert texts(text) == ["Migrating rate limits: The policy is now replaced by the strategy."]


def test_an_item_that_lacks_its_subject_is_told_after_the_heading() -> None:
    text = "## Handler\n\n- Parameters are now reversed\n- Takes `expose` and must be called\n"
    assert texts(text) == ["Parameters are now reversed", "Handler: Takes `expose` and must be called"]


def test_an_item_that_announces_others_is_told_with_them() -> None:
    text = "## 9.0\n\n- Imports are now split:\n  - `io` for servers;\n  - `web` for browsers.\n- `x` must be set\n"
    assert texts(text) == ["Imports are now split: `io` for servers; `web` for browsers", "`x` must be set"]


@pytest.mark.parametrize("item", ["New `Remove()` method", "The tool now has reports", "Tool 9 now supports `x`"])
def test_what_is_only_new_is_no_break(item: str) -> None:
    assert texts(f"## Router\n\n- `Find` is gone now\n- {item}\n") == ["`Find` is gone now"]


@pytest.mark.parametrize("title", ["Functions Removed", "Type Signature Changes", "Removed functions"])
def test_a_heading_over_code_that_names_nothing_is_not_told(title: str) -> None:
    assert texts(f"## {title}\n\n```go\nfunc Read()\n```\n") == []


def test_the_sentence_that_leaves_no_doubt_is_told_before_others() -> None:
    text = "## Hydration\n\nWe changed some of it. The `Hydrate` component has been renamed to `Boundary`.\n"
    assert texts(text) == ["Hydration: The `Hydrate` component has been renamed to `Boundary`."]


def test_a_heading_that_names_nothing_is_told_with_the_names_in_its_text() -> None:
    text = "## Callbacks on queries have been removed\n\n`onError` and `onSettled` have been removed.\n"
    assert texts(text) == ["Callbacks on queries have been removed: `onError` and `onSettled` have been removed."]
    text = "## Use of database.eval is removed\n\nRemoved `database.eval`.\n"
    assert texts(text) == ["Use of database.eval is removed"]


def test_a_heading_that_names_what_changed_is_told_though_sections_lie_below_it() -> None:
    text = "## `read` now accepts a key only\n\nRead on.\n\n### Why\n\nSo.\n"
    assert texts(text) == ["`read` now accepts a key only"]


def test_several_changes_below_a_name_are_told_together() -> None:
    text = (
        "## 9.0\n\n- `Region`:\n  - The constructor expects a pool now\n  - The property `cache` is removed\n"
        "- `x` must be set\n"
    )
    assert texts(text) == [
        "`Region`: The constructor expects a pool now; The property `cache` is removed",
        "`x` must be set",
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "## Flags\n\nAll flags (e.g. `-randomizeAll`) are replaced with others (e.g. `-randomize-all`).\n"
    assert texts(text) == ["Flags: All flags (e.g. `-randomizeAll`) are replaced with others (e.g. `-randomize-all`)."]


def test_advice_before_a_list_of_names_is_not_what_happened_to_them() -> None:
    text = "## Setters\n\nThese now require an argument. Pass `null` instead:\n\n- `a()`\n- `b()`\n"
    assert all("Pass" not in text for text in texts(text))


def test_a_request_before_a_list_of_names_is_not_what_happened_to_them() -> None:
    request = "If you use any of these non-deprecated functions, please [open an issue](https://example.org)."
    text = f"## Removed\n\nThe following functions have been removed.\n{request}\n\n- `a()`\n- `b()`\n"
    assert texts(text) == ["The following functions have been removed: `a()`, `b()`"]


def test_that_nothing_is_to_do_is_no_change() -> None:
    assert (
        texts("## From 1 to 2\n\nVersion 2 should be a drop-in replacement for version 1, which was removed.\n") == []
    )


def test_a_lead_that_only_says_what_it_shows_gives_way_to_the_heading() -> None:
    table = "The table below shows examples:\n\n| before | after |\n|---|---|\n| `sql.Table` | `v1.Table` |\n"
    assert texts(f"## Moved imports\n\n{table}") == ["Moved imports: `sql.Table` → `v1.Table`"]


def test_what_a_row_says_is_no_advice_for_the_others() -> None:
    rows = "| `a` | Use `b` instead |\n| `c` | `d` |\n"
    text = f"## Renamed options\n\nThese have been renamed:\n\n| option | note |\n|---|---|\n{rows}"
    assert {entry.advice for entry in told(text)} == {""}


def test_that_a_signature_has_changed_is_told_with_how() -> None:
    text = "## Signature\n\nThe signature of `oneOf()` has changed. Its second argument is an object now. More of it.\n"
    assert texts(text) == ["Signature: The signature of `oneOf()` has changed. Its second argument is an object now."]


def test_what_happened_to_names_in_a_table_may_stand_above_what_to_do_about_it() -> None:
    text = (
        "## Functions\n\nAll `sanitize` functions have been removed. It was time.\n\n"
        "You can replace these:\n\n| old | new |\n|---|---|\n| `sanitize()` | `check()` |\n"
    )
    assert texts(text) == ["All `sanitize` functions have been removed: `sanitize()` → `check()`"]


def test_of_a_default_the_new_one_is_told() -> None:
    text = "## `isObject()`\n\nWithout `strict` it would default to `false`. The new default is `true`.\n"
    assert texts(text) == ["`isObject()`: The new default is `true`."]


def test_a_label_before_what_changed_goes() -> None:
    text = "## Zero amounts\n\n**What changed**: Comparing them now returns `false`.\n\n**Impact**: You can use `==`.\n"
    assert [(entry.text, entry.advice) for entry in told(text)] == [
        ("Zero amounts: Comparing them now returns `false`.", "")
    ]


def test_a_sentence_about_this_behaviour_leans_on_another_one() -> None:
    text = "## Lookup\n\nIn v9, this behavior is now the default. The flag `a` has been removed. Adapt accordingly.\n"
    assert [(entry.text, entry.advice) for entry in told(text)] == [("Lookup: The flag `a` has been removed.", "")]
