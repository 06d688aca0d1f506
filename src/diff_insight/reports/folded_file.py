"""Describes a folded file in one line: what it is and how much of it changed."""

from diff_insight.changes.changeset import Fold
from diff_insight.reports.report import FileItem
from diff_insight.sentences.translation import Wording

_SHOWN = 6  # maximum signs listed


def folded_sentence(wording: Wording, file: FileItem) -> str:
    """The sentence for a folded file: kind and changed lines; signs of a breaking change follow in a second sentence.

    For example: Lock file, folded: 3 lines are new and 1 line is gone.
    """
    return wording.sentences([_extent(wording, file), _signs(wording, file)])


def _signs(wording: Wording, file: FileItem) -> str:
    reasons = [sign.reason for sign in file.breaking_signs if not sign.weak]
    if not reasons:
        return ""
    return wording.say_n(
        "A sign of a breaking change: {reasons}.", "Signs of a breaking change: {reasons}.",
        len(reasons), reasons=wording.join(reasons, most=_SHOWN),
    )  # fmt: skip


def _extent(wording: Wording, file: FileItem) -> str:
    kinds = {
        Fold.GENERATED: wording.say("Generated file"),
        Fold.VENDORED: wording.say("Vendored file"),
        Fold.LOCK_FILE: wording.say("Lock file"),
    }
    kind = kinds[file.folded or Fold.GENERATED]
    if file.additions is None:
        return wording.say("{kind}, folded: binary.", kind=kind)
    if not (file.additions or file.deletions):
        return wording.say("{kind}, folded: no line changes.", kind=kind)
    new = wording.say_n("{count} line is new", "{count} lines are new", file.additions)
    gone = wording.say_n("{count} line is gone", "{count} lines are gone", file.deletions or 0)
    return wording.say("{kind}, folded: {new} and {gone}.", kind=kind, new=new, gone=gone)
