import html
import json
import re
from typing import Any

import cmarkgfm
import pypandoc
import pytest
import yaml
from cmarkgfm.cmark import Options
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.changes.changeset import Fold, SourceKind
from diff_insight.changes.notice import NoticeKind
from diff_insight.insight.change_types import ChangeType
from diff_insight.reports.markdown.render import COMMENT, render_markdown
from diff_insight.reports.render_options import Flavour, RenderOptions
from diff_insight.reports.report import (
    Coverage,
    FileCoverage,
    Highlights,
    NoticeItem,
    Provenance,
    Report,
    Request,
    Told,
    UpgradeItem,
)
from tests.made_reports import item, report, topic


def pandoc(built: Report, lines: int = 400) -> str:
    return render_markdown(built, RenderOptions(Flavour.PANDOC, lines))


def test_the_parts_stand_in_the_order_of_the_published_reports() -> None:
    written, comment = pandoc(report()).split("<!-- ")
    assert json.loads(comment.removesuffix(" -->\n"))["provenance"]["tool"] == "diff-insight"
    assert (
        written
        == """---
date: '2025-03-22'
permalink: https://github.com/o/r/compare/a...b
summary: It uses name.
title: Diff Insight Report - docs

---

[View Diff on GitHub](https://github.com/o/r/compare/a...b){target="_blank"}

# Highlights
Intro.

## New features
- New `xyz`

## Breaking changes
- None.

## Other updates
- Other

# Insights
One paragraph.

# Summary Table
|  Filename  | Type |    Title    | Status | A  | D  | M  |
|------------|------|-------------|--------|----|----|----|
| [a.md](#item-123456) | minor update | A title | modified | 1 | 1 | 2 |


# Modified Contents
## docs/a.md{#item-123456}

<details>
<summary>Diff</summary>
````diff
@@ -1 +1 @@
-old
+new
````
</details>

### Summary

```json
{
    "modification_type": "minor update",
    "modification_title": "A title"
}
```

### Explanation
It uses `name` now.

"""
    )


@given(st.text(max_size=30))
def test_the_whole_provenance_stands_in_a_comment_that_nothing_in_it_can_end(name: str) -> None:
    label = ChangeType(name="x", meaning=f"--> {name} -- ]]> <!--")
    built = report(provenance=Provenance(version="1", labels=(label,), request=Request(source=SourceKind.RANGE)))
    *_, comment = pandoc(built).rpartition("<!-- ")
    inside, end, after = comment.partition("-->")
    assert (end, after) == ("-->", "\n")
    assert Provenance.model_validate(json.loads(inside)["provenance"]) == built.provenance
    assert "--" not in inside


def test_without_a_permalink_there_is_no_link() -> None:
    shown = pandoc(report(permalink=None, forge=None))
    assert "View Diff" not in shown
    assert "permalink" not in shown


def test_a_long_diff_is_cut_and_the_cut_is_said() -> None:
    long = "@@ -0,0 +1,99 @@\n" + "".join(f"+line {number}\n" for number in range(99))
    shown = pandoc(report(item(diff=long)), 10)
    assert "line 8\n" in shown
    assert "line 9\n" not in shown
    assert "The diff is cut here: 10 of its 100 lines are shown." in shown


def test_a_folded_file_is_one_line_below_its_heading() -> None:
    shown = pandoc(report(item("package-lock.json", folded=Fold.LOCK_FILE, additions=900, deletions=8)))
    below = shown.partition("## package-lock.json{#item-123456}\n")[2]
    assert below.strip().splitlines()[0] == "Lock file, folded: 900 lines are new and 8 lines are gone."
    assert "Summary\n" not in below


def test_a_folded_file_that_only_moved_says_so() -> None:
    shown = pandoc(report(item("a.egg-info/x", folded=Fold.GENERATED, additions=0, deletions=0)))
    assert "Generated file, folded: no line changes." in shown


def test_binary_files_have_no_counts() -> None:
    assert "| - | - | - |" in pandoc(report(item("x.png", additions=None, deletions=None, diff="", binary=True)))


