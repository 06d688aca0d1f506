import pytest

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.roles import Role
from diff_insight.topics.entries import entries_of
from diff_insight.topics.entry import Entry
from diff_insight.topics.topic import Origin
from tests.between import change_between


def entries(path: str, old: str, new: str) -> list[Entry]:
    file = change_between(path, old, new)
    return list(entries_of([file], {path: Role.RELEASE_NOTES}))


def added(path: str, text: str) -> list[Entry]:
    file = change_between(path, "", text)
    whole = FileChange(path, Status.ADDED, hunks=file.hunks, additions=file.additions)
    return list(entries_of([whole], {path: Role.RELEASE_NOTES}))


def test_entries_of_keep_a_changelog_have_their_heading_and_numbers() -> None:
    old = "# Changelog\n\n## [1.0.0]\n\n### Added\n\n- Old one\n"
    new = old.replace(
        "## [1.0.0]", "## [1.1.0]\n\n### Fixed\n\n- Fixed `Panel` title (#12)\n- Read the\n  second line\n\n## [1.0.0]"
    )
    found = entries("CHANGELOG.md", old, new)
    assert [(e.text, e.heading, e.numbers, e.origin) for e in found] == [
        ("Fixed `Panel` title", "Fixed", (12,), Origin.CHANGELOG),
        ("Read the second line", "Fixed", (), Origin.CHANGELOG),
    ]


@pytest.mark.parametrize(
    ("heading", "written", "text"),
    [
        ("Removed", "Python 3.8 support", "Removed: Python 3.8 support"),
        ("Deprecated", "The `limit` of `read`", "Deprecated: The `limit` of `read`"),
        ("Remove", "Support for `__set_state`", "Remove: Support for `__set_state`"),
        ("Removals", "Python 3.8 support", "Removals: Python 3.8 support"),
        ("Removed", "deprecated methods of `read`", "Removed: deprecated methods of `read`"),
        ("Removed", "Drop Python 3.8", "Drop Python 3.8"),
        ("Added", "Python 3.14 support", "Python 3.14 support"),
    ],
)
def test_an_entry_keeps_the_heading_that_alone_says_what_happened(heading: str, written: str, text: str) -> None:
    (found,) = entries("CHANGES.md", "", f"### {heading}\n\n- {written}\n")
    assert found.text == text


def test_marks_of_restructuredtext_are_read_by_a_library() -> None:
    new = (
        "Version 8.2.0\n-------------\n\n-   Deprecate the ``version`` attribute of :class:`~click.Command`, see\n"
        "    `the docs <https://example.org>`_. :issue:`2598` :pr:`2600`\n"
    )
    (found,) = entries("CHANGES.rst", "", new)
    assert found.text == "Deprecate the `version` attribute of `click.Command`, see the docs."
    assert found.numbers == (2598, 2600)
    assert found.heading == "Version 8.2.0"


def test_a_detail_under_an_entry_is_no_entry() -> None:
    assert [e.text for e in entries("CHANGES.md", "", "- Read zones\n  - of Europe\n  - of Asia\n- Write zones\n")] == [
        "Read zones",
        "Write zones",
    ]


def test_an_entry_in_other_words_is_no_new_one() -> None:
    old = "- Fixed extracton of recursive exceptions\n- Read zones\n"
    assert entries("CHANGES.md", old, old.replace("extracton", "extraction")) == []


def test_gnu_change_logs_have_entries() -> None:
    (found,) = entries(
        "ChangeLog", "", "2025-03-22  Ada  <ada@example.org>\n\n\t* read.c (read_all): Read to the end.\n"
    )
    assert found.text == "Read to the end."


def test_other_files_have_no_entries() -> None:
    assert entries_of([change_between("docs/a.md", "", "- Read zones\n")], {"docs/a.md": Role.DOCUMENTATION}) == ()


