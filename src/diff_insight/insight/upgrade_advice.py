"""Finds what authors say of what replaces something that a change breaks."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.reach.reaches import name_of
from diff_insight.evidence.sign import Sign
from diff_insight.insight.topic_lines import quotation
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.translation import Wording
from diff_insight.topics.topic import WRITTEN, Origin, Topic, Words

_REPLACES = re.compile(
    r"\b(?:use|call|pass|set|prefer|import|add|write|give|install|configure|define|return|raise)\b[^.;]{0,100}"
    r"\binstead\b(?!\s+of\b)|\binstead,? (?:use|call|pass|set)\b|\buse\b[^.;]{0,60}\binstead of\b"
    r"|\bin favou?r of\b|\breplaced? (?:it )?(?:by|with)\b|\brenamed? to\b|\bmigrate to\b|\bswitch to\b"
    r"|\b(?:use|call|pass|set) `",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\bmigration guide\b|\bchangelog\b|\btests?\b|https?://|\bthis (?:commit|pr|reverts)\b"
    r"|^(?:wip|feat|fix|chore|docs|refactor|tests?|style|build|ci|perf)(?:\([^()]*\))?!?:|\(#\d+\)"
    r"|\bI (?:believe|think|guess|hope)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n{2,}|\n(?=[-*] )")
_LINK = re.compile(r"\{@(?:see|link|code)\s+([^{}]*)\}")  # of the comments that document PHP and Java
_LABEL = re.compile(r".*\bBREAKING[ -]CHANGES?: ")  # of the footer that declares a break
_UNNAMED = "?"  # what a deprecation is about if the code does not say it where it is read
_LONGEST = 300  # maximum characters of a sentence that says what replaces something
_LEAST = 3  # minimum words of such a sentence
_WORD = re.compile(r"\w{4,}")


def advice(wording: Wording, topic: Topic, signs: Sequence[Sign], shown: Collection[str]) -> str:
    """The first sentence of an author that says what replaces something, a guide's before others; '' if none does.

    What the code said of one name among several that are lost stands behind that name, and of a name that the signs are
    not about nothing is said.

    Args:
        wording: the report's language.
        topic: the change.
        signs: those that are told.
        shown: what is quoted of its author beside them.
    """
    of_guide = next((words.text for words in topic.notes if words.origin is Origin.GUIDE), "")
    if of_guide:
        return quotation(wording, of_guide)
    lost = _lost(signs)
    said = ((about, text) for about, text in _said(topic, shown) if not about or not lost or about in lost)
    return _first_advice(wording, topic, lost, said)


def advice_about_names(wording: Wording, topic: Topic, signs: Sequence[Sign]) -> str:
    """The first sentence of the code on what replaces a name that the signs are about; '' if there is none."""
    lost = _lost(signs)
    said = ((about, text) for about, text in _said_by_code(topic) if about in lost)
    return _first_advice(wording, topic, lost, said)


def _lost(signs: Sequence[Sign]) -> set[str]:
    """The names that signs are about."""
    return {name_of(sign.fact) for sign in signs if sign.fact}


def _first_advice(wording: Wording, topic: Topic, lost: Collection[str], said: Iterable[tuple[str, str]]) -> str:
    """The first sentence that says what replaces something, behind the name that it is about if there are several."""
    for about, text in said:
        for sentence in _SENTENCE.split(text):
            plain = _LINK.sub(r"\1", " ".join(sentence.split()).removeprefix("- ").removeprefix("* "))
            plain = _LABEL.sub("", plain)
            is_usable = (
                not _ELSEWHERE.search(plain)
                and len(plain) <= _LONGEST
                and len(plain.split()) >= _LEAST
                and not addresses_model(plain)
            )
            if is_usable and plain.rstrip(".") not in topic.title and _REPLACES.search(plain):
                words = quotation(wording, plain)
                return f"{code(about)}: {words}" if about and set(lost) - {about} else words
    return ""


def _said(topic: Topic, shown: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what authors say of a change besides its title: breaking changes they declare, notes, messages.

    Each with the name that it is about, '' for what is about the change as a whole.

    Of several entries of release notes only those that are shown; the others are about something else.
    """
    yield from (("", sign.words) for sign in topic.signs if sign.words)
    yield from _said_by_code(topic)
    yield from (
        ("", words.text)
        for words in topic.candidates
        if (words.origin not in WRITTEN or words.text in shown)
        and (words.origin is not Origin.COMMIT or _is_about(words, topic))
    )
    yield from (("", words.text) for words in topic.notes)
    yield from (("", commit.body) for commit in topic.commits)


def _said_by_code(topic: Topic) -> Iterator[tuple[str, str]]:
    """Yield what the code said of names whose deprecation ends, each with the name."""
    for placed in topic.facts:
        if placed.fact.kind is FactKind.DEPRECATION_ENDED:
            yield placed.fact.subject or _UNNAMED, placed.fact.before or ""


def _is_about(words: Words, topic: Topic) -> bool:
    """Whether a subject shares a word with the title or with what breaks; one of several commits may be about tests."""
    texts = [topic.title, *(text for sign in topic.signs if sign.fact for text in sign.fact.texts)]
    known = {word for text in texts for word in _WORD.findall(text.lower())}
    return not known.isdisjoint(_WORD.findall(words.text.lower()))
