"""Reads the lines of a batch file, and makes the reports of one line."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range, object_of, resolve
from diff_insight.changes.releases.read import content_id, is_release, read_releases
from diff_insight.changes.size_limit import SizeLimit
from diff_insight.errors import DiffInsightError, EmptyChangeError, SettingsFileError, TooLargeError, UsageError
from diff_insight.insight.analysis import Progress
from diff_insight.insight.model_session import ModelSession
from diff_insight.pipeline import ReportSpec, make, plan, rendered
from diff_insight.system.dates import read_day
from diff_insight.system.output import output_path

_LINE = re.compile(r"(\S+)\s+(\S+)\s+(\S+)")
_LARGEST = 16  # MB; enough for daily lines over a thousand years
_FORM = "'DATE BASE HEAD', such as '2025-03-22 v1.4 v1.5', or with two folders or archives"


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A line of a batch: a day, and the range from one commit to another, or two releases.

    Attributes:
        number: its number in the file, counted from 1.
        day: the report's date.
        base: an object id, or the path of a release.
        head: likewise.
        contents: what identifies the content of each release, whatever its path; empty for commits.
    """

    number: int
    day: date
    base: str
    head: str
    contents: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """What identifies the two sides."""
        return self.contents or (self.base, self.head)


@dataclass(frozen=True, slots=True)
class Output:
    """A report as a file: its path and content, the number of files it covers, and its notices."""

    path: str
    content: bytes
    files: int
    notices: tuple[str, ...]


def read_batch(file: Path, git: GitCommand) -> list[BatchLine]:
    """Read the lines of a file: `DATE BASE HEAD`, with comments after `#`.

    Raises:
        SettingsFileError: the file is too large, cannot be read or has no lines, or a line is malformed or names an
            unknown version.
    """
    try:
        with file.open("rb") as source:
            text = SizeLimit(_LARGEST).read(source, str(file)).decode("utf-8")
    except TooLargeError:
        raise SettingsFileError(f"{file} is larger than {_LARGEST} MB: write only one line per report") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsFileError(f"{file} cannot be read: {reason}; check the path") from None
    lines = list(_lines(file, text, git))
    if not lines:
        raise SettingsFileError(f"{file} has no lines: write lines of the form {_FORM}")
    return lines


def _lines(file: Path, text: str, git: GitCommand) -> Iterator[BatchLine]:
    known: dict[str, str] = {}

    def id_of(name: str) -> str:
        if name not in known:
            known[name] = resolve(git, name)
        return known[name]

    for number, line in enumerate(text.splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        found = _LINE.fullmatch(content)
        try:
            if not found:
                raise SettingsFileError(f"expected {_FORM}, got {content!r}")
            day, words = read_day(found[1]), (found[2], found[3])
            if all(is_release(Path(word)) for word in words) and not all(object_of(git, word) for word in words):
                yield BatchLine(number, day, *words, tuple(content_id(Path(word)) for word in words))
            else:
                yield BatchLine(number, day, id_of(words[0]), id_of(words[1]))
        except DiffInsightError as error:
            raise SettingsFileError(f"{file}, line {number}: {error}") from None


def check_distinct_outputs(lines: Sequence[BatchLine], spec: ReportSpec) -> None:
    """Check before any work is done that no two lines write the same files.

    Raises:
        UsageError: two lines do.
    """
    writers: dict[Path, BatchLine] = {}
    for line in lines:
        names = {"category": "{category}", "base": line.ids[0], "head": line.ids[1]}
        path = output_path(spec.pattern, line.day, names)
        other = writers.setdefault(path, line)
        if other != line:
            raise UsageError(
                f"lines {other.number} and {line.number} both write to {spec.pattern}: use {{head}}, and {{base}} if "
                "needed, in the pattern of -o to tell them apart, or remove one line"
            )


def outputs_of(
    line: BatchLine,
    git: GitCommand,
    spec: ReportSpec,
    session: ModelSession | None,
    progress: Callable[[str], AbstractContextManager[Progress]],
) -> list[Output]:
    """The reports of a line as files; empty if nothing differs, or nothing that is to be reported.

    Raises:
        DiffInsightError: the change cannot be read, or the model cannot answer.
    """
    try:
        changes = (
            read_releases(Path(line.base), Path(line.head), size=git.size)
            if line.contents
            else read_range(git, Range(line.base, line.head))
        )
        planned = plan(changes, spec, line.day)
    except EmptyChangeError:
        return []
    reports = make(planned, spec, session, progress)
    return [
        Output(str(path), content, len(each.report.files), tuple(notice.text for notice in each.report.notices))
        for each in rendered(planned, reports, spec)
        for path, content in each.files.values()
        if path
    ]
