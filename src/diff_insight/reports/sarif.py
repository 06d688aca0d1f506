"""Renders signs of a breaking change as SARIF 2.1.0, which code scanning services and editors show at their lines."""

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import quote

from sarif_pydantic import (
    ArtifactLocation,
    Level,
    Location,
    Message,
    PhysicalLocation,
    Region,
    ReportingDescriptor,
    Result,
    Run,
    Sarif,
    Tool,
    ToolDriver,
)

from diff_insight.changes.patch.unified import read_hunks
from diff_insight.evidence.sign import SignKind
from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import FileItem, Report, SignItem
from diff_insight.sentences.code_spans import unfenced
from diff_insight.sentences.translation import Wording
from diff_insight.system.visible import visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(report: Report, _options: RenderOptions = DEFAULT) -> str:
    """One run with a result for each sign of each file, and for each breaking change that authors declare or imply.

    Lines are those of the new version: for what is gone, the line at which it was. Results have fingerprints that do
    not depend on lines, so that a service knows them again in the next report.
    """
    found = [
        *((file, sign) for file in report.files for sign in file.breaking_signs),
        *((None, sign) for sign in report.signs_of_authors),
    ]
    kinds = sorted({sign.kind for _, sign in found})
    rules = [
        ReportingDescriptor(id=_id(kind), name=kind.value, shortDescription=Message(text=kind.value)) for kind in kinds
    ]
    run = Run(
        tool=Tool(driver=ToolDriver(name="diff-insight", version=report.provenance.version, rules=rules)),
        results=list(_results(Wording(report.language), found, kinds)),
    )
    written = Sarif(schema_uri=_SCHEMA, runs=[run]).model_dump_json(by_alias=True, exclude_none=True, indent=2)
    return f"{written}\n"


def _id(kind: SignKind) -> str:
    return kind.value.replace(" ", "-")


def _results(
    wording: Wording, found: list[tuple[FileItem | None, SignItem]], kinds: list[SignKind]
) -> Iterator[Result]:
    seen: Counter[str] = Counter()
    for file, sign in found:
        text = unfenced(wording.sentence(sign.reason))
        key = f"{sign.kind}\n{file.path if file else ''}\n{text}"
        seen[key] += 1
        identity = sha256(f"{key}\n{seen[key]}".encode("utf-8", "surrogatepass")).hexdigest()
        yield Result(
            ruleId=_id(sign.kind),
            ruleIndex=kinds.index(sign.kind),
            level=Level.NOTE if sign.weak else Level.WARNING,
            message=Message(text=visible(text)),
            locations=[_location(file, sign)] if file else None,
            partialFingerprints={"diffInsightSign/v1": identity},
        )


def _location(file: FileItem, sign: SignItem) -> Location:
    line = sign.new_line or _line_now(file, sign.old_line)
    return Location(
        physicalLocation=PhysicalLocation(
            artifactLocation=ArtifactLocation(uri=quote(file.path.encode("utf-8", "surrogatepass"))),
            region=Region(startLine=line) if line else None,
        )
    )


def _line_now(file: FileItem, old_line: int | None) -> int | None:
    """The line of the new version at which an old line was; None if its place is not in the diff."""
    if old_line is None or not file.diff:
        return None
    for hunk in read_hunks(file.diff, file.path):
        line_now = max(1, hunk.new_start)
        for line in hunk.lines:
            if line.old == old_line:
                return line_now
            if line.new is not None:
                line_now = line.new + 1
    return None
