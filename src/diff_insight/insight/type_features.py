"""What the type of a source file's change is estimated from: its size, its facts and signs, and its author's words."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.injection import addresses_model
from diff_insight.topics.features import parts_of_name, stems
from diff_insight.topics.subjects import read_subject

_FACTS = 200  # maximum number of facts that are read
_PARTS = 6  # maximum words of a name or value that are read
_WORDS = 14  # maximum words of a subject that are read


def type_features(file: FileEvidence) -> frozenset[str]:
    """The features that the change of a file has, by name.

    Author's words count if one commit alone touches the file, without the prefix that would name its type, and unless
    they give instructions to a model.
    """
    return frozenset((*_of_size(file.change), *_of_facts(file), *_of_words(file)))


def _of_size(file: FileChange) -> Iterator[str]:
    kinds = [line.kind for hunk in file.hunks for line in hunk.lines]
    added, removed = kinds.count("+"), kinds.count("-")
    yield f"status:{file.status}"
    yield f"suffix:{PurePosixPath(file.path).suffix}"
    yield f"added:{added.bit_length()}"
    yield f"removed:{removed.bit_length()}"
    yield f"{'more' if added > removed else 'fewer'}:{abs(added - removed).bit_length()}"
    yield f"hunks:{len(file.hunks).bit_length()}"
    if not removed:
        yield "only added"
    if not added:
        yield "only removed"


def _of_facts(file: FileEvidence) -> Iterator[str]:
    for fact in file.facts[:_FACTS]:
        yield f"fact:{fact.kind}"
        if fact.public:
            yield f"public:{fact.kind}"
        for text in (fact.before, fact.after):
            yield from (f"{fact.kind}:{word}" for word in parts_of_name(text or "")[:_PARTS])
    for sign in file.signs:
        yield f"sign:{sign.kind}"
        yield f"sign:{sign.kind}:{'weak' if sign.is_weak else 'strong'}"


def _of_words(file: FileEvidence) -> Iterator[str]:
    if len(file.commits) == 1 and not addresses_model(file.commits[0].subject):
        yield from features_of_subject(file.commits[0].subject)


def features_of_subject(subject: str) -> Iterator[str]:
    """Yield the features of an author's words, without the prefix that names the type; a feature may come twice."""
    words = stems(read_subject(subject).text)[:_WORDS]
    if words:
        yield f"first:{words[0]}"
    yield from (f"word:{word}" for word in words)
    yield from (f"words:{one} {other}" for one, other in pairwise(words))