def test_a_line_that_ends_in_a_colon_is_a_heading() -> None:
    (found,) = entries("CHANGELOG.md", "# 1.0\n", "# 1.0\n\nFeature enhancements:\n\n* Filter Lean and Meson files.\n")
    assert (found.text, found.heading) == ("Filter Lean and Meson files.", "Feature enhancements")


def test_many_references_in_a_sentence_cost_no_more_than_few() -> None:
    people = ", ".join(f"#{number}, @person-{number}" for number in range(20))
    text = f"## 1.0\n\n- Mended what {people} found at night\n- Read faster (see #1, #2; thanks @me)\n"
    mended, faster = added("CHANGELOG.md", text)
    assert mended.text.endswith("found at night")
    assert faster.text == "Read faster"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mended the reader (:pr:`7`). Thanks :user:`ada` for the PR.", "Mended the reader"),
        ("Mended the reader (#7). Thanks @ada for reporting and @bob for the PR.", "Mended the reader"),
        ("Mended the reader (See also #7, #8).", "Mended the reader"),
        ("Mended the reader (thanks Ada Lovelace)", "Mended the reader"),
        ("Mended the reader. Special thanks to Ada.", "Mended the reader."),
        ("The reader is faster thanks to one loop", "The reader is faster thanks to one loop"),
        ("Pages say thanks to their readers.", "Pages say thanks to their readers."),
    ],
)
def test_thanks_at_the_end_are_no_part_of_what_changed(written: str, expected: str) -> None:
    (found,) = added("CHANGELOG.rst", f"1.0\n===\n\n- {written}\n")
    assert found.text == expected


@pytest.mark.parametrize("version", ["## 4.9.0", "**4.9.0**"])
def test_what_is_added_under_an_earlier_version_is_no_entry(version: str) -> None:
    newer = version.replace("4.9", "4.10")
    old = f"# History\n\n{version}\n\n- Fixed the old one\n"
    new = f"# History\n\n{newer}\n\n- Added a new one\n\n{version}\n\n- Added what was forgotten\n- Fixed the old one\n"
    assert [entry.text for entry in entries("CHANGES.md", old, new)] == ["Added a new one"]


def test_what_is_added_under_a_version_that_is_not_released_yet_is_an_entry() -> None:
    old = "# History\n\n## 4.10.0\n\n- Fixed the old one\n\n## 4.9.0\n\n- First\n"
    (found,) = entries("CHANGES.md", old, old.replace("- Fixed", "- Added a new one\n- Fixed"))
    assert found.text == "Added a new one"


def test_a_maintenance_release_below_a_coming_one_has_entries() -> None:
    old = "# History\n\n## 5.0.0 (unreleased)\n\n- Coming\n\n## 4.9.0\n\n- First\n"
    (found,) = entries("CHANGES.md", old, old.replace("## 4.9.0", "## 4.9.1\n\n- Fixed it\n\n## 4.9.0"))
    assert found.text == "Fixed it"


def test_details_below_an_empty_line_are_no_entries() -> None:
    new = "# 1.1\n\n- Wrap sockets\n\n  * `from_socket()`\n  * `to_socket()`\n\n- Read zones\n"
    assert [entry.text for entry in entries("CHANGES.md", "", new)] == ["Wrap sockets", "Read zones"]


@pytest.mark.parametrize(
    ("written", "details", "text"),
    [
        ("Wrap sockets:", "  - `from_socket()`\n  - `to_socket()`\n", "Wrap sockets: `from_socket()`, `to_socket()`"),
        ("Removed the following methods", "  - `read`\n", "Removed the following methods: `read`"),
        (
            "Removed the following:",
            "  - `read`, which\n    nobody called\n  - `write`\n",
            "Removed the following: `read`, which nobody called; `write`",
        ),
        ("The interface has changed.", "  - `A` is `B` now.\n", "The interface has changed: `A` is `B` now"),
        ("Add a reader", "  - It is fast.\n", "Add a reader"),
    ],
)
def test_names_that_an_entry_announces_are_told_with_it(written: str, details: str, text: str) -> None:
    assert [entry.text for entry in entries("CHANGES.md", "", f"# 1.1\n\n- {written}\n{details}")] == [text]


