from datetime import date

from diff_insight.insight.insight import Author
from diff_insight.reports.report import Highlights, LineTopics, Report
from diff_insight.site.entry import Placed, entry_of
from diff_insight.site.recurring_names import recurring_names
from tests.made_reports import report


def telling(day: date, *lines: str) -> Report:
    highlights = Highlights(
        introduction="", new_features=lines, breaking_changes=(), other_updates=(), topics=LineTopics(),
        written_by=Author.FACTS,
    )  # fmt: skip
    return report(date=day, highlights=highlights)


def placed(*reports: Report) -> list[Placed]:
    return [Placed(entry_of(each, str(number)), f"{number}.html") for number, each in enumerate(reports)]


def test_a_name_that_reports_of_two_months_mention_has_a_page_with_what_they_tell_newest_first() -> None:
    later = telling(date(2025, 4, 1), "The default of `read` changes")
    earlier = telling(date(2025, 3, 1), "New: `read` and `write`")
    (found,) = recurring_names(placed(later, earlier))
    assert (found.name, found.address) == ("read", "names/read.html")
    assert [mention.topic.text for mention in found.mentions] == [
        "The default of read changes", "New: read and write",
    ]  # fmt: skip


def test_what_is_told_twice_in_one_month_does_not_recur() -> None:
    assert not recurring_names(placed(telling(date(2025, 3, 1), "`read`"), telling(date(2025, 3, 9), "`read`")))


def test_only_names_of_code_are_names() -> None:
    said = ("`pip install x`, `10`, `--limit`, `Reader.read`, `GET /users`",)
    days = (date(2025, 3, 1), date(2025, 4, 1))
    assert [each.name for each in recurring_names(placed(*(telling(day, *said) for day in days)))] == [
        "--limit", "Reader.read",
    ]  # fmt: skip


def test_names_that_are_spelled_alike_in_addresses_have_their_own_pages() -> None:
    days = (date(2025, 3, 1), date(2025, 4, 1))
    names = recurring_names(placed(*(telling(day, "`a.read` and `a-read`") for day in days)))
    assert len({each.address for each in names}) == 2
