import re
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import Fold, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.reports.html.render import render_html
from diff_insight.reports.render_options import RenderOptions
from diff_insight.reports.report import Report
from diff_insight.reports.statements import Statement
from tests.made_reports import item, report

HOSTILE = st.one_of(
    st.sampled_from(
        [
            "</pre><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "--><b>", "]]>", "&lt;b&gt;",
            '" onclick="x',
            "`</code><i>`", "</style>", "</title>", "javascript:alert(1)", "\x00\u202e\u2028", "{{ 7 * 7 }}",
        ]
    ),
    st.text(max_size=30),
)  # fmt: skip
ITEMS = st.builds(
    lambda path, title, line, type_: (path or "p", title, " ".join(line.split()), type_ or "t"),
    HOSTILE, HOSTILE, HOSTILE, HOSTILE,
)  # fmt: skip


def parsed(page: str) -> Any:
    """The page as a browser reads it."""
    return html5lib.parse(page, namespaceHTMLElements=False)


def page_of(built: Report, lines: int = 400) -> Any:
    return parsed(render_html(built, RenderOptions(diff_lines=lines)))


def text_of(element: Any) -> str:
    return "".join(element.itertext())


@pytest.mark.slow
@given(ITEMS)
def test_whatever_a_change_holds_is_text_in_the_page(said: tuple[str, str, str, str]) -> None:
    path, title, line, type_ = said
    diff = f"@@ -1 +1 @@\n-{line}\n+{' '.join(title.split())}\n"
    hostile = report(
        item(path, title=title, explanation=(line,), type=type_, diff=diff),
        title=title,
        summary=line,
        permalink=line or None,
    )
    plain = report(item("p", title="t", explanation=("e",), type="t", diff="@@ -1 +1 @@\n-a\n+b\n"), permalink=None)
    names = [element.tag for element in page_of(hostile).iter() if element.tag not in ("code", "a")]
    assert names == [element.tag for element in page_of(plain).iter() if element.tag not in ("code", "a")]
    for element in page_of(hostile).iter():
        assert not any(name.startswith("on") for name in element.attrib)
        if element.get("rel") != "icon":
            assert element.get("href", "#").startswith(("#", "https://", "http://"))


def test_the_page_lets_nothing_but_its_own_style_and_script_run() -> None:
    page = page_of(report())
    (policy,) = [meta.get("content") for meta in page.iter("meta") if meta.get("http-equiv")]
    only = (
        r"default-src 'none'; style-src 'sha256-\S+'; script-src 'sha256-\S+'; img-src data:; base-uri 'none'; "
        r"form-action 'none'"
    )
    assert re.fullmatch(only, policy)
    assert [link.get("href", "").partition(",")[0] for link in page.iter("link")] == ["data:image/svg+xml"]
    assert not [element for element in page.iter() if element.get("src") or element.get("style")]


def test_the_text_of_a_diff_stands_in_the_page_without_any_script() -> None:
    diff = "@@ -1,2 +1,2 @@\n one\n-<two>\n+&three;\n"
    (shown,) = [pre for pre in page_of(report(item(diff=diff))).iter("pre") if pre.get("data-marks") is not None]
    assert text_of(shown) == diff.removesuffix("\n")


def test_a_diff_is_cut_where_the_reader_wants_and_the_page_says_so() -> None:
    page = page_of(report(item(diff="@@ -1,2 +1,2 @@\n one\n-two\n+three\n")), lines=2)
    (shown,) = [pre for pre in page.iter("pre") if pre.get("data-marks") is not None]
    assert text_of(shown).splitlines() == ["@@ -1,2 +1,2 @@", " one"]
    assert "The diff is cut here: 2 of its 4 lines are shown." in text_of(page)


def lines_of_facts(page: Any) -> dict[str, bool]:
    """The lines that facts of files name, such as `n7`, and whether the diff has them, so that a link leads there."""
    found = [(side, item.get(f"data-{side}"), item) for item in page.iter("li") for side in "no"]
    return {f"{side}{number}": item.get("data-far") is None for side, number, item in found if number}


def test_facts_lead_to_their_lines() -> None:
    fact = Fact(kind=FactKind.NAME_ADDED, after="read", subject="function", new_line=7)
    page = page_of(report(item(facts=(fact,), diff="@@ -6,0 +7 @@\n+def read(): ...\n")))
    assert lines_of_facts(page) == {"n7": True}


def test_the_page_states_what_the_json_report_states() -> None:
    stated = (Statement("The key `a` is new.", new_line=3), Statement("The key `b` is gone.", old_line=4))
    page = page_of(report(item(statements=stated, diff="@@ -3,2 +3 @@\n-a\n-b\n+a\n")))
    assert lines_of_facts(page) == {"n3": True, "o4": True}
    assert "The key a is new." in text_of(page)


def test_a_line_that_the_diff_does_not_have_is_named_without_a_link() -> None:
    page = page_of(report(item(statements=(Statement("The key `a` is new.", new_line=300),))))
    assert lines_of_facts(page) == {"n300": False}


def test_a_diff_that_is_cut_still_has_the_lines_that_facts_name() -> None:
    diff = "@@ -0,0 +1,50 @@\n" + "".join(f"+line {number}\n" for number in range(1, 51))
    stated = (Statement("A new line reads `line 40`.", new_line=40),)
    page = page_of(report(item(statements=stated, diff=diff)), lines=5)
    (shown,) = [pre for pre in page.iter("pre") if pre.get("data-marks") is not None]
    assert text_of(shown).splitlines()[5:] == ["@@ -0,0 +39,3 @@", "+line 39", "+line 40", "+line 41"]
    assert lines_of_facts(page) == {"n40": True}


def test_the_certainty_of_the_model_is_told_and_what_a_rule_decided() -> None:
    page = text_of(page_of(report(item(probability=0.87), item("b.md", anchor="item-b", probability=None))))
    assert "87 % certain" in page
    assert "by rule" in page


def test_a_folded_file_is_a_sentence() -> None:
    page = page_of(report(item("uv.lock", folded=Fold.LOCK_FILE, status=Status.MODIFIED)))
    assert "Lock file, folded: 1 line is new and 1 line is gone." in text_of(page)
    assert not [pre for pre in page.iter("pre") if pre.get("data-marks") is not None]


def test_the_page_holds_the_whole_provenance() -> None:
    built = report()
    (shown,) = [pre for pre in page_of(built).iter("pre") if pre.get("id") == "provenance"]
    assert type(built.provenance).model_validate_json(text_of(shown)) == built.provenance
