"""Tells a topic in one line: the words of its author, then what proves it."""

import re
from collections.abc import Sequence

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.loss import states_loss
from diff_insight.evidence.sign import SignKind
from diff_insight.sentences.code_spans import plain
from diff_insight.sentences.names import clip, quoted
from diff_insight.sentences.surface import surface_sentences
from diff_insight.sentences.translation import Wording
from diff_insight.topics.entry_text import letters_of, resembles, says_fixed
from diff_insight.topics.surface import DEPENDENCIES
from diff_insight.topics.topic import WRITTEN, Kind, Origin, Topic

_SPAN = re.compile(r"`([^`]+)`")
_WORDS = 300  # maximum characters of an author's words
_FEW = 5  # a title of fewer words is told with what the documentation says
_NOTES = 2  # maximum of its sentences that are quoted then
_SENTENCE = 20  # minimum letters of what says as much as a declaration that contains it
_TELLING = 6  # minimum letters of a declaration; “yes” says nothing
_ENTRIES = 3  # maximum entries of release notes that tell it
_WITHOUT_HEADING = (Origin.COMMIT, Origin.PULL_REQUEST)  # whose prefix alone may say that they fix something
_PACKAGES = 20  # likewise of packages that it changes
_PROOFS = 3  # maximum sentences that prove a topic
_NAMES = 4  # maximum names from its documentation


def topic_line(wording: Wording, topic: Topic) -> str:
    """The line that tells a topic: its author's words in quotation marks, then what proves it.

    '' if there are no words, and nothing on the surface proves it.
    """
    entries = entries_of(topic)
    facts = [
        placed.fact
        for placed in topic.surface
        if not any(map(addresses_model, placed.fact.texts)) and not _is_named(placed.fact, entries)
    ]
    proofs = surface_sentences(wording, facts)[:_PROOFS]
    words = [topic.title] if topic.title else []
    words += _note(topic)
    entries += (declared := declared_words(topic)[:1])
    words += declared
    if not words and not proofs:
        return ""
    if len(proofs) < _PROOFS:
        proofs += documented_names(wording, topic)
    told = [quotation(wording, text) for text in words]
    if topic.kind is Kind.FIX and topic.title and topic.origin in _WITHOUT_HEADING and not says_fixed(topic.title):
        told[0] = wording.say("Fixed: {what}", what=told[0])
    if len(entries) > 1:
        most = _PACKAGES if topic.kind is Kind.DEPENDENCY else _ENTRIES
        told = [wording.join([quotation(wording, text) for text in entries], most=most)]
    if len(told) == 1 and not proofs:
        return told[0]
    return wording.sentences([*(wording.say("{what}.", what=each) for each in told), *proofs])


def entries_of(topic: Topic) -> list[str]:
    """What release notes say of a topic, each said once.

    If a guide to the upgrade tells it, that alone, and what notes say is lost by a name that the guide does not have.
    """
    of_guide = [words.text for words in topic.candidates if words.origin is Origin.GUIDE]
    found: dict[str, str] = {}
    for words in topic.candidates:
        if words.origin is Origin.GUIDE or (words.origin in WRITTEN and _adds_to(of_guide, words.text)):
            found.setdefault(letters_of(words.text), words.text)
    return list(found.values())


def declared_words(topic: Topic) -> list[str]:
    """What its commits declare as breaking, as far as neither the title nor release notes say it.

    A commit's subject often tells what was done, and only its footer what breaks.
    """
    said = [letters_of(text) for text in (topic.title, *(words.text for words in topic.candidates)) if text]
    found: dict[str, str] = {}
    for words in (sign.words for sign in topic.signs if sign.kind is SignKind.DECLARED and sign.words):
        letters = letters_of(words)
        is_said = any(letters in each or (len(each) >= _SENTENCE and each in letters) for each in said)
        is_said |= resembles(letters, said)
        if len(letters) >= _TELLING and not is_said and not addresses_model(words):
            found.setdefault(letters, words)
    return list(found.values())


def _adds_to(guide: Sequence[str], text: str) -> bool:
    """Whether an entry of notes is to be told beside what a guide says; all are if it says nothing."""
    if not guide:
        return True
    new = (name for name in _SPAN.findall(text) if not any(name in said for said in guide))
    return states_loss(text) and any(new)


def _is_named(fact: Fact, entries: Sequence[str]) -> bool:
    """Whether an entry tells all that a fact says of a package."""
    name, version = fact.subject or "", (fact.after or "").lstrip("^~<>=!v ")
    return fact.kind in DEPENDENCIES and any(name in text and version in text for text in entries)


def documented_names(wording: Wording, topic: Topic) -> list[str]:
    """A sentence with the names that the topic's documentation brings; none if there are none."""
    names = wording.join([quoted(name) for name in topic.documented], most=_NAMES)
    return [wording.say("The documentation names {names}.", names=names)] if topic.documented else []


def quotation(wording: Wording, words: str, most: int = _WORDS) -> str:
    """An author's words in quotation marks, without the full stop at their end, cut to `most` characters."""
    return wording.say("“{words}”", words=plain(clip(words, most).rstrip(" .:")))


def _note(topic: Topic) -> list[str]:
    """What authors say of it elsewhere: a note in the code, or for a short title documentation or a docstring."""
    if topic.origin in WRITTEN:
        return []
    found = [words.text for words in topic.notes if words.origin is Origin.NOTE][:1]
    if not found and len(topic.title.split()) < _FEW:
        found = [words.text for words in topic.notes if words.origin is Origin.DOCUMENTATION]
        found.sort(key=lambda text: not any(name in text for name in topic.documented))
        found += [words.text for words in topic.notes if words.origin in (Origin.HELP, Origin.DOCSTRING)]
    told: list[str] = []
    for text in found:
        letters = letters_of(text)
        if not any(letters in letters_of(other) or letters_of(other) in letters for other in told):
            told.append(text)  # documentation often repeats a docstring
    return told[:_NOTES]