def test_what_was_left_out_and_what_is_uncertain_is_said() -> None:
    notice = NoticeItem(kind=NoticeKind.UNTRACKED_FILES, text="2 files are left out; `git add` brings them in.")
    shown = pandoc(report(item(probability=0.4, uncertain=True), notices=(notice,)))
    assert "> 2 files are left out; `git add` brings them in." in shown
    assert "The type of this change is not certain (40 %)." in shown


@pytest.mark.parametrize(("language", "heading"), [("ja", "# ハイライト"), ("zh", "# 亮点")])
def test_headings_follow_the_language(language: str, heading: str) -> None:
    assert heading in pandoc(report(language=language)).splitlines()


# Whatever a stranger can put into a change, with everything that ends or begins something in Markdown or HTML.
HOSTILE = st.lists(
    st.sampled_from(
        ["`", "```", "`````", "~~~", "\n", "\r", "\n\n", "</details>", "<script>x()</script>", "<!--", "-->", "---",
         "===", "|", "# ", "## ", "{#item-999999}", "](javascript:x)", "[a](b)", "![", "- ", "> ", "\\", "$", "^", "~",
         "&lt;", "\x1b[0m", "\u202e", "\u2028", "\x0b", "\x00", "word", " ", "    ", "\t", ":::", "日本", "'", '"',
         "{{",
         "%}"]
    ), min_size=1, max_size=10,
).map("".join)  # fmt: skip
ONE_LINE = HOSTILE.map(lambda text: text.replace("\n", " ").replace("\r", " "))


def hostile_report(text: str) -> Report:
    name = text.strip() or "x"
    diff = f"@@ -1 +1 @@\n-{text}\n+{text}\n".replace("\n\n", "\n \n")
    file = item(name, title=name, explanation=(text, "Last."), diff=diff)
    return report(
        file,
        item("second.md", anchor="item-654321"),
        title=f"Diff Insight Report - {name}",
        summary=text,
        insights=(text, "Last."),
        highlights=Highlights(
            introduction=text, new_features=(text,), breaking_changes=(text,), other_updates=(text,), written_by="facts"
        ),
        notices=(NoticeItem(kind=NoticeKind.UNTRACKED_FILES, text=text),),
        commits=(),
    )


HEADINGS = [
    (1, "Highlights"), (2, "New features"), (2, "Breaking changes"), (2, "Other updates"), (1, "Insights"),
    (1, "Summary Table"), (1, "Modified Contents"), (2, None), (3, "Summary"), (3, "Explanation"), (2, "second.md"),
    (3, "Summary"), (3, "Explanation"),
]  # fmt: skip


@settings(max_examples=60)
@given(HOSTILE)
def test_nothing_in_a_change_breaks_out_of_its_place_in_pandoc(text: str) -> None:
    built = hostile_report(text)
    document: dict[str, Any] = json.loads(pypandoc.convert_text(pandoc(built), "json", format="markdown"))
    blocks = document["blocks"]
    headings = [(block["c"][0], block["c"][1][0]) for block in blocks if block["t"] == "Header"]
    assert [level for level, _ in headings] == [level for level, _ in HEADINGS]
    assert [anchor for level, anchor in headings if level == 2][-2:] == ["item-123456", "item-654321"]
    table = next(block for block in blocks if block["t"] == "Table")
    rows = table["c"][4][0][3]
    assert [len(row[1]) for row in rows] == [7, 7]
    diffs = [block["c"][1] for block in blocks if block["t"] == "CodeBlock" and block["c"][0][1] == ["diff"]]
    summaries = [block["c"][1] for block in blocks if block["t"] == "CodeBlock" and block["c"][0][1] == ["json"]]
    assert len(diffs) == len(summaries) == 2
    assert diffs[0].startswith("@@ -1 +1 @@\n-")
    assert json.loads(summaries[0])["modification_type"] == "minor update"
    raw = [block["c"][1] for block in blocks if block["t"] == "RawBlock"]
    allowed = {"<details>", "<summary>", "</summary>", "</details>"}
    assert {line for line in raw if not line.startswith('<!-- {"provenance"')} <= allowed
    assert "RawInline" not in json.dumps(blocks)


