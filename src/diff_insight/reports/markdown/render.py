"""Renders a report as Markdown, in the structure of the published Diff Insight Reports."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from diff_insight.reports.folded_file import folded_sentence
from diff_insight.reports.highlight_sections import highlight_sections
from diff_insight.reports.markdown.escape import fenced, prose, text
from diff_insight.reports.markdown.links import address, linked
from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import FileItem, Report, Told
from diff_insight.reports.shown_diff import shown_diff
from diff_insight.reports.untold import untold
from diff_insight.reports.upgrade_lines import upgrade_lines
from diff_insight.sentences.code_spans import unfenced
from diff_insight.sentences.short_names import short_names
from diff_insight.sentences.translation import Wording
from diff_insight.system.package_data import package_data
from diff_insight.system.visible import visible

COMMENT = 65_536
"""Maximum number of characters of a brief report: those of a comment on GitHub."""

_ROW = 200  # characters of a row, roughly, when the table is too long


def render_markdown(report: Report, options: RenderOptions = DEFAULT) -> str:
    """The report as Markdown; nothing in its diffs or texts can be interpreted as markup."""
    if not options.brief:
        return _render(report, options, report.files)
    by_weight = _by_weight(report)
    rows: Sequence[FileItem] = report.files
    while len(rendered := _render(report, options, rows)) > COMMENT and rows:
        # Of a table that is too long the rows that weigh least are left out, at least one at a time.
        over = (len(rendered) - COMMENT) // _ROW + 1
        kept = set(by_weight[: max(0, len(rows) - over)])
        rows = [file for file in report.files if file.path in kept]
    return rendered if len(rendered) <= COMMENT else f"{rendered[: COMMENT - 2]}…\n"


def _by_weight(report: Report) -> list[str]:
    """The paths of the files: first those of the topics that the highlights tell, then those with most lines."""
    told = {file.path: file.topic for file in report.coverage.files if file.told is Told.HIGHLIGHTS}

    def rank(file: FileItem) -> tuple[float, int]:
        topic = told.get(file.path)
        weight = float("inf") if topic is None else -report.topics[topic].weight
        return weight, -((file.additions or 0) + (file.deletions or 0))

    return [file.path for file in sorted(report.files, key=rank)]


def _render(report: Report, options: RenderOptions, rows: Sequence[FileItem]) -> str:
    flavour, diff_lines = options.flavour, options.diff_lines
    wording = Wording(report.language)
    environment = Environment(
        loader=FileSystemLoader(package_data("reports/templates")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is Markdown; `text` and `prose` escape for it
    )
    upgrade = upgrade_lines(wording, report)
    short = short_names(file.path for file in report.files)
    filters: dict[str, Callable[..., Any]] = {
        "address": address,
        "named": lambda file: _named(file, short[file.path], is_linked=not options.brief),
        "count": lambda number: "-" if number is None else str(number),
        "folded": lambda file: folded_sentence(wording, file),
        "prose": prose,
        "fence": fenced,
        "shown_diff": lambda file: shown_diff(wording, file, diff_lines),
        "summary_json": _summary_json,
        "text": text,
        "total": lambda file: None if file.additions is None else file.additions + (file.deletions or 0),
        "uncertainty": lambda file: _uncertainty(wording, file),
    }
    environment.filters.update(filters)
    return environment.get_template("report.md.j2").render(
        report=report,
        flavour=flavour,
        front_matter=_front_matter(report),
        headings=_headings(wording, len(report.files) - len(rows)),
        highlights=[
            (section.heading, [(line.text, linked(line.links)) for line in section.lines])
            for section in highlight_sections(wording, report)
        ],
        upgrade=[(line.text, linked(line.links)) for line in upgrade.lines],
        weak_upgrade=[(line.text, linked(line.links)) for line in upgrade.weak],
        rows=rows,
        brief=options.brief,
        coverage=_coverage(report, wording),
        provenance=_provenance(report),
    )


def _named(file: FileItem, short: str, *, is_linked: bool) -> str:
    return f"[{text(short)}](#{file.anchor})" if is_linked else text(short)


def _coverage(report: Report, wording: Wording) -> dict[str, Any] | None:
    """What the highlights leave out; None if that is nothing, or the report does not say it."""
    left = untold(wording, report)
    groups = [(kind, [(line.text, linked(line.links)) for line in lines]) for kind, lines in left.groups]
    return {"sentence": left.sentence, "untold": groups} if groups else None


def _headings(wording: Wording, more_files: int) -> dict[str, str]:
    return {
        "highlights": wording.say("Highlights"),
        "upgrade": wording.say("To upgrade"),
        "weak_upgrade": wording.say("Less certain: check whether it concerns you"),
        "insights": wording.say("Insights"),
        "none": wording.say("None."),
        "coverage": wording.say("Coverage"),
        "untold": wording.say("What is not in the highlights"),
        "more_files": wording.say_n(
            "{count} more file is not in this table.", "{count} more files are not in this table.", more_files
        ),
    }


def _front_matter(report: Report) -> str:
    fields = {
        "date": report.date.isoformat(),
        "summary": visible(unfenced(report.summary)),
        "title": visible(report.title),
    }
    if report.permalink:
        fields["permalink"] = visible(report.permalink)
    dumped = yaml.safe_dump(fields, allow_unicode=True, sort_keys=True, width=float("inf"))
    return f"---\n{dumped}\n---\n"


def _summary_json(file: FileItem) -> str:
    summary = {"modification_type": file.type, "modification_title": file.title}
    return visible(json.dumps(summary, ensure_ascii=False, indent=4))


def _uncertainty(wording: Wording, file: FileItem) -> str:
    percent = int(100 * (file.probability or 0))
    return wording.say("The type of this change is not certain ({percent} %).", percent=percent)


def _provenance(report: Report) -> str:
    """The whole provenance as JSON for an HTML comment, escaped so that it cannot end the comment."""
    content = report.provenance.model_dump(mode="json", exclude_none=True)
    text = json.dumps({"provenance": content}, ensure_ascii=True)
    return re.sub(r"--|[<>]", lambda match: "".join(f"\\u{ord(letter):04x}" for letter in match[0]), text)
