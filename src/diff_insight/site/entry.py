"""Reads of each report what its neighbours, the lists and the search say of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight.errors import SiteError
from diff_insight.report.compared import compared
from diff_insight.report.html.page import plain
from diff_insight.report.html.render import colour_of
from diff_insight.report.report import Report

_HIGHLIGHTS = 3
_UNFIT = re.compile(r"[^\w-]+")


class FileEntry(BaseModel):
    """A file of a report, as the search finds it."""

    model_config = ConfigDict(frozen=True)

    path: str
    title: str
    type: str


class TypeCount(BaseModel):
    """How many files of a report have a type, and the number of the type's colour."""

    model_config = ConfigDict(frozen=True)

    name: str
    count: int
    colour: int


class Entry(BaseModel):
    """What the site says of a report outside the report's own page.

    Attributes:
        digest: SHA-256 of the report's JSON.
        day: its date.
        category: as it is called.
        language: of its texts.
        compared: which versions, '' where they have no names.
        summary: plain text.
        highlights: the first of them, plain text.
        types: of its files, in the order in which they were asked for.
        files: all of them.
        added: lines.
        removed: lines.
        model: the name of the model that was asked, None for none.
    """

    model_config = ConfigDict(frozen=True)

    digest: str
    day: date
    category: str
    language: str
    compared: str
    summary: str
    highlights: tuple[str, ...]
    types: tuple[TypeCount, ...]
    files: tuple[FileEntry, ...]
    added: int
    removed: int
    model: str | None

    @property
    def month(self) -> str:
        """Such as 2025-03."""
        return f"{self.day:%Y-%m}"


def digest_of(written: bytes) -> str:
    """What a report's bytes are known by."""
    return sha256(written).hexdigest()


def read_report(file: Path, written: bytes) -> Report:
    """The report that a JSON file holds.

    Raises:
        SiteError: it is none, or one of another version.
    """
    try:
        return Report.model_validate_json(written)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise SiteError(
            f"{file} is no report of this version ({place}: {first['msg']}): make it with `report --format json`"
        ) from None


def entry_of(report: Report, digest: str) -> Entry:
    """What the site says of a report."""
    said = report.highlights
    highlights = (*said.breaking_changes, *said.new_features, *said.other_updates)
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
        highlights=tuple(plain(highlight) for highlight in highlights[:_HIGHLIGHTS]),
        types=tuple(TypeCount(name=name, count=counts[name], colour=colour_of(report, name)) for name in ordered),
        files=tuple(FileEntry(path=file.path, title=plain(file.title), type=file.type) for file in report.files),
        added=sum(file.additions or 0 for file in report.files),
        removed=sum(file.deletions or 0 for file in report.files),
        model=report.provenance.model.name if report.provenance.model else None,
    )


def addresses(entries: Sequence[Entry]) -> list[str]:
    """Where each report's page lies in the site, such as `reports/2025/03/20250322-openai.en.html`.

    Of several with one day, category and language those after the first, by digest, have a number in their name.
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
    """A name as part of an address: letters, digits and dashes."""
    normal = unicodedata.normalize("NFC", name)
    return _UNFIT.sub("-", normal).strip("-.").lower()[:60] or "report"
