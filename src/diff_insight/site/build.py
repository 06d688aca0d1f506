"""Builds a site from JSON reports; a rebuild renders only what changed."""

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
from diff_insight.reports.html.page import Pages
from diff_insight.site.entry import Entry, Placed, addresses, digest_of, entry_of, read_report
from diff_insight.site.feed import atom_feed
from diff_insight.site.pages import NAMES, Neighbours, SitePages, category_address, month_address
from diff_insight.site.recurring_names import recurring_names
from diff_insight.system.atomic_file import remove_leftovers, write_atomically
from diff_insight.system.package_data import package_data

MANIFEST = ".diff-insight-site.json"
"""The file in a site that records what it was built from."""

_IS_MEANT = b'"report_version"'  # marks a file as a report, even if invalid; other JSON files are skipped

_AT_ONCE = 16  # pages a process renders between progress updates


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How a site is built.

    Attributes:
        target: folder of the site.
        title: title of the site.
        url: address of the site, for the feed; '' if unknown.
        language: language of the pages around the reports.
        templates: folder of templates that override the built-in ones; None if there is none.
        diff_lines: maximum lines of each file's diff on a page.
        processes: number of processes that render reports in parallel.
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
    """The result of a build: numbers of reports, pages rendered and files removed, and why files were skipped."""

    reports: int
    rendered: int
    removed: int
    left_out: tuple[str, ...]


class _Manifest(BaseModel):
    """What a site was built from: entries by report digest, and for each report's page a digest of all it shows."""

    model_config = ConfigDict(extra="forbid")

    entries: dict[str, Entry] = {}
    pages: dict[str, str] = {}
    others: tuple[str, ...] = ()


def build_site(reports: Sequence[Path], settings: SiteSettings, progress: Callable[[int, int], None]) -> Built:
    """Write the site; pages whose report and surroundings have not changed are kept.

    Args:
        reports: JSON reports, and folders to search for them.
        settings: how to build it.
        progress: called with the number of pages rendered and to render.

    Raises:
        SiteError: there are no reports, a named file is not a report, or the folder holds something other than a site.
        UsageError: a template is invalid.
        OSError: the folder cannot be written.
    """
    target = settings.target
    _check_target(target)
    before = _read_manifest(target)
    found, left_out = _found(reports, before.entries)
    if not found:
        raise SiteError(f"no JSON reports in {', '.join(map(str, reports))}: make some with `report --format json`")
    if not (target / MANIFEST).is_file():  # marks a new site, whose first build may be interrupted
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
        raise SiteError(f"{target} is not a folder: choose another place with -o")
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise SiteError(f"{target} holds something other than a site: choose an empty or new folder with -o")


def _read_manifest(target: Path) -> _Manifest:
    """What the site was built from; a damaged manifest counts as empty, so everything is rendered again."""
    with suppress(OSError, ValidationError):
        return _Manifest.model_validate_json((target / MANIFEST).read_bytes())
    return _Manifest()


def _found(reports: Sequence[Path], known: Mapping[str, Entry]) -> tuple[list[tuple[Path, Entry]], list[str]]:
    """Reports without duplicates, newest first, and why other files in folders were skipped."""
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
            raise SiteError(f"{path} does not exist: name JSON reports, as made with `report --format json`")
        if path.is_dir():
            yield from ((file, False) for file in sorted(path.rglob("*.json")) if file.name != MANIFEST)
        else:
            yield path, True


def _neighbours(placed: Sequence[Placed]) -> dict[str, Neighbours]:
    """For each address, the reports before and after it with the same category and language."""
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
    """A digest of everything besides reports that report pages depend on."""
    identity = sha256(json.dumps([__version__, settings.title, settings.diff_lines]).encode())
    own = package_data("reports/templates")
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
    """A report page to write, and its source."""

    file: Path
    address: str
    neighbours: Neighbours


def _written(pages: Sequence[_Page], settings: SiteSettings) -> Iterator[int]:
    """Write pages, in several processes if there are many, and yield the number of pages in each finished part."""
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
    """Write all changed pages except those of reports, and return the addresses of all of them."""
    pages = SitePages(Pages(settings.templates), settings.title, settings.language)
    names = recurring_names(placed)
    texts = {"index.html": pages.first(placed, has_names=bool(names)), "search.html": pages.search(placed)}
    if names:
        texts[NAMES] = pages.names(names)
        texts |= {name.address: pages.name(name) for name in names}
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
