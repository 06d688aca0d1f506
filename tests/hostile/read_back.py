"""Makes every output of some bytes that may be a diff, reads each back with a parser of its own, and compares."""

import html
import json
import re
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any

import cmarkgfm
import html5lib
from cmarkgfm.cmark import Options
from markupsafe import Markup

from diff_insight.changes.changeset import FileChange
from diff_insight.changes.folding import fold
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.errors import UnreadableChangeError
from diff_insight.insight.questions.digest import digest
from diff_insight.pipeline import ReportSpec, make, plan
from diff_insight.reports.html.page import Assets, Pages
from diff_insight.reports.html.render import page_values
from diff_insight.reports.json_text import render_json
from diff_insight.reports.markdown.render import render_markdown
from diff_insight.reports.render_options import Flavour, RenderOptions
from diff_insight.reports.report import FileItem, Report, Told
from diff_insight.reports.shown_diff import ShownDiff, shown_diff
from diff_insight.sentences.code_spans import spans
from diff_insight.sentences.translation import Wording
from diff_insight.system.visible import visible

LINES = 60  # of a diff that are shown
SPEC = ReportSpec(contributors=True, rendering=RenderOptions(Flavour.GITHUB, LINES))
_TAGS = frozenset(
    "a blockquote code details h1 h2 h3 li p pre strong summary table tbody td th thead tr ul".split()  # noqa: SIM905
)
_OF_LINES = ("version ", "link ", "term ", "date ", "number ", "line ")  # kinds of facts that quote parts of a line
_WORD = re.compile(r"\w+")
_TEMPLATE = re.compile(r"<.*>")
_PLAIN_NAME = re.compile(r"[(<]| -> ")  # what stands before is a name and those of its containers
_PAGES = Pages()
_NO_ASSETS = Assets(Markup(), Markup(), "default-src 'none'")  # they are the same in every page


