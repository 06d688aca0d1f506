"""Extracts from each report what its neighbours, the lists and the search show of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight.errors import SiteError
from diff_insight.insight.change_types import Section
from diff_insight.reports.compared import compared
from diff_insight.reports.highlight_sections import highlight_sections
from diff_insight.reports.html.page import plain
from diff_insight.reports.html.type_colours import colour_of
from diff_insight.reports.report import Report
from diff_insight.sentences.code_spans import spans
from diff_insight.sentences.translation import Wording

_UNFIT = re.compile(r"[^\w-]+")
_NAME = re.compile(r"(?:--)?[^\W\d][\w.$:/-]{2,60}(?:\(\))?")  # a name of code, an option, a setting, a route


class FileEntry(BaseModel):
    """A file of a report, as indexed for search."""

    model_config = ConfigDict(frozen=True)

    path: str
    title: str
    type: str


class TopicEntry(BaseModel):
    """A line of a report's highlights, as plain text.

    Attributes:
        text: the line.
        section: the section of the highlights that has it.
        number: the position of its topic on the report's page, counted from 1; None for a line about no single topic.
        names: the names that it mentions between backticks.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    section: Section
    number: int | None
    names: tuple[str, ...]


class TypeCount(BaseModel):
    """The number of a report's files with a type, and the index of the type's colour."""

    model_config = ConfigDict(frozen=True)

    name: str
    count: int
    colour: int


class Entry(BaseModel):
    """What the site shows of a report outside the report's own page.

    Attributes:
        digest: SHA-256 of the report's JSON.
        day: the report's date.
        category: name of the category.
        language: language of the report.
        compared: the versions compared; '' if they have no names.
        summary: the summary, as plain text.
        topics: the lines of its highlights, breaking changes first.
        types: the types of its files, in the order of the report's labels.
        files: all files.
        added: number of added lines.
        removed: number of removed lines.
        model: name of the model asked; None if there was none.
    """

    model_config = ConfigDict(frozen=True)

    digest: str
    day: date
    category: str
    language: str
    compared: str
    summary: str
    topics: tuple[TopicEntry, ...]
    types: tuple[TypeCount, ...]
    files: tuple[FileEntry, ...]
    added: int
    removed: int
    model: str | None

    @property
    def month(self) -> str:
        """The month, such as 2025-03."""
        return f"{self.day:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A report's entry and the address of its page."""

    entry: Entry
    address: str


def digest_of(written: bytes) -> str:
    """The SHA-256 that identifies a report's bytes."""
    return sha256(written).hexdigest()


def read_report(file: Path, written: bytes) -> Report:
    """Parse the report in a JSON file.

    Raises:
        SiteError: it is not a report of this version.
    """
    try:
        return Report.model_validate_json(written)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise SiteError(
            f"{file} is not a report of this version ({place}: {first['msg']}): make one with `report --format json`"
        ) from None


def entry_of(report: Report, digest: str) -> Entry:
    """What the site shows of a report."""
    counts = Counter(file.type for file in report.files)
    names = [label.name for label in report.provenance.labels]
    ordered = sorted(counts, key=lambda name: (names.index(name) if name in names else len(names), name))
    return Entry(
        digest=digest,
        day=report.date,
        category=report.category,
        language=report.language,
        compared=compared(report.range),
        summary=plain(report.summary),
        topics=tuple(_topics(report)),
        types=tuple(TypeCount(name=name, count=counts[name], colour=colour_of(report, name)) for name in ordered),
        files=tuple(FileEntry(path=file.path, title=plain(file.title), type=file.type) for file in report.files),
        added=sum(file.additions or 0 for file in report.files),
        removed=sum(file.deletions or 0 for file in report.files),
        model=report.provenance.model.name if report.provenance.model else None,
    )


def _topics(report: Report) -> Iterator[TopicEntry]:
    """The lines of the highlights, breaking changes first."""
    sections = highlight_sections(Wording(report.language), report)
    for each in sorted(sections, key=lambda each: each.section is not Section.BREAKING_CHANGES):
        for line in each.lines:
            named = (span.text for span in spans(line.text) if span.is_code)
            yield TopicEntry(
                text=plain(line.text),
                section=each.section,
                number=None if line.topic is None else line.topic + 1,
                names=tuple(dict.fromkeys(name for name in named if _NAME.fullmatch(name))),
            )


def addresses(entries: Sequence[Entry]) -> list[str]:
    """Where each report's page lies in the site, such as `reports/2025/03/20250322-openai.en.html`.

    If several share day, category and language, all but the first by digest get a number in their name.
    """
    taken: Counter[str] = Counter()
    found: dict[int, str] = {}
    for place in sorted(range(len(entries)), key=lambda place: entries[place].digest):
        entry = entries[place]
        stem = f"reports/{entry.day:%Y/%m}/{entry.day:%Y%m%d}-{slug(entry.category)}.{entry.language}"
        taken[stem] += 1
        found[place] = f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.html"
    return [found[place] for place in range(len(entries))]


def slug(name: str) -> str:
    """A name as part of an address: letters, digits, underscores and dashes."""
    normal = unicodedata.normalize("NFC", name)
    return _UNFIT.sub("-", normal).strip("-.").lower()[:60] or "report"
