"""Remakes a report from its provenance, and finds the first place where the two differ."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from pydantic import ValidationError

from diff_insight.changes.changeset import ChangeSet, SourceKind
from diff_insight.changes.git.revisions import Range
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.changes.releases.read import read_releases, sha256_of
from diff_insight.changes.secrets import scanner
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.errors import ModelError, ReproductionError
from diff_insight.insight.analysis import Progress
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.llm.models.options import ModelOptions, Quantisation
from diff_insight.llm.models.resolve import resolve_model
from diff_insight.llm.models.store import ModelStore
from diff_insight.pipeline import ReportSpec, RunSettings, open_session, parts_of, report_of
from diff_insight.reports.formats import render
from diff_insight.reports.report import Batching, ModelItem, Report
from diff_insight.system import paths

_SHOWN = 120  # maximum characters shown of a differing value


@dataclass(frozen=True, slots=True)
class Materials:
    """Inputs that a report does not contain; None for those to be found automatically.

    Attributes:
        repo: the repository of the range.
        input: the patch or compare response.
        releases: the two releases, old and new; empty to look for archives in the current folder.
        model: path or name of a GGUF, for a model that is neither embedded nor added.
        prompts: the folder of prompt templates.
        threads: number of threads, which affects only speed.
        size: limit on the size of the diff.
    """

    repo: Path | None = None
    input: Path | None = None
    releases: tuple[Path, ...] = ()
    model: str | None = None
    prompts: Path | None = None
    threads: int = 0
    size: SizeLimit = USUAL


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in the JSON, such as `files[3].title`, and both values as JSON, truncated if long; None if missing."""

    place: str
    recorded: str | None
    made: str | None


@dataclass(frozen=True, slots=True)
class Reproduction:
    """How the second report compares with the first.

    Attributes:
        same_bytes: whether they are equal byte for byte.
        first: the first place that differs; None if only the JSON formatting differs.
        conditions: differences in the provenance, which may explain the first one.
    """

    same_bytes: bool
    first: Difference | None
    conditions: tuple[Difference, ...]


def reproduce(written: bytes, materials: Materials, tell: Callable[[str], None], progress: Progress) -> Reproduction:
    """Remake the report without cached answers, and compare the two.

    Raises:
        ReproductionError: it is not a report, it was interrupted, or an input it was made from is missing.
        DiffInsightError: the change or the model cannot be read.
    """
    try:
        report = Report.model_validate_json(written)
    except ValidationError:
        raise ReproductionError(
            "this is not a JSON report of this version: make one with `report --format json`"
        ) from None
    if any(notice.kind in (NoticeKind.NOT_ASKED, NoticeKind.TOPICS_NOT_ASKED) for notice in report.notices):
        raise ReproductionError("this report was interrupted, so its content cannot be reproduced")
    change = _part(report, materials)
    settings = _settings(report, materials)
    with ExitStack() as stack:
        session = None
        if settings.model:
            session = stack.enter_context(open_session(settings.model, settings.prompts, tell))
        made = render(_made(report, change, settings.spec, session, progress), "json")
    old, new = json.loads(written), json.loads(made)
    return Reproduction(
        written == made,
        next(_differences(old, new), None),
        tuple(_differences(old["provenance"], new["provenance"], "provenance")),
    )


def _part(report: Report, materials: Materials) -> ChangeSet:
    """The part of the change that the report covers, with the names recorded in it."""
    change = _change(report, materials)
    named = replace(
        change.source,
        name=report.range.name,
        base=report.range.base,
        head=report.range.head,
        permalink=report.permalink,
        forge=report.forge,
        pages=report.pages,
    )
    parts = dict(parts_of(replace(change, source=named), report.provenance.request))
    if report.category not in parts:
        raise ReproductionError(f"the change no longer has anything in the category {report.category!r}")
    return parts[report.category]


def _change(report: Report, materials: Materials) -> ChangeSet:
    request, ends = report.provenance.request, report.range
    if request.input_sha256 is not None:
        if materials.input is None:
            raise ReproductionError(
                f"this report was made from a {request.source} with the SHA-256 {request.input_sha256}: "
                "give that file with --input"
            )
        change = read_change(ChangeSpec(request.source, input=materials.input, size=materials.size))
        if change.source.sha256 != request.input_sha256:
            raise ReproductionError(
                f"{materials.input} is not what the report was made from: its SHA-256 is {change.source.sha256}, "
                f"expected {request.input_sha256}"
            )
        return change
    if request.source is SourceKind.RELEASES:
        return _releases(report, materials)
    # Only the range of a root commit has a head but no base.
    revisions = Range(None if ends.base is None else ends.base_id, ends.head_id or "")
    return read_change(
        ChangeSpec(request.source, revisions, materials.repo, request.pathspecs, size=materials.size)
    )  # fmt: skip


