"""Reports for the tests of renderers, made of values and not of a change."""

from datetime import date
from typing import Any

from diff_insight.changes.changeset import SourceKind, Status
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.insight import Author
from diff_insight.reports.report import (
    FileItem,
    Grounding,
    Highlights,
    Provenance,
    Range,
    Report,
    Request,
    TopicItem,
    Usage,
)
from diff_insight.topics.topic import Audience, Kind, Origin

DIFF = "@@ -1 +1 @@\n-old\n+new\n"


def item(path: str = "docs/a.md", **changes: Any) -> FileItem:
    fields: dict[str, Any] = {
        "path": path, "anchor": "item-123456", "status": Status.MODIFIED, "type": "minor update",
        "type_by": Author.MODEL, "probability": 0.9, "title": "A title", "title_by": Author.MODEL,
        "explanation": ("It uses `name` now.",), "explanation_by": Author.FACTS, "additions": 1, "deletions": 1,
        "diff": DIFF, **changes,
    }  # fmt: skip
    return FileItem(**fields)


def topic(title: str = "Read files", **changes: Any) -> TopicItem:
    fields: dict[str, Any] = {
        "title": title, "origin": Origin.COMMIT, "candidates": (), "kind": Kind.FEATURE, "type": "new feature",
        "type_by": Author.FACTS, "audience": Audience.USERS, "weight": 1.0, "reasons": (), "told": False, "commits": (),
        "files": (), "facts": (), "surface": (), "notes": (), "documented": (), "signs": (), "links": (), **changes,
    }  # fmt: skip
    return TopicItem(**fields)


def report(*files: FileItem, **changes: Any) -> Report:
    fields: dict[str, Any] = {
        "title": "Diff Insight Report - docs", "date": date(2025, 3, 22), "language": "en", "category": "docs",
        "permalink": "https://github.com/o/r/compare/a...b", "forge": "GitHub", "range": Range(name="r"),
        "summary": "It uses `name`.", "insights": ("One paragraph.",), "files": files or (item(),),
        "highlights": Highlights(introduction="Intro.", new_features=("New `xyz`",), breaking_changes=(),
                                 other_updates=("Other",), written_by=Author.FACTS),
        "recurring_edits": (), "folder_renames": (), "shared_names": (), "declared_breaks": (), "commits": (),
        "notices": (), "grounding": Grounding(checked=0, asked_again=0, dropped=0, faults={}),
        "usage": Usage(questions=0, tokens_read=0, tokens_written=0),
        "provenance": Provenance(version="1", labels=DEFAULT_TYPES, request=Request(source=SourceKind.PATCH)),
        **changes,
    }  # fmt: skip
    return Report(**fields)
