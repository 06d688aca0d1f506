from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from diff_insight.reports.json_text import render_json
from tests.made_reports import item, report

MakeReports = Callable[..., Path]


@pytest.fixture
def make_reports(tmp_path: Path) -> MakeReports:
    """Writes one report a day, in each of some categories and languages, and gives their folder."""

    def make(
        days: int = 3, categories: tuple[str, ...] = ("docs", "code"), languages: tuple[str, ...] = ("en",)
    ) -> Path:
        folder = tmp_path / "reports"
        folder.mkdir(exist_ok=True)
        for number in range(days):
            for category in categories:
                for language in languages:
                    built = report(
                        item(f"{category}/page-{number}.md", title=f"A title for day {number}"),
                        date=date(2025, 3, 30) + timedelta(days=number),
                        category=category,
                        language=language,
                        title=f"Diff Insight Report - {category}",
                        summary=f"On day {number} something of `{category}` changes; 日本語 too.",
                    )
                    (folder / f"{number}-{category}-{language}.json").write_text(render_json(built), "utf-8")
        return folder

    return make