def _releases(report: Report, materials: Materials) -> ChangeSet:
    """The change between the two releases, which are given, or are archives in the current folder."""
    request, ends = report.provenance.request, report.range
    paths_ = materials.releases or tuple(map(_archive_with, request.archives_sha256, (ends.base, ends.head)))
    change = read_releases(paths_[0], paths_[1], request.pathspecs, materials.size)
    wanted, found = (ends.base_id, ends.head_id), (change.source.base_id, change.source.head_id)
    for path, expected, id_, sha256, own in zip(
        paths_, wanted, found, request.archives_sha256, change.source.archives_sha256, strict=True
    ):
        if expected != id_ or (sha256 and own and sha256 != own):
            raise ReproductionError(f"{path} is not what the report was made from: its files differ, or it is damaged")
    # What is compared is the same; the report names the archives it was made from.
    return replace(change, source=replace(change.source, archives_sha256=request.archives_sha256))


def _archive_with(sha256: str | None, name: str | None) -> Path:
    """The file in the current folder that has a SHA-256."""
    for path in sorted(Path().iterdir()) if sha256 else ():
        if path.is_file() and sha256_of(path) == sha256:
            return path
    what = f"the archive {name} (SHA-256 {sha256})" if sha256 else f"the folder {name}"
    raise ReproductionError(f"this report compares two releases, and {what} is not here: give both, old and new")


def _settings(report: Report, materials: Materials) -> RunSettings:
    """The settings that the report was made with."""
    provenance = report.provenance
    spec = ReportSpec(
        report.language,
        provenance.labels,
        contributors=report.contributors is not None,
        roles=provenance.request.roles,
        highlights=provenance.request.highlights,
    )
    if provenance.model is None:
        return RunSettings(spec)
    if load_prompts(materials.prompts).sha256 != provenance.prompts_sha256:
        raise ReproductionError(
            f"the report was made with different prompts (SHA-256 {provenance.prompts_sha256}): use --prompts"
        )
    name, quantisation = _model(provenance.model, materials)
    options = ModelOptions(
        model=name,
        quantisation=quantisation,
        writes=provenance.model.writes,
        languages=provenance.model.languages,
        types=tuple(each.name for each in provenance.labels),
        gpu_layers=-1 if provenance.gpu_layers is None else provenance.gpu_layers,
        threads=materials.threads,
        context=provenance.context or 0,
        fast=provenance.batching is Batching.FAST,
    )
    return RunSettings(spec, options, materials.prompts)


def _model(model: ModelItem, materials: Materials) -> tuple[str | None, Quantisation]:
    """The name or path of the model with the same bytes (None if embedded), and the embedded model's quantisation."""
    # Here and not above: a report without a model is made again without llama.cpp.
    from diff_insight.llm.models.embedded import PREPARED

    store = ModelStore(paths.models())
    if materials.model:
        found = resolve_model(materials.model, store).file.sha256
        if found != model.sha256:
            raise ModelError(
                f"{materials.model} is not the report's model: its SHA-256 is {found}, expected {model.sha256}"
            )
        return materials.model, Quantisation.Q4_0
    for (_, _, quantisation), sha256 in PREPARED.items():
        if sha256 == model.sha256:
            return None, quantisation
    for stored in store.models():
        if stored.sha256 == model.sha256:
            return stored.name, Quantisation.Q4_0
    raise ModelError(
        f"the report's model {model.name} (SHA-256 {model.sha256}) is not here: give its file with --model, "
        "or add it with `diff-insight models add`"
    )


def _made(
    report: Report, part: ChangeSet, spec: ReportSpec, session: ModelSession | None, progress: Progress
) -> Report:
    request = report.provenance.request
    if request.redaction:
        request = request.model_copy(update={"redaction": scanner()})
    made = report_of(part, spec, session, progress, report.category, report.date, request)
    if made.provenance.model and report.provenance.model:  # the model file may have been renamed since
        renamed = made.provenance.model.model_copy(update={"name": report.provenance.model.name})
        made = made.model_copy(update={"provenance": made.provenance.model_copy(update={"model": renamed})})
    return made


def _differences(old: object, new: object, place: str = "") -> Iterator[Difference]:
    """The places where two JSON values differ, in file order."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _of_members(old, new, key, f"{place}.{key}".lstrip("."))
    elif isinstance(old, list) and isinstance(new, list):
        for number, (one, other) in enumerate(zip_longest(old, new, fillvalue=_MISSING)):
            yield from _of_values(one, other, f"{place}[{number}]")
    elif old != new:
        yield Difference(place, _shown(old), _shown(new))


_MISSING = object()


def _of_members(old: dict[str, object], new: dict[str, object], key: str, place: str) -> Iterator[Difference]:
    yield from _of_values(old.get(key, _MISSING), new.get(key, _MISSING), place)


def _of_values(old: object, new: object, place: str) -> Iterator[Difference]:
    if old is _MISSING or new is _MISSING:
        yield Difference(place, _shown(old), _shown(new))
    else:
        yield from _differences(old, new, place)


def _shown(value: object) -> str | None:
    if value is _MISSING:
        return None
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
