"""Builds a site out of JSON reports, and of one that was built before only what changed."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight import __version__
from diff_insight.errors import SiteError
from diff_insight.report.html.page import Pages
from diff_insight.site.entry import Entry, addresses, digest_of, entry_of, read_report
from diff_insight.site.feed import atom_feed
from diff_insight.site.pages import Neighbours, Placed, SitePages, category_address, month_address
from diff_insight.system.atomic_file import remove_leftovers, write_atomically
from diff_insight.system.package_data import package_data

MANIFEST = ".diff-insight-site.json"
"""The file of a site that says what it was built from."""

_IS_MEANT = b'"report_version"'  # in a file that is or was a report; other JSON files are none of the site's

_AT_ONCE = 16  # pages that a process renders before it tells


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How a site is built.

    Attributes:
        target: its folder.
        title: what it is called.
        url: where it will be, for the feed; '' where nobody knows.
        language: of what stands around the reports.
        templates: a folder of templates that come before the tool's own; None for none.
        diff_lines: lines of each file's diff that a page holds.
        processes: that render reports side by side.
    """

    target: Path
    title: str
    url: str
    language: str
    templates: Path | None
    diff_lines: int
    processes: int


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: pages of reports rendered and kept, files removed, and files that were no reports."""

    reports: int
    rendered: int
    removed: int
    left_out: tuple[str, ...]


class _Manifest(BaseModel):
    """What a site was built from: each report's entry by its digest, and for each page a digest of all it shows."""

    model_config = ConfigDict(extra="forbid")

    entries: dict[str, Entry] = {}
    pages: dict[str, str] = {}
    others: tuple[str, ...] = ()


def build_site(reports: Sequence[Path], settings: SiteSettings, progress: Callable[[int, int], None]) -> Built:
    """Write the site; pages whose reports and surroundings are as before are kept.

    Args:
        reports: JSON reports, and folders that are searched for some.
        settings: how it is built.
        progress: called with the pages rendered and the pages to render.

    Raises:
        SiteError: there is no report, one that was named is none, or the folder holds something else than a site.
        UsageError: a template is wrong.
        OSError: the folder cannot be written.
    """
    target = settings.target
    _check_target(target)
    before = _read_manifest(target)
    found, left_out = _found(reports, before.entries)
    if not found:
        raise SiteError(f"there is no JSON report in {', '.join(map(str, reports))}: `report --format json` makes some")
    if not (target / MANIFEST).is_file():  # of a site that is built for the first time and may not be finished
        write_atomically(target / MANIFEST, before.model_dump_json().encode())
    entries = [entry for _, entry in found]
    placed = [Placed(entry, address) for entry, address in zip(entries, addresses(entries), strict=True)]
    neighbours = _neighbours(placed)
    look = _look(settings)
    keys = {each.address: _key(look, each, neighbours[each.address]) for each in placed}
    stale = [
        _Page(file, each.address, neighbours[each.address])
        for (file, _), each in zip(found, placed, strict=True)
        if before.pages.get(each.address) != keys[each.address] or not (target / each.address).is_file()
    ]
    done = 0
    progress(0, len(stale))
    for number in _written(stale, settings):
        done += number
        progress(done, len(stale))
    others = _write_lists(settings, placed)
    kept = {*keys, *others}
    remove_leftovers(target)
    removed = sorted(({*before.pages, *before.others}) - kept)
    for address in removed:
        (target / address).unlink(missing_ok=True)
    manifest = _Manifest(entries={entry.digest: entry for entry in entries}, pages=keys, others=tuple(sorted(others)))
    write_atomically(target / MANIFEST, manifest.model_dump_json().encode())
    return Built(len(placed), len(stale), len(removed), tuple(left_out))


