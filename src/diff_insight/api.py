"""The functions behind `from diff_insight import ...`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.changes.releases.read import read_releases
from diff_insight.insight.highlights import DEFAULT_LINES
from diff_insight.insight.model_session import ModelSession
from diff_insight.llm.models.options import ModelOptions
from diff_insight.pipeline import ReportSpec, open_session, parts_of, report_of

if TYPE_CHECKING:
    from diff_insight.reports.report import Report


def report(
    revisions: str | Sequence[str],
    *,
    repo: str | Path | None = None,
    paths: Sequence[str] = (),
    excluded: Sequence[str] = (),
    language: str = "en",
    model: ModelSession | None = None,
    redact: bool = False,
    contributors: bool = False,
    highlights: int = DEFAULT_LINES,
    day: date | None = None,
) -> Report:
    """The report of a git range.

    Args:
        revisions: as on the git command line: "v1.4..v1.5", "main...topic", "HEAD^!", or the two sides.
        repo: a folder in the repository; by default the current folder.
        paths: patterns of files to report, in .gitignore syntax; empty for all.
        excluded: patterns of files to leave out.
        language: a key of `diff_insight.LANGUAGES`.
        model: a model opened by `open_model`; None for a report from evidence alone.
        redact: whether to mask secrets before any processing.
        contributors: whether to name the authors of the commits.
        highlights: maximum number of topics in the highlights; 0 for all that concern users.
        day: the report's date; by default that of the head commit.

    Raises:
        DiffInsightError: the range cannot be read, nothing differs, or the model cannot answer; see `errors`.
    """
    words = (revisions,) if isinstance(revisions, str) else tuple(revisions)
    change = read_change(ChangeSpec(SourceKind.RANGE, words, Path(repo) if repo else None))
    return _report(
        change,
        _spec(language, paths, excluded, redact=redact, contributors=contributors, highlights=highlights),
        model,
        day,
    )


def report_patch(
    patch: str | Path,
    *,
    paths: Sequence[str] = (),
    excluded: Sequence[str] = (),
    language: str = "en",
    model: ModelSession | None = None,
    redact: bool = False,
    contributors: bool = False,
    highlights: int = DEFAULT_LINES,
    day: date | None = None,
) -> Report:
    """The report of a diff file: a unified diff, a mail series, or the output of `git log -p`, svn, hg or p4.

    Args:
        patch: the file's path; `-` for standard input.
        paths: as in `report`.
        excluded: as in `report`.
        language: as in `report`.
        model: as in `report`.
        redact: as in `report`.
        contributors: as in `report`.
        highlights: as in `report`.
        day: the report's date; by default that of the last mail or commit, or today.

    Raises:
        DiffInsightError: the file cannot be read, nothing is left to report, or the model cannot answer.
    """
    change = read_change(ChangeSpec(SourceKind.PATCH, input=Path(patch)))
    return _report(
        change,
        _spec(language, paths, excluded, redact=redact, contributors=contributors, highlights=highlights),
        model,
        day,
    )


def report_releases(
    old: str | Path,
    new: str | Path,
    *,
    paths: Sequence[str] = (),
    excluded: Sequence[str] = (),
    language: str = "en",
    model: ModelSession | None = None,
    redact: bool = False,
    highlights: int = DEFAULT_LINES,
    day: date | None = None,
) -> Report:
    """The report of the differences between two releases that are no commits of a repository.

    Args:
        old: a folder, or an archive such as a tar, zip, wheel, sdist, npm package, jar or nupkg.
        new: the same of the newer release.
        paths: as in `report`.
        excluded: as in `report`.
        language: as in `report`.
        model: as in `report`.
        redact: as in `report`.
        highlights: as in `report`.
        day: the report's date; by default that of the newest file in the new archive, or today.

    Raises:
        DiffInsightError: one cannot be read or holds too much, nothing differs, or the model cannot answer.
    """
    change = read_releases(Path(old), Path(new))
    spec = _spec(language, paths, excluded, redact=redact, contributors=False, highlights=highlights)
    return _report(change, spec, model, day)


@contextmanager
def open_model(
    model: str | Path | None = None,
    *,
    prompts: str | Path | None = None,
    writes: bool | None = None,
    gpu_layers: int = -1,
    threads: int = 0,
    context: int = 0,
    cache_megabytes: int = 0,
) -> Iterator[ModelSession]:
    """Open a model for any number of calls of `report` and `report_patch`; it is freed at the end of the block.

    Args:
        model: the path of a GGUF file, or the name of an added model; by default the embedded model.
        prompts: a folder of prompt templates; by default the built-in ones.
        writes: whether the model writes prose; by default only if it was not trained for this tool.
        gpu_layers: layers to offload to the GPU; -1 for all, 0 for none.
        threads: CPU threads; 0 for one per usable processor.
        context: maximum number of tokens in a question with its answer; 0 for as many as the questions need.
        cache_megabytes: size limit of the answer cache in MiB; 0 to disable it.

    Raises:
        ModelError: llama-cpp-python is not installed, or the model cannot be found, prepared or loaded.
        SettingsFileError: the prompts cannot be read.
    """
    options = ModelOptions(
        model=str(model) if model is not None else None,
        writes=writes,
        gpu_layers=gpu_layers,
        threads=threads,
        context=context,
        cache_limit=cache_megabytes << 20,
    )
    with open_session(options, Path(prompts) if prompts else None) as session:
        yield session


def _spec(
    language: str,
    paths: Sequence[str],
    excluded: Sequence[str],
    *,
    redact: bool,
    contributors: bool,
    highlights: int,
) -> ReportSpec:
    return ReportSpec(
        language,
        paths=tuple(paths),
        excluded=tuple(excluded),
        redact=redact,
        contributors=contributors,
        highlights=highlights,
    )


def _report(change: ChangeSet, spec: ReportSpec, model: ModelSession | None, day: date | None) -> Report:
    request = spec.request(change.source)
    ((category, part),) = parts_of(change, request)
    on = day or change.source.day or date.today()  # noqa: DTZ011 - the user's local date
    return report_of(part, spec, model, lambda _done, _known: None, category, on, request)
