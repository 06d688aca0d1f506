"""Facts about the documents of a settings file; YAML allows any number of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.settings.parse import Setting, brief
from diff_insight.evidence.settings.settings_facts import Rewritten, lacking, settings_facts


@dataclass(frozen=True, slots=True)
class _Named:
    """A document with its identifying label, such as `ConfigMap web`, and the setting that holds its name."""

    label: str
    name: Setting
    document: Setting


def document_facts(old: Sequence[Setting], new: Sequence[Setting]) -> list[Fact | Rewritten] | None:
    """The facts about all documents; None if old and new documents cannot be matched.

    Documents are identified by kind, namespace and name, as in Kubernetes. Those without these are matched by position,
    provided the number of documents stays the same.
    """
    if len(old) < 2 and len(new) < 2:
        empty = Setting({}, 1)
        return list(settings_facts(next(iter(old), empty), next(iter(new), empty)))
    before, after = _named(old), _named(new)
    removed, added = (
        lacking(_unnamed(old, before), _unnamed(new, after)),
        lacking(_unnamed(new, after), _unnamed(old, before)),
    )
    if list(removed) != list(added) or (removed and len(old) != len(new)):
        return None
    found = list(_named_facts(before, after))
    for place, document in added.items():
        found += settings_facts(removed[place], document, f"[{place}]")
    return found


def _unnamed(documents: Sequence[Setting], named: dict[str, _Named]) -> dict[int, Setting]:
    """The documents without a label, by position."""
    known = {id(found.document) for found in named.values()}
    return {place: document for place, document in enumerate(documents) if id(document) not in known}


def _named_facts(before: dict[str, _Named], after: dict[str, _Named]) -> Iterator[Fact | Rewritten]:
    for label, removed in before.items():
        if label not in after:
            yield Fact(FactKind.DOCUMENT_REMOVED, brief(removed.name), subject=label, old_line=removed.name.line)
    moved = _moved([label for label in before if label in after], [label for label in after if label in before])
    for label, here in after.items():
        was = before.get(label)
        if was is None:
            yield Fact(FactKind.DOCUMENT_ADDED, after=brief(here.name), subject=label, new_line=here.name.line)
            continue
        if label in moved:
            names = brief(was.name), brief(here.name)
            yield Fact(FactKind.DOCUMENT_MOVED, *names, label, None, was.name.line, here.name.line)
        yield from settings_facts(was.document, here.document, f"[{label}]")


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The labels that must move to turn the old order into the new one."""
    return {
        label
        for code in LCSseq.opcodes(old, new)
        if code.tag in ("delete", "replace")
        for label in old[code.src_start : code.src_end]
    }


def _named(documents: Iterable[Setting]) -> dict[str, _Named]:
    """The labelled documents by label; a label that several documents share is left out."""
    found: dict[str, _Named | None] = {}
    for document in documents:
        if named := _name(document):
            found[named.label] = None if named.label in found else named
    return {label: named for label, named in found.items() if named}


def _name(document: Setting) -> _Named | None:
    kind, name, space = document.at("kind"), document.at("metadata", "name"), document.at("metadata", "namespace")
    if not (kind and name and kind.text and name.text):
        return None
    place = f"{space.text}/" if space and space.text else ""
    return _Named(f"{kind.text} {place}{name.text}", name, document)
