"""Renders the pages of a site: the lists of reports, the search, and each report between its neighbours."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from babel.dates import format_date

from diff_insight.insight.change_types import Section
from diff_insight.reports.html.icon import icon
from diff_insight.reports.html.page import Pages
from diff_insight.reports.html.render import SCRIPTS, STYLES, page_values
from diff_insight.reports.report import Report
from diff_insight.sentences.translation import Wording
from diff_insight.site.entry import Placed, TopicEntry, slug
from diff_insight.site.recurring_names import RecurringName

_RECENT = 100  # reports on the first page
_OF_DAY = 30  # maximum breaking changes of a day, and new features


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The reports of the same category and language before and after one."""

    previous: Placed | None
    next: Placed | None


@dataclass(frozen=True, slots=True)
class _Day:
    """A day's reports, and what they tell of most weight across categories: breaking changes and new features."""

    name: str
    reports: tuple[Placed, ...]
    told: tuple[tuple[str, tuple[tuple[Placed, TopicEntry], ...]], ...]


class SitePages:
    """Renders pages with one title, in one language.

    Args:
        pages: the page renderer, with its templates.
        title: title of the site.
        language: language of the pages around the reports.
    """

    def __init__(self, pages: Pages, title: str, language: str) -> None:
        self._pages = pages
        self._title = title
        self._wording = Wording(language)

    def report(self, report: Report, address: str, neighbours: Neighbours, diff_lines: int) -> str:
        """The page of a report; the text around it is in the report's language too."""
        values = page_values(report, diff_lines)
        return self._pages.render(
            "site_report.html.j2",
            {
                **values,
                "assets": self._pages.assets((*STYLES, "site.css"), SCRIPTS),
                "site_title": self._title,
                "root": "../" * address.count("/"),
                "category_address": category_address(report.category),
                "previous": neighbours.previous,
                "next": neighbours.next,
            },
        )

    def first(self, reports: Sequence[Placed], *, has_names: bool) -> str:
        """The first page: the newest reports, and links to all others, and to the names that recur if there are any."""
        shown = reports[:_RECENT]
        more = {"older": len(reports) - len(shown), "has_names": has_names}
        return self._list("site_index.html.j2", shown, "", {**self._ways(reports), **more})

    def names(self, names: Sequence[RecurringName]) -> str:
        """The names that recur, each with a link to its page."""
        return self._render("site_names.html.j2", (*STYLES, "site.css"), ("page.js",), "", {"names": names})

    def name(self, name: RecurringName) -> str:
        """The page of a name: what reports tell about it, newest first."""
        return self._render("site_name.html.j2", (*STYLES, "site.css"), ("page.js",), "../", {"recurring": name})

    def month(self, name: str, reports: Sequence[Placed]) -> str:
        """The reports of a month."""
        heading = format_date(reports[0].entry.day.replace(day=1), "yMMMM", locale=self._wording.language)
        return self._list("site_list.html.j2", reports, "../", {"heading": heading})

    def category(self, name: str, reports: Sequence[Placed]) -> str:
        """The reports of a category."""
        return self._list("site_list.html.j2", reports, "../", {"heading": name})

    def search(self, reports: Sequence[Placed]) -> str:
        """The search page; it embeds its index, because a page opened from disk cannot fetch files."""
        records = [
            [
                placed.address, placed.entry.day.isoformat(), placed.entry.category, placed.entry.language,
                placed.entry.summary, [[file.path, file.title, file.type] for file in placed.entry.files],
                [[topic.text, topic.number] for topic in placed.entry.topics],
            ]
            for placed in reports
        ]  # fmt: skip
        # A data block is text to a browser, but `</script>` in it would end it.
        index = json.dumps(records, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        say = self._wording.say
        words = {
            "found": say("Reports found: {count}", count="{count}"),
            "most": say("The first {count} are shown.", count=50),
        }
        return self._render(
            "site_search.html.j2", (*STYLES, "site.css"), ("page.js", "search.js"), "",
            {"index": index, "words": json.dumps(words)},
        )  # fmt: skip

    def _list(self, template: str, reports: Sequence[Placed], root: str, values: Mapping[str, object]) -> str:
        styles = (*STYLES, "site.css")
        return self._render(template, styles, ("page.js",), root, {"days": self._days(reports), **values})

    def _render(
        self, template: str, styles: Iterable[str], scripts: Iterable[str], root: str, values: Mapping[str, object]
    ) -> str:
        return self._pages.render(
            template,
            {
                "assets": self._pages.assets(styles, scripts),
                "language": self._wording.language,
                "say": self._wording.say,
                "say_n": self._wording.say_n,
                "site_title": self._title,
                "icon": icon(self._title),
                "root": root,
                **values,
            },
        )

    def _days(self, reports: Sequence[Placed]) -> list[_Day]:
        return [
            self._day(format_date(day, "full", locale=self._wording.language), tuple(of_day))
            for day, of_day in groupby(reports, key=lambda placed: placed.entry.day)
        ]

    def _day(self, name: str, reports: tuple[Placed, ...]) -> _Day:
        headings = {
            Section.BREAKING_CHANGES: self._wording.say("Breaking changes"),
            Section.NEW_FEATURES: self._wording.say("New features"),
        }
        told = [
            (
                heading,
                tuple((each, topic) for each in reports for topic in each.entry.topics if topic.section is section),
            )
            for section, heading in headings.items()
        ]
        return _Day(name, reports, tuple((heading, topics[:_OF_DAY]) for heading, topics in told if topics))

    def _ways(self, reports: Sequence[Placed]) -> Mapping[str, object]:
        months = [(month, len(list(of_month))) for month, of_month in groupby(reports, key=lambda p: p.entry.month)]
        counts: dict[str, int] = {}
        for placed in reports:
            counts[placed.entry.category] = counts.get(placed.entry.category, 0) + 1
        models = sorted({placed.entry.model for placed in reports if placed.entry.model})
        return {
            "months": [(month_address(month), month, count) for month, count in months],
            "categories": [(category_address(name), name, count) for name, count in sorted(counts.items())],
            "models": self._wording.join([f"`{model}`" for model in models], most=8) if models else "",
            "models_count": len(models),
        }


def month_address(month: str) -> str:
    """The address of the page of a month."""
    return f"months/{month}.html"


def category_address(category: str) -> str:
    """The address of the page of a category."""
    return f"categories/{slug(category)}.html"


NAMES = "names.html"
"""The address of the list of names that recur."""