def _check_target(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise SiteError(f"{target} is no folder: choose another place with -o")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise SiteError(f"{target} holds something else than a site: choose an empty or a new folder with -o")


def _read_manifest(target: Path) -> _Manifest:
    """What the site was built from; of one that is damaged everything is rendered again."""
    with suppress(OSError, ValidationError):
        return _Manifest.model_validate_json((target / MANIFEST).read_bytes())
    return _Manifest()


def _found(reports: Sequence[Path], known: Mapping[str, Entry]) -> tuple[list[tuple[Path, Entry]], list[str]]:
    """Reports newest first, each once, and files in folders that are none."""
    entries: dict[str, tuple[Path, Entry]] = {}
    left_out: list[str] = []
    for file, is_named in _files(reports):
        try:
            written = file.read_bytes()
        except OSError as error:
            raise SiteError(f"{file} cannot be read: {error.strerror}; check the path") from None
        digest = digest_of(written)
        if digest in entries:
            continue
        try:
            entries[digest] = (file, known.get(digest) or entry_of(read_report(file, written), digest))
        except SiteError as error:
            if is_named or _IS_MEANT in written:
                raise
            left_out.append(str(error))
    order = sorted(entries.values(), key=lambda found: (found[1].category, found[1].language, found[1].digest))
    return sorted(order, key=lambda found: found[1].day, reverse=True), left_out


def _files(reports: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    for path in reports:
        if not path.exists():
            raise SiteError(f"there is no {path} to read: name JSON reports, as `report --format json` makes some")
        if path.is_dir():
            yield from ((file, False) for file in sorted(path.rglob("*.json")) if file.name != MANIFEST)
        else:
            yield path, True


def _neighbours(placed: Sequence[Placed]) -> dict[str, Neighbours]:
    """For each address the reports before and after it among those of its category and language."""
    series: dict[tuple[str, str], list[Placed]] = {}
    for each in placed:  # newest first
        series.setdefault((each.entry.category, each.entry.language), []).append(each)
    found: dict[str, Neighbours] = {}
    for row in series.values():
        for place, each in enumerate(row):
            previous = row[place + 1] if place + 1 < len(row) else None
            found[each.address] = Neighbours(previous, row[place - 1] if place else None)
    return found


def _look(settings: SiteSettings) -> str:
    """A digest of everything besides reports that a report's page depends on."""
    identity = sha256(json.dumps([__version__, settings.title, settings.diff_lines]).encode())
    own = package_data("report/templates")
    for file in sorted(own.iterdir(), key=lambda file: file.name):
        identity.update(file.read_bytes())
    if settings.templates and settings.templates.is_dir():
        for path in sorted(path for path in settings.templates.rglob("*") if path.is_file()):
            identity.update(str(path.relative_to(settings.templates)).encode() + b"\0" + path.read_bytes())
    return identity.hexdigest()


def _key(look: str, placed: Placed, neighbours: Neighbours) -> str:
    around = [each and (each.address, each.entry.day.isoformat()) for each in (neighbours.previous, neighbours.next)]
    return sha256(json.dumps([look, placed.entry.digest, around]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Page:
    """A report's page that is to be written, and from what."""

    file: Path
    address: str
    neighbours: Neighbours


def _written(pages: Sequence[_Page], settings: SiteSettings) -> Iterator[int]:
    """Write pages, by several processes where there are many, and give the number of those done at a time."""
    parts = [pages[start : start + _AT_ONCE] for start in range(0, len(pages), _AT_ONCE)]
    write = partial(_write_report_pages, settings)
    if settings.processes == 1 or len(parts) == 1:
        yield from map(write, parts)
        return
    with ProcessPoolExecutor(settings.processes) as pool:
        yield from pool.map(write, parts)


def _write_report_pages(settings: SiteSettings, pages: Sequence[_Page]) -> int:
    made = SitePages(Pages(settings.templates), settings.title, settings.language)
    for page in pages:
        report = read_report(page.file, page.file.read_bytes())
        _write(settings.target / page.address, made.report(report, page.address, page.neighbours, settings.diff_lines))
    return len(pages)


def _write_lists(settings: SiteSettings, placed: Sequence[Placed]) -> set[str]:
    """Write all pages but the reports' own, where they changed, and give their addresses."""
    pages = SitePages(Pages(settings.templates), settings.title, settings.language)
    texts = {"index.html": pages.first(placed), "search.html": pages.search(placed)}
    for month, of_month in groupby(placed, key=lambda each: each.entry.month):
        texts[month_address(month)] = pages.month(month, list(of_month))
    for address, of_category in _by_category(placed):
        texts[address] = pages.category(of_category[0].entry.category, of_category)
    for address, text in texts.items():
        _write(settings.target / address, text)
    feed = settings.target / "feed.xml"
    _write(feed, atom_feed(placed, settings.title, settings.url, settings.language).decode())
    return {*texts, "feed.xml"}


def _by_category(placed: Iterable[Placed]) -> list[tuple[str, list[Placed]]]:
    found: dict[str, list[Placed]] = {}
    for each in placed:
        found.setdefault(category_address(each.entry.category), []).append(each)
    return sorted(found.items())


def _write(path: Path, text: str) -> None:
    content = text.encode("utf-8")
    with suppress(OSError):
        if path.read_bytes() == content:
            return
    write_atomically(path, content)