def read_back(data: bytes) -> Report | None:
    """Make a report of a patch as Markdown, HTML and JSON, and read all three back.

    Returns:
        The report; None for bytes that are refused with a sentence.

    Raises:
        AssertionError: a parser reads something else than the report says, or a fact does not stand where it says.
    """
    try:
        changes = read_patch(data, None)
    except UnreadableChangeError as error:
        _check_sentence(str(error))
        return None
    for file in changes.files:
        text = digest(file, changes.commits, (), lambda text: len(text) // 3, 300)
        assert len(text) < 4_000
    if not changes.files:  # what a series adds and removes again
        return None
    planned = plan(replace(changes, files=fold(changes.files)), SPEC, date(2026, 1, 1))
    (built,) = make(planned, SPEC, None, lambda _: nullcontext(lambda *_: None))
    _check_diffs(changes.files, built)
    _check_quotes(changes.files, built)
    assert Report.model_validate_json(render_json(built)) == built
    _check_markdown(built)
    _check_page(built)
    return built


def _check_sentence(said: str) -> None:
    assert said
    assert "\n" not in said


def _check_diffs(files: Sequence[FileChange], built: Report) -> None:
    """The JSON keeps each diff, in bytes."""
    for file, item in zip(files, built.files, strict=True):
        assert item.diff == file.diff
        assert item.diff.encode(item.encoding).decode(item.encoding) == item.diff


def _check_quotes(files: Sequence[FileChange], built: Report) -> None:
    """What facts about words, links, lines and names quote stands on the line of the diff that they name."""
    for file, item in zip(files, built.files, strict=True):
        lines = [line for hunk in file.hunks for line in hunk.lines]
        old = {line.old: line.text for line in lines if line.kind != "+"}
        new = {line.new: line.text for line in lines if line.kind != "-"}
        for fact in item.facts:
            quotes = [] if fact.old_path else [(fact.before, old.get(fact.old_line))]
            quotes += [] if fact.new_path else [(fact.after, new.get(fact.new_line))]
            for quote, line in quotes:
                if quote is not None and line is not None and fact.kind.value.startswith(_OF_LINES):
                    assert quote in line, fact
                elif quote is not None and line is not None and fact.kind.value.startswith("name "):
                    name = _PLAIN_NAME.split(_TEMPLATE.sub("", quote))[0]
                    assert set(_WORD.findall(name)[-1:]) <= set(_WORD.findall(line)), fact


def _check_markdown(built: Report) -> None:
    """GitHub's own parser finds the headings, rows, anchors and code blocks of the report, and no others."""
    body = render_markdown(built, RenderOptions(Flavour.GITHUB, LINES)).partition("\n---\n")[2]
    shown = cmarkgfm.github_flavored_markdown_to_html(body, options=Options.CMARK_OPT_UNSAFE)
    headings = [(int(level), _text(inner)) for level, inner in re.findall(r"<h(\d)>(.*?)</h\1>", shown, re.DOTALL)]
    expected = [(1, "Highlights"), (2, "New features"), (2, "Breaking changes"), (2, "Other updates"), (1, "Insights"),
                (1, "Summary Table"), (1, "Modified Contents")]  # fmt: skip
    diffs = []
    for file in built.files:
        expected.append((2, _squeezed(visible(file.path))))
        if file.folded:
            continue
        expected += [(3, "Summary"), (3, "Explanation")]
        if text := _shown(file).text:
            diffs.append(f"{text}\n")
    is_left_out = {Told.TAKEN_BACK, Told.IN_BOTH, Told.OUTSIDE} & {commit.told for commit in built.coverage.commits}
    if is_left_out or any(not topic.told for topic in built.topics):
        expected.append((1, "Coverage"))
    assert headings == expected
    assert re.findall(r'<a id="([^"]*)">', shown) == [file.anchor for file in built.files]
    assert len(re.findall(r"<tr>", shown)) == len(built.files) + 1
    assert len(re.findall(r"<td[ >]", shown)) == 7 * len(built.files)
    codes = re.findall(r'<pre lang="diff"><code>(.*?)</code>', shown, re.DOTALL)
    assert [html.unescape(code) for code in codes] == diffs
    summaries = re.findall(r'<pre lang="json"><code>(.*?)</code>', shown, re.DOTALL)
    told = [file for file in built.files if not file.folded]
    assert [json.loads(html.unescape(text))["modification_type"] for text in summaries] == [f.type for f in told]
    anchors = {f"#{file.anchor}" for file in built.files}
    pages = {link.url for topic in built.topics for link in topic.links if link.url}
    for target, inner in re.findall(r'<a href="([^"]*)">(.*?)</a>', shown, re.DOTALL):
        # GitHub makes links of addresses that stand in a text; such a one leads where it says.
        said, meant = html.unescape(inner), html.unescape(target)
        assert meant in (said, f"mailto:{said}", f"http://{said}") or meant in anchors | pages, meant
    tags = set(re.findall(r"<([a-z][a-z0-9]*)", shown.rpartition('<!-- {"provenance"')[0]))
    assert tags <= _TAGS


def _check_page(built: Report) -> None:
    """A browser's parser finds the files of the report with their diffs, no other elements, and nothing that runs."""
    page = html5lib.parse(
        _PAGES.render("report.html.j2", {**page_values(built, LINES), "assets": _NO_ASSETS}),
        namespaceHTMLElements=False,
    )
    articles = [article for article in page.iter("article") if article.get("class") == "file"]
    assert [article.get("id") for article in articles] == [file.anchor for file in built.files]
    for article, file in zip(articles, built.files, strict=True):
        (heading,) = article.iter("h3")
        assert _inner(heading).endswith(visible(file.path))
        (title,) = [element for element in article.iter("span") if element.get("class") == "title"]
        assert _inner(title) == visible("".join(span.text for span in spans(" ".join(file.title.split()))))
        wanted = "" if file.folded else _shown(file).text
        # Lines that facts name follow what is cut.
        shown = [_inner(pre) for pre in article.iter("pre")]
        assert len(shown) == bool(wanted)
        assert all(text == wanted or text.startswith(f"{wanted}\n@@ ") for text in shown)
    for element in page.iter():
        assert not any(str(name).startswith("on") or name in ("src", "style") for name in element.attrib)
        is_icon = element.get("rel") == "icon"
        assert str(element.get("href", "#")).startswith(
            "data:image/svg+xml," if is_icon else ("#", "https://", "http://")
        )
    names = {str(element.tag) for element in page.iter()}
    assert not names & {"img", "iframe", "object", "embed", "base", "video", "math"}
    assert len(list(page.iter("link"))) == 1
    assert len(list(page.iter("script"))) == 1
    assert len(list(page.iter("style"))) == 1


def _shown(file: FileItem) -> ShownDiff:
    return shown_diff(Wording("en"), file, LINES)


def _inner(element: Any) -> str:
    return "".join(element.itertext())


def _text(inner: str) -> str:
    return _squeezed(html.unescape(re.sub(r"<[^>]*>", "", inner)))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