def test_a_detail_that_is_added_to_an_entry_that_was_there_is_one() -> None:
    old = "# 1.1\n\n- Read zones\n- Sockets:\n  - from files\n"
    (found,) = entries("CHANGES.md", old, old.replace("  - from files\n", "  - from files\n  - from pipes and more\n"))
    assert found.text == "from pipes and more"


def test_the_number_of_an_entry_of_several_paragraphs_may_stand_in_the_last() -> None:
    more = "  It returns what was used.\n  [#14](https://a.org/issues/14)\n"
    new = f"# 1.1\n\n- Inspect classes:\n\n{more}\n- Read zones (#15)\n"
    found = entries("CHANGES.md", "", new)
    assert [(entry.text, entry.numbers) for entry in found] == [("Inspect classes:", (14,)), ("Read zones", (15,))]


def test_a_list_of_people_has_no_entries() -> None:
    new = "# 1.1\n\n### Bug Fixes\n\n* read zones\n\n### Contributors to this release\n\n- [Ada](https://a.org/ada)\n"
    assert [entry.text for entry in entries("CHANGES.md", "", new)] == ["read zones"]


@pytest.mark.parametrize(
    "mark", ["**breaking**", "__BREAKING__", "(breaking)", "[breaking change]", "(potentially\n  breaking change)."]
)
def test_a_mark_at_the_end_of_an_entry_tells_a_break(mark: str) -> None:
    (found,) = entries("CHANGES.md", "# Changes\n", f"# Changes\n\n- CHANGE: read whole zones [#7] {mark}\n")
    assert (found.text, found.heading, found.numbers) == ("read whole zones", "breaking", (7,))


def test_an_entry_that_stands_in_several_files_is_one() -> None:
    text = "# 1.1\n\n- read zones\n"
    files = [change_between(path, "", text) for path in ("docs/changelog.md", "docs/versions/1.1/changelog.md")]
    found = entries_of(files, {file.path: Role.RELEASE_NOTES for file in files})
    assert [(entry.text, entry.path) for entry in found] == [("read zones", "docs/changelog.md")]


def test_a_table_of_contents_has_no_entries() -> None:
    new = "# 1.1\n\n## Contents\n\n- [Removals](#removals)\n\n## Removals\n\n- The old reader\n"
    assert [entry.text for entry in entries("CHANGES_1.1.md", "", new)] == ["Removals: The old reader"]


def test_what_is_still_to_be_done_is_no_entry() -> None:
    new = "# 1.1\n\n- read zones\n\nTODO:\n\n- write zones\n"
    assert [entry.text for entry in entries("CHANGES.md", "", new)] == ["read zones"]


@pytest.mark.parametrize(
    ("heading", "written", "text"),
    [
        ("Fixed", "`RuntimeError` when the loop is closed", "Fixed: `RuntimeError` when the loop is closed"),
        ("Fixed", "Hint bindings not respecting it", "Fixed: Hint bindings not respecting it"),
        ("Fixed", "Unresponsiveness with a bell", "Fixed: Unresponsiveness with a bell"),
        (
            "Fixed",
            "Hint bindings not crashing any more: stop at links",
            "Hint bindings not crashing any more: stop at links",
        ),
        ("Bug fixes", "A crash on Windows", "Fixed: A crash on Windows"),
        ("Fixed", "The crash on Windows no longer happens", "The crash on Windows no longer happens"),
        ("Fixed", "Read the second line", "Read the second line"),
        ("Added", "A crash report", "A crash report"),
    ],
)
def test_a_fault_that_is_only_named_keeps_the_heading_that_says_it_is_fixed(
    heading: str, written: str, text: str
) -> None:
    (found,) = entries("CHANGES.md", "", f"# 1.1\n\n## {heading}\n\n- {written}\n")
    assert found.text == text


