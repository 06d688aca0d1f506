"""Finds subjects in which authors state a break without calling it one, such as “JSON is the default serializer now”.

The patterns follow the subjects of commits that authors of nine projects marked as breaking, the mark itself left out:
`docs/measurements.md`, "What breaks".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.changed_words import changed_words
from diff_insight.evidence.reach.documented import is_for_users
from diff_insight.evidence.roles import Role
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.topic import Audience, Kind, Topic

_SCOPE = r"^\W*(?:[\w./ -]{1,30}: )?"  # such as “Redis backend: ”
_ERROR = r"(?:rais|throw|reject|refus|panic|error)\w*|fails?|requires?"

_DEFAULTS = re.compile(
    "|".join(
        (
            rf"{_SCOPE}(?:chang|switch|increas|decreas|lower|rais|reduc|flip|bump)\w*\s+(?:the\s+)?"
            r"(?:(?!will\b)[\w`.-]+\s+){0,4}?defaults?\b(?!\s+(?:values?\s+)?in\b)",
            rf"{_SCOPE}(?:enabl|disabl|turn|us|set|send|hid|show|includ|exclud|ignor|emit|writ|forbid|strip|skip|allow|run"
            r"|(?:do not|don't)(?! require)|stop)\w*\b.{0,80}\bby default\b",
            r"\b(?:sets?|is set|now)\b.{0,60}\bby default\b",
            r"\b(?:is|are) now (?:the |a )?defaults?\b",
            r"\b(?:is|are)(?: now)? the default$",
            r"\bnow (?:the default|defaults to)\b",
            r"\bby default now\b",
            r"\bmake\b.{0,60}\bthe default\b",
            r"\bdefaults? to\b.{0,60}\b(?:instead of|rather than|not)\b",
            r"\bdefault\b.{0,60}\bfrom\b.{0,40}\bto\b",
            r"\bdefault\b[^.,;]{0,60}\b(?:is|are) now\b",
        )
    ),
    re.IGNORECASE,
)
_NOW = re.compile(
    rf"\bnow\s+(?:{_ERROR})\b|\b(?:is|are) (?:now )?an error\b"
    r"|\b(?:is|are|be) now (?:required|mandatory|async\w*|coroutines?|read-?only|immutable|final|private)\b"
    r"|\bnow returns?\b.{0,60}\b(?:instead of|rather than|not)\b",
    re.IGNORECASE,
)
_NO_LONGER = re.compile(
    r"\bno longer (?:supports?|accepts?|allows?|exports?|exposes?|includes?|returns?|provides?|reads?|installs?|ships?"
    r"|inherits?|automatically|bundles?)\b"
    r"|\b(?:is|are|be) no longer (?!needed|used|necessary|required|relevant|maintained|true|valid|possible to)\w+",
    re.IGNORECASE,
)
_FORBIDS = re.compile(
    rf"{_SCOPE}(?:forbid|disallow|prohibit)s?\b|{_SCOPE}stop (?:supporting|accepting|exporting|shipping)\b"
    rf"|{_SCOPE}(?:don't|do not) (?:allow|accept|support|export)\b"
    r"|\(incompatible\b",
    re.IGNORECASE,
)
_REMOVES = re.compile(
    rf"{_SCOPE}(?:completely\s+)?(?:remov|drop|delet|kill|retir|renam)\w*\s+(?P<what>\S.*)", re.IGNORECASE
)
_AS_REASON = re.compile(r"\b(?:since|because|as|when|where|now that|after|if)\b", re.IGNORECASE)
_FORETOLD = re.compile(
    r"\bdeprecated\b|\bdeprecation (?:timeline|period|cycle)\b|\bscheduled for removal\b", re.IGNORECASE
)
# What is removed for the sake of the code, or is not the software itself.
_INSIDE = re.compile(
    r"\b(?:un-?used|unneeded|un-?nec\w*|redundan\w+|dead|duplicat\w*|stale|left-?overs?|superfluous|useless|needless"
    r"|obsolete|outdated|temporary|debug\w*|prints?|comments?|typos?|todos?|hacks?|work-?arounds?|shims?|stubs?|white-?space"
    r"|imports?|internals?|local|private|tests?|testing|specs?|fixtures?|mocks?|docs?|documentation|docstrings?|readme"
    r"|change-?logs?|examples?|demos?|ci|travis|appveyor|circleci|workflows?|lint\w*|benchmarks?|dependenc(?:y|ies)|licen[sc]es?"
    r"|polyfills?|files?|links?|badges?|noqa|annotations?|typings?|mypy|casts?|clones?|allocations?|loops?|code|logic|calls?"
    r"|usages?|uses? of|warnings?|mentions?|references?|notices?|checks?|asserts?|conditions?|experimental|unstable)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:settings?|options?|flags?|arguments?|param(?:eter)?s?|keywords?|(?:sub)?commands?|env(?:ironment)? var\w*"
    r"|hooks?|events?|syntax|formatters?|transports?|backends?|programs?)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(r"`([^`]+)`")
_LIKE_A_NAME = re.compile(
    r"--[a-z][\w-]+|[\w$]+(?=\(\))|\b[a-z]+[A-Z]\w+|\b[A-Z]\w*[a-z]\w*[A-Z]\w*|\b\w+_\w+|\b\w+(?:\.\w+)+|\b[A-Z][A-Z_]{3,}\b"
)
_LAST = re.compile(r"(?:--)?[\w$-]+(?=\W*$)")
# Kinds whose subjects say what the software does for those who use it.
_HEEDED = frozenset({Kind.OTHER, Kind.FEATURE, Kind.PERFORMANCE, Kind.DEPRECATION, Kind.SECURITY})
_SENTENCE = re.compile(r".+?(?:(?<=[.!?;])(?=\s)|\Z)", re.DOTALL)
_OF_SOFTWARE = frozenset({Role.SOURCE, Role.BUILD})
_WORD = re.compile(r"(?:--)?[\w$-]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """A break that a subject states.

    Attributes:
        is_certain: whether its words leave hardly a doubt that those who upgrade meet it.
        names: of what it says is gone or called otherwise, the last part of each name, if documentation must have shown
            one of them before; empty if the words say enough.
    """

    is_certain: bool
    names: frozenset[str] = frozenset()


def implied_break(text: str, kind: Kind) -> Claim | None:
    """The break that the first sentence of a subject or an entry of release notes states; None if it states none.

    Args:
        text: the subject or entry, without prefix and numbers.
        kind: the kind of its topic; what is said of a fix concerns users only if a default changes.
    """
    first = _SENTENCE.match(text)
    text = first[0] if first else text
    if kind in (*_HEEDED, Kind.FIX) and _DEFAULTS.search(text):
        return Claim(is_certain=True)
    if kind not in _HEEDED:
        return None
    removes = _REMOVES.match(text)
    if removes is None:
        found = _NOW.search(text) or _NO_LONGER.search(text) or _FORBIDS.search(text)
        return Claim(is_certain=False) if found and not _AS_REASON.search(text, 0, found.start()) else None
    prose = _prose(removes["what"])
    if _INSIDE.search(prose):
        return None
    if _FORETOLD.search(_prose(text)):
        return Claim(is_certain=True)
    if _THING.search(prose):
        return Claim(is_certain=False)
    names = frozenset(_names(removes["what"]))
    return Claim(is_certain=False, names=names) if names else None


def removes_deprecated(text: str) -> bool:
    """Whether a subject says that something is removed that was called deprecated before, as users were told.

    Of such changes to a file that nothing else tells, authors call 17 of 28 breaking in the projects that training may
    use; docs/measurements.md, "Types without a model".

    Args:
        text: the subject or entry, without prefix and numbers.
    """
    removes = _REMOVES.match(text)
    if removes is None or not _FORETOLD.search(_prose(text)):
        return False
    return _INSIDE.search(_prose(removes["what"])) is None


def _prose(text: str) -> str:
    """A text without the names of code in it."""
    return _LIKE_A_NAME.sub(" ", _SPAN.sub(" ", text))


def _names(text: str) -> list[str]:
    found = [*_SPAN.findall(text), *_LIKE_A_NAME.findall(_SPAN.sub(" ", text))]
    return [last[0] for name in found if (last := _LAST.search(name))]


def with_implied_breaks(topics: Sequence[Topic], files: Sequence[FileChange], roles: Mapping[str, Role]) -> list[Topic]:
    """The topics, those whose titles state a break with a sign that says so; a certain one concerns those who upgrade.

    Args:
        topics: the topics.
        files: the files of the change, whose documentation may lose what a title names.
        roles: the role of each file.
    """

    @cache
    def lost() -> frozenset[str]:
        return _words_lost(files, roles)

    left = {PurePosixPath(file.path).name for file in files if file.status is Status.REMOVED}  # for another folder
    new = frozenset(
        file.path for file in files if file.status is Status.ADDED and PurePosixPath(file.path).name not in left
    )
    return [_with_implied(topic, sign) if (sign := _implied(topic, lost, roles, new)) else topic for topic in topics]


def _with_implied(topic: Topic, sign: Sign) -> Topic:
    audience = topic.audience if sign.is_weak else Audience.UPGRADERS
    return replace(topic, audience=audience, signs=(*topic.signs, sign))


def _implied(
    topic: Topic, lost: Callable[[], frozenset[str]], roles: Mapping[str, Role], new: frozenset[str]
) -> Sign | None:
    of_software = [path for path in topic.files if roles[path] in _OF_SOFTWARE]
    if topic.commits and new.issuperset(of_software):
        return None  # nobody meets a change to what the old version does not have
    said = topic.title or topic.subject
    claim = implied_break(said, topic.kind)
    if claim is None or (claim.names and lost().isdisjoint(claim.names)):
        return None
    return Sign(SignKind.IMPLIED, words=said, is_weak=not claim.is_certain)


def _words_lost(files: Sequence[FileChange], roles: Mapping[str, Role]) -> frozenset[str]:
    """The words that documentation for users loses and nowhere gets."""
    documents = (file for file in files if roles[file.path] is Role.DOCUMENTATION and is_for_users(file.path))
    lost, got = changed_words(documents, _WORD)
    return lost - got
