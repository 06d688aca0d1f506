"""Tells what those who upgrade must mind: every break with what was and what is, and what replaces it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from diff_insight.evidence.loss import speaks_of_loss
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.insight.change_types import Section
from diff_insight.insight.highlights import is_for_users
from diff_insight.insight.insight import UpgradeStep
from diff_insight.insight.topic_lines import declared_words, entries_of, quotation
from diff_insight.insight.topic_types import TypedTopic
from diff_insight.insight.upgrade_advice import advice, advice_about_names
from diff_insight.insight.upgrade_parts import concerns_all, parted
from diff_insight.sentences.code_spans import code
from diff_insight.sentences.signs import sign_reasons
from diff_insight.sentences.translation import Wording
from diff_insight.topics.entry_text import letters_of
from diff_insight.topics.subjects import is_synchronisation
from diff_insight.topics.topic import Kind, Origin, Topic

_REASONS = 12  # maximum reasons that are spelled out for one change; the others are counted
_NAMES = 12  # maximum names in a reason
_ENTRIES = 6  # maximum entries of a guide that are quoted for one change
_FILES = 3  # maximum files named with one change
_FEW = 2  # maximum files of source of which the first may stand for a change of which no fact says where it is
_OF_NO_USER = frozenset({Kind.FORMATTING, Kind.TEST, Kind.CI, Kind.RELEASE})
_INSIDE = _OF_NO_USER | {Kind.REFACTORING}  # whose weak signs are about what nobody outside meets
# A weak sign of such a kind is told only of what its author calls breaking: docs/measurements.md, "What breaks".
_LEFT_TO_AUTHORS = frozenset({SignKind.SIGNATURE_CHANGED})
_OF_WORDS = frozenset({Role.RELEASE_NOTES, Role.DOCUMENTATION})  # files in which a break is told, not made


def upgrade_steps(wording: Wording, topics: Sequence[TypedTopic]) -> tuple[UpgradeStep, ...]:
    """A step for every change that breaks what others rely on, the most important first; last those of weak signs.

    First comes what concerns whoever installs the software, such as the versions of a platform that it needs. What
    several changes say alike is told once. Of what its author calls breaking, all signs count. A change that breaks
    much has further steps for its other files, below those of all changes.

    Args:
        wording: the report's language.
        topics: all topics, those of most weight first.
    """
    told: set[str] = set()
    steps, more = [], list[UpgradeStep]()
    for number, typed in enumerate(topics):
        topic = typed.topic
        signs = [sign for sign in topic.signs if topic.kind is Kind.BREAK or not sign.is_weak]
        if not _breaks(typed, signs):
            continue
        heeded = [sign for sign in signs if _is_of_others(sign)]
        first, *others = parted(topic, heeded)
        reasons = [reason for reason in sign_reasons(wording, first, _NAMES) if reason not in told]
        if reasons or (not heeded and topic.title and is_for_users(topic)):
            told.update(reasons)
            steps.append(_step(wording, number, topic, first, reasons))
        for of_file in others:
            if reasons := [reason for reason in sign_reasons(wording, of_file, _NAMES) if reason not in told]:
                told.update(reasons)
                more.append(_further_step(wording, number, topic, of_file, reasons))
    steps.sort(key=lambda step: _rank(topics[step.topic].topic))
    return (*steps, *more, *_weak_steps(wording, topics, told))


def _rank(topic: Topic) -> int:
    """What concerns whoever installs the software comes first, then what authors call breaking."""
    if concerns_all([sign for sign in topic.signs if not sign.is_weak]):
        return 0
    return 1 if topic.kind is Kind.BREAK else 2


def _weak_steps(wording: Wording, topics: Sequence[TypedTopic], told: set[str]) -> Iterator[UpgradeStep]:
    for number, typed in enumerate(topics):
        topic = typed.topic
        signs = [sign for sign in topic.signs if sign.is_weak and sign.kind not in _LEFT_TO_AUTHORS]
        if topic.kind is Kind.BREAK or topic.kind in _INSIDE:
            continue
        heeded = [sign for sign in signs if _is_of_others(sign)]
        reasons = [reason for reason in sign_reasons(wording, heeded, _NAMES) if reason not in told]
        if reasons or (signs and not heeded and all(sign.is_weak for sign in topic.signs)):
            told.update(reasons)
            yield replace(_step(wording, number, topic, signs, reasons), weak=True)


def _step(wording: Wording, number: int, topic: Topic, signs: Sequence[Sign], reasons: Sequence[str]) -> UpgradeStep:
    shown = _words(topic)
    quotations = [quotation(wording, words) for words in shown]
    instead = advice(wording, topic, signs, shown)
    if len(quotations) > 1 and instead in quotations:
        quotations.remove(instead)
    elif any(letters_of(instead) in letters_of(each) for each in quotations):
        instead = ""
    return UpgradeStep(
        words=wording.join(quotations, most=_ENTRIES),
        changes=_sentences(wording, reasons),
        instead=instead,
        files=tuple(dict.fromkeys(sorted(_files(topic, signs), key=topic.files.index))),
        topic=number,
    )


def _further_step(
    wording: Wording, number: int, topic: Topic, signs: Sequence[Sign], reasons: Sequence[str]
) -> UpgradeStep:
    """A step for some files of a change that has another one; only what is said of its own names is said of it."""
    step = _step(wording, number, topic, signs, reasons)
    return replace(step, words="", instead=advice_about_names(wording, topic, signs))


def _words(topic: Topic) -> list[str]:
    """What its author says of a change: all of a guide; of several entries of notes the first that speaks of a loss.

    And what commits declare besides.
    """
    entries = entries_of(topic)
    if topic.origin is Origin.GUIDE:
        return entries
    title = next(filter(speaks_of_loss, entries), topic.title) if len(entries) > 1 else topic.title
    declared = declared_words(topic)
    # That branches were joined says nothing beside it.
    return [*([title] if title and not (declared and is_synchronisation(title)) else []), *declared]


def step_line(wording: Wording, step: UpgradeStep) -> str:
    """A step as one line: the author's words, what was and what is, what replaces it, and where it is done or told."""
    parts = [wording.say("{what}.", what=step.words)] if step.words else []
    parts += step.changes
    if step.instead:
        parts.append(wording.say("On what to do: {words}.", words=step.instead))
    if step.files:
        files = wording.join([code(path) for path in step.files], most=_FILES)
        is_said = not step.changes and all(role_of(path) in _OF_WORDS for path in step.files)
        parts.append(
            wording.say("Told in {files}.", files=files) if is_said else wording.say("In {files}.", files=files)
        )
    return wording.sentences(parts)