def test_several_tags_before_an_entry_are_its_numbers() -> None:
    (found,) = entries(
        "CHANGES.md", "", "# 1.1\n\n* [BUG #12](https://a.org/12), [BUG #14](https://a.org/14):\n  Match all\n"
    )
    assert (found.text, found.heading, found.numbers) == ("Match all", "bug", (12, 14))


@pytest.mark.parametrize(
    ("written", "text", "heading"),
    [
        ("**added:** Implement `read`", "Implement `read`", "added"),
        ("**removed:** The old reader", "removed: The old reader", "removed"),
        ("**breaking:** Readers take a path", "Readers take a path", "breaking"),
        ("Readers fixed: all of them", "Readers fixed: all of them", ""),
        ("[ADDED] Implement `read`", "Implement `read`", "added"),
        ("[Removed] The old reader", "removed: The old reader", "removed"),
        ("[reader] Stop at links", "Stop at links", ""),
    ],
)
def test_a_heading_may_stand_before_each_entry(written: str, text: str, heading: str) -> None:
    (found,) = entries("CHANGES.md", "", f"# 1.1\n\n- {written} ([#3])\n")
    assert (found.text, found.heading) == (text, heading or "1.1")


def test_the_word_before_a_number_at_the_end_goes_with_it() -> None:
    (found,) = entries("CHANGES.md", "", "# 1.1\n\n* Reduce warning levels of drafts. Context: #3449\n")
    assert (found.text, found.numbers) == ("Reduce warning levels of drafts.", (3449,))


def test_a_number_before_an_entry_is_its_number() -> None:
    (found,) = entries("CHANGES.rst", "", "1.1\n===\n\n- `#12 <https://a.org/issues/12>`_: Add it\n")
    assert (found.text, found.numbers) == ("Add it", (12,))


def test_what_a_program_writes_around_an_entry_goes() -> None:
    new = "v8.0.0\n\n* [`86bb63b`](https://a.org/commit/86bb63b) Breaking: Drop `table` (#14316) (Ada98)\n"
    (found,) = entries("CHANGELOG.md", "", new)
    assert (found.text, found.heading, found.numbers) == ("Drop `table`", "breaking", (14316,))


def test_a_word_of_hexadecimal_letters_is_no_commit() -> None:
    assert [e.text for e in entries("CHANGES.md", "", "- defaced pages are found (in full)\n")] == [
        "defaced pages are found (in full)"
    ]


def test_what_the_notes_bring_and_take_back_is_not_told() -> None:
    new = '# 1.1\n\n- Revert "Read zones" (#14)\n- Read zones (#12)\n- Revert "Read all" (#13)\n'
    assert [e.text for e in entries("CHANGES.md", "", new)] == ['Revert "Read all"']


def test_a_dash_before_the_name_of_the_author_goes_with_it() -> None:
    (found,) = entries(
        "CHANGES.md", "", "# 1.1\n\n- Add `read` [#716](https://a.org/pull/716) - ([@ada](https://a.org/ada))\n"
    )
    assert (found.text, found.numbers) == ("Add `read`", (716,))


@pytest.mark.parametrize(
    ("written", "text", "numbers"),
    [
        ("[#12](https://a.org/pull/12) Remove the reader", "Remove the reader", (12,)),
        ("[#12](https://a.org/pull/12) `read` is gone", "`read` is gone", (12,)),
        ("[#12](https://a.org/pull/12): Remove the reader", "Remove the reader", (12,)),
        ("[12] - Remove the reader", "Remove the reader", (12,)),
        ("[#12] Remove the reader", "Remove the reader", (12,)),
        ("#12 is mended at last", "#12 is mended at last", (12,)),
    ],
)
def test_a_number_before_an_entry_is_no_part_of_it(written: str, text: str, numbers: tuple[int, ...]) -> None:
    (found,) = entries("CHANGES.md", "", f"# 1.1\n\n- {written}\n")
    assert (found.text, found.numbers) == (text, numbers)


