"""Facts about reworded messages of errors, which users may match on."""

import re
from collections.abc import Iterator

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.slices import Slice, quoting

_RAISES = re.compile(
    r"\braise\s+[\w.]+\(|\bthrow\s+(?:new\s+)?[\w.]+\(|\berrors\.New\(|\bfmt\.Errorf\(|\bpanic!?\(|\bbail!\(|\banyhow!\("
    r"|\braise\s+[\w:]+,|\b(?:die|abort)\("
)
_TEXT = re.compile(r"\s*(?:f|r|rf|\$|@)?(?P<quote>[\"'`])(?P<text>[^\"'`]{4,})(?P=quote)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_LEAST = 2  # minimum words of a message


def error_messages(edit: Edit) -> Iterator[Fact]:
    """Yield the message of an error that an edited line words in another way."""
    old, new = (_message(line) for line in (edit.removed, edit.added))
    if old and new and _WORDS.findall(old.text) != _WORDS.findall(new.text):
        yield quoting(FactKind.MESSAGE_CHANGED, old, new)


def _message(line: Line | None) -> Slice | None:
    raised = _RAISES.search(line.text) if line else None
    match = _TEXT.match(line.text, raised.end()) if line and raised else None
    if line is None or match is None or len(_WORDS.findall(match["text"])) < _LEAST:
        return None
    return Slice(line, *match.span("text"))