def _breaks(typed: TypedTopic, signs: Sequence[Sign]) -> bool:
    topic = typed.topic
    if topic.kind is Kind.BREAK or typed.type.section is Section.BREAKING_CHANGES:
        return bool(signs or topic.title)
    return bool(signs) and topic.kind not in _OF_NO_USER


def _is_of_others(sign: Sign) -> bool:
    """Whether a sign is about something others rely on, neither words of maintainers nor a link inside the project."""
    return sign.kind not in (SignKind.DECLARED, SignKind.IMPLIED, SignKind.GUIDED, SignKind.LINKED_FILE_REMOVED)


def _sentences(wording: Wording, reasons: Sequence[str]) -> tuple[str, ...]:
    shown = [wording.sentence(reason) for reason in reasons[:_REASONS]]
    more = len(reasons) - len(shown)
    if more:
        shown.append(wording.say_n("{count} more change like these.", "{count} more changes like these.", more))
    return tuple(shown)


def _files(topic: Topic, signs: Sequence[Sign]) -> set[str]:
    facts = {id(sign.fact) for sign in signs if sign.fact}
    found = {placed.path for placed in topic.facts if id(placed.fact) in facts}
    if found & set(topic.files):
        return found & set(topic.files)
    # Of many files nothing says in which of them it is done.
    are_few = sum(role_of(path) is Role.SOURCE for path in topic.files) <= _FEW
    return set(topic.files[:1]) if are_few else set()