@pytest.mark.parametrize(
    ("paragraph", "headings"),
    [
        ("It is a release with **major breaking changes**", ["breaking", "2.0"]),
        ("There are no breaking changes.", ["2.0", "2.0"]),
        ("Thanks to all.", ["2.0", "2.0"]),
    ],
)
def test_a_paragraph_can_say_that_the_list_below_it_breaks(paragraph: str, headings: list[str]) -> None:
    text = f"# 2.0\n\n{paragraph}\n- `A` is a struct\n\nNotes on versions:\n\nOf `1.0`:\n- It is kept\n"
    found = [entry.heading for entry in entries("CHANGELOG.md", "", text)]
    assert found[0] == headings[0]
    assert "breaking" not in found[1:]


def test_who_made_a_request_is_none_of_its_words() -> None:
    text = "# 1.1\n\n- Remove the reader. [PR 238](https://x.org/pull/238) by [ada](https://x.org/ada).\n"
    assert [entry.text for entry in entries("CHANGES.md", "", text)] == ["Remove the reader"]
    assert [entry.text for entry in entries("CHANGES.md", "", "# 1.1\n\n- Off by default\n")] == ["Off by default"]


def test_an_example_below_an_entry_has_no_entries() -> None:
    text = "# 2.0\n\n- `when` takes values\n\n```diff\n- old()\n+ new()\n```\n- `cast` is gone\n"
    assert [entry.text for entry in entries("CHANGELOG.md", "", text)] == ["`when` takes values", "`cast` is gone"]


def test_where_an_example_begins_above_what_is_shown_all_is_read() -> None:
    text = "# 2.0\n\n- `when` takes values\n```\n- `cast` is gone\n"
    assert [entry.text for entry in entries("CHANGELOG.md", "", text)] == ["`when` takes values", "`cast` is gone"]


@pytest.mark.parametrize(
    ("heading", "written", "text"),
    [
        ("Breaking", "Fix views", "Fix views: Columns may be null; Some are"),
        ("Breaking", "Remove views", "Remove views"),
        ("Fixed", "Fix views", "Fix views"),
    ],
)
def test_what_a_break_does_not_say_is_told_by_its_details(heading: str, written: str, text: str) -> None:
    notes = f"# 2.0\n\n## {heading}\n\n- {written}\n  - Columns may be null\n  - Some are\n"
    assert [entry.text for entry in entries("CHANGELOG.md", "", notes)] == [text]


@pytest.mark.parametrize(
    ("heading", "written", "kind"),
    [
        ("Breaking", "fix: right names for options", "Breaking"),
        ("⚠ BREAKING CHANGES", "fix: right names for options", "fix"),  # it was squashed with what breaks
        ("Major Changes", "[#12](https://a.org/12) [`1a2b3c4d`](https://a.org/1a2b3c4d) - One loop", "major"),
        ("Major Changes", "1a2b3c4d: One loop", "major"),
        ("Major Changes", "One loop", "Major Changes"),
    ],
)
def test_the_heading_tells_a_break_where_programs_did_not_write_it(heading: str, written: str, kind: str) -> None:
    (found,) = entries("CHANGELOG.md", "", f"# 2.0\n\n### {heading}\n\n- {written}\n")
    assert found.heading == kind


def test_marks_around_the_number_and_the_author_go() -> None:
    (found,) = entries("CHANGELOG.md", "", "# 2.0\n\n* [[#2736]]: Mend `describe` [[@tsing]]\n")
    assert (found.text, found.numbers) == ("Mend `describe`", (2736,))


def test_links_to_more_changes_of_a_kind_are_no_entries() -> None:
    links = "".join(f"- [{kind}](https://a.org/?q=1)\n" for kind in ("Breaking Changes", "Features", "Bug fixes"))
    assert entries("CHANGELOG.md", "", f"# 2.0\n\nAll requests:\n{links}") == []