@settings(max_examples=150)
@given(HOSTILE)
def test_nothing_in_a_change_breaks_out_of_its_place_on_github(text: str) -> None:
    markdown = render_markdown(hostile_report(text), RenderOptions(Flavour.GITHUB, 400))
    body = markdown.partition("\n---\n")[2]
    shown = cmarkgfm.github_flavored_markdown_to_html(body, options=Options.CMARK_OPT_UNSAFE)
    assert [int(level) for level in re.findall(r"<h(\d)>", shown)] == [level for level, _ in HEADINGS]
    assert shown.count("<details>") == shown.count("</details>") == 2
    assert shown.count("<tr>") == 3
    assert shown.count("<td") == 14
    assert shown.count('<pre lang="diff">') == shown.count('<pre lang="json">') == 2
    assert re.findall(r'<a id="([^"]*)">', shown) == ["item-123456", "item-654321"]
    assert "<script" not in shown
    assert "<!--" not in shown.rpartition('<!-- {"provenance"')[0]
    links = re.findall(r'href="([^"]*)"', shown)
    assert set(links) <= {"https://github.com/o/r/compare/a...b", "#item-123456", "#item-654321"}


@given(HOSTILE)
def test_the_front_matter_stays_yaml_with_the_texts_in_it(text: str) -> None:
    built = hostile_report(text)
    front = pandoc(built).split("\n---\n")[0].removeprefix("---\n")
    fields = yaml.safe_load(front)
    assert list(fields) == ["date", "permalink", "summary", "title"]
    assert fields["date"] == "2025-03-22"
    assert fields["title"].startswith("Diff Insight Report - ")


@given(ONE_LINE)
def test_the_diff_of_a_change_is_shown_as_it_is(text: str) -> None:
    line = "".join(c for c in text if c.isprintable())
    built = report(item(diff=f"@@ -1 +1 @@\n-{line}\n+{line} more\n"))
    markdown = render_markdown(built, RenderOptions(Flavour.GITHUB, 400))
    shown = cmarkgfm.github_flavored_markdown_to_html(
        markdown.partition("\n---\n")[2], options=Options.CMARK_OPT_UNSAFE
    )
    code = re.search(r'<pre lang="diff"><code>(.*?)</code>', shown, re.DOTALL)
    assert code is not None
    assert html.unescape(code[1]) == f"@@ -1 +1 @@\n-{line}\n+{line} more\n"


def test_a_table_that_is_too_long_keeps_the_files_of_what_is_told() -> None:
    files = [item(f"src/{number:04}.py", anchor=f"item-{number:06x}", title="x" * 60) for number in range(900)]
    told = FileCoverage(path="src/0899.py", topic=0, told=Told.HIGHLIGHTS)
    built = report(*files, topics=(topic(told=True),), coverage=Coverage(files=(told,)))
    written = render_markdown(built, RenderOptions(brief=True))
    assert COMMENT * 0.9 < len(written) <= COMMENT
    assert "0899.py" in written
    shown = written.count("| modified |")
    assert f"{900 - shown} more files are not in this table." in written


def test_no_section_says_none_above_what_is_to_do_to_upgrade() -> None:
    step = UpgradeItem(words="", changes=("The option `--a` is gone.",), instead="", files=("a.py",), topic=0)
    written = render_markdown(report(topics=(topic(),), upgrade=(step,)))
    breaking = written.partition("## Breaking changes")[2].partition("## ")[0]
    assert "None" not in breaking
    assert "The option `--a` is gone." in breaking


def test_what_only_weak_signs_are_about_is_folded_and_counted() -> None:
    def step(number: int, weak: bool) -> UpgradeItem:
        change = f"The constant `A{number}` is gone."
        return UpgradeItem(words="", changes=(change,), instead="", files=("a.py",), topic=0, weak=weak)

    steps = (step(100, False), *(step(number, True) for number in range(15)))
    written = render_markdown(report(topics=(topic(),), upgrade=steps))
    certain, _, folded = written.partition("<details><summary>Less certain")
    assert "`A100`" in certain
    assert "`A0`" not in certain
    folded = folded.partition("</details>")[0]
    assert "`A11`" in folded
    assert "`A12`" not in folded
    assert "3 more changes to mind are in the JSON report." in folded
