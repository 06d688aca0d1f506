"""The functions behind `from diff_insight import ...`, on which the command line is built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.insight.model_session import ModelSession
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
    day: date | None = None,
) -> Report:
    """The report of a git range.

    Args:
        revisions: as on git's command line: "v1.4..v1.5", "main...topic", "HEAD^!", or the two sides.
        repo: a folder of the repository; by default the one around the current folder.
        paths: patterns in .gitignore syntax of the files to report; none for all.
        excluded: patterns of files to leave out.
        language: a key of `diff_insight.LANGUAGES`.
        model: one opened by `open_model`; without one the report is made from evidence alone.
        redact: whether to mask secrets before anything reads them.
        contributors: whether to name the authors of the commits.
        day: the report's date; by default that of the head commit.

    Raises:
        DiffInsightError: the range cannot be read, nothing differs, or the model cannot answer; see `errors`.
    """
    words = (revisions,) if isinstance(revisions, str) else tuple(revisions)
    change = read_change(ChangeSpec(SourceKind.RANGE, words, Path(repo) if repo else None))
    spec = ReportSpec(
        language, paths=tuple(paths), excluded=tuple(excluded), redact=redact, contributors=contributors
    )  # fmt: skip
    return _report(change, spec, model, day)


def report_patch(
    patch: str | Path,
    *,
    paths: Sequence[str] = (),
    excluded: Sequence[str] = (),
    language: str = "en",
    model: ModelSession | None = None,
    redact: bool = False,
    contributors: bool = False,
    day: date | None = None,
) -> Report:
    """The report of a file with a diff: a unified diff, a series of mails, `git log -p`, or what svn, hg or p4 write.

    Args:
        patch: the file's path; `-` is standard input.
        paths: as in `report`, like what follows.
        excluded: likewise.
        language: likewise.
        model: likewise.
        redact: likewise.
        contributors: likewise.
        day: the report's date; by default that of the last mail or commit, or today.

    Raises:
        DiffInsightError: the file cannot be read, nothing is left to report, or the model cannot answer.
    """
    change = read_change(ChangeSpec(SourceKind.PATCH, input=Path(patch)))
    spec = ReportSpec(
        language, paths=tuple(paths), excluded=tuple(excluded), redact=redact, contributors=contributors
    )  # fmt: skip
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
    """A model for `report` and `report_patch`, freed at the end of the block; it serves any number of reports.

    Args:
        model: the path of a GGUF, or the name of a model that was added; by default the embedded model.
        prompts: a folder of prompt templates; by default the tool's own.
        writes: whether the model writes prose; by default only one that was not trained for this tool does.
        gpu_layers: layers to offload to the GPU; -1 for all, 0 for none.
        threads: CPU threads; 0 for as many as there are processors.
        context: maximum number of tokens of a question with its answer; 0 for what the questions need.
        cache_megabytes: mebibytes of answers to keep in the user's cache; 0 to keep and look up none.

    Raises:
        ModelError: llama-cpp-python is not installed, or the model cannot be found, prepared or loaded.
        SettingsFileError: the prompts cannot be read.
    """
    from diff_insight.llm.models.options import ModelOptions

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


def _report(change: ChangeSet, spec: ReportSpec, model: ModelSession | None, day: date | None) -> Report:
    request = spec.request(change.source)
    ((category, part),) = parts_of(change, request)
    on = day or change.source.day or date.today()  # noqa: DTZ011 - the reader's own day
    return report_of(part, spec, model, lambda _done, _known: None, category, on, request)