def test_what_programs_copy_below_breaking_changes_and_says_nothing_is_no_entry() -> None:
    text = "# 2.0\n\n### BREAKING CHANGES\n\n* docs\n\n* Publish v1.0.0-alpha.4\n\n* `a`\n"
    assert [entry.text for entry in entries("CHANGELOG.md", "", text)] == ["`a`"]


def test_a_long_entry_that_the_notes_of_a_preview_have_too_is_one() -> None:
    long = "Readers take a path and no longer an open file, since that was closed"
    text = f"# 2.0\n\n- {long}\n- Mend the build\n\n# 2.0-beta.1\n\n- {long}\n- Mend the build\n"
    found = [entry.text for entry in entries("CHANGELOG.md", "# 1.0\n\n- Begun\n", f"{text}\n# 1.0\n\n- Begun\n")]
    assert found == [long, "Mend the build", "Mend the build"]


def test_that_there_is_nothing_is_no_entry() -> None:
    assert entries("CHANGELOG.md", "", "# 1.1\n\n### Remove\n\n- None\n") == []


def test_headings_of_asciidoc_are_read_and_rulers_of_tables_are_none() -> None:
    table = "===== =====\na     b\n===== =====\n"
    new = f"== Version 2.0\n\n=== Breaking changes\n\n* The reader is asked once\n\n{table}\n* It goes on\n"
    found = entries("RELEASENOTES.adoc", "", new)
    assert [(entry.text, entry.heading) for entry in found] == [
        ("The reader is asked once", "Breaking changes"), ("It goes on", "Breaking changes"),
    ]  # fmt: skip


def test_what_concerns_all_breaks_is_none() -> None:
    more = "- If any of the breaking changes affect you,\n  look at the manual\n"
    new = f"# 1.1\n\n** Breaking changes **\n\n- If any of the addresses is empty, it fails\n{more}"
    assert [entry.text for entry in entries("CHANGES.md", "", new)] == ["If any of the addresses is empty, it fails"]


@pytest.mark.parametrize(
    ("next_line", "expected"),
    [
        ("customizing the answer with `a.b=`", "Pass the request when customizing the answer with `a.b=`"),
        ("`A.b=` is called", "Pass the request when `A.b=` is called"),
        ("Thanks to all", "Pass the request when"),
        ("## 1.0", "Pass the request when"),
        ("older\n=====", "Pass the request when"),
        ("\ncustomizing the answer", "Pass the request when"),
    ],
)
def test_an_item_may_go_on_in_a_line_that_is_not_indented(next_line: str, expected: str) -> None:
    new = f"# 1.1\n\n- Read zones\n- Pass the request when\n{next_line}\n"
    assert [entry.text for entry in entries("CHANGES.md", "", new)] == ["Read zones", expected]


def test_items_below_the_name_of_their_kind_are_entries_under_it() -> None:
    new = (
        "1.1\n---\n- Added `--popup`\n    - It is movable\n- Bug fixes and improvements\n"
        "    - Fixed the wheel\n      of the mouse (#12)\n    - `ALT-C` is faster\n\n1.0\n---\n"
    )
    found = entries("CHANGELOG.md", "1.0\n---\n- First\n", f"{new}- First\n")
    assert [(entry.text, entry.heading, entry.numbers) for entry in found] == [
        ("Added `--popup`", "1.1", ()),
        ("Fixed the wheel of the mouse", "Bug fixes and improvements", (12,)),
        ("`ALT-C` is faster", "Bug fixes and improvements", ()),
    ]


def test_a_link_without_a_number_at_the_end_goes() -> None:
    (found,) = entries("HISTORY.md", "", "# 1.1\n\n- Sets are frozen now.\n  ([#](https://example.org/pull/))\n")
    assert found.text == "Sets are frozen now."
