"""Tells what kind of change a topic is, from its author's words, its files and its facts."""

import re
from collections.abc import Collection, Sequence

from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.loss import states_loss
from diff_insight.evidence.roles import Role
from diff_insight.evidence.settings.supported_versions import platform_of
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.features import stems
from diff_insight.topics.subjects import Subject, is_synchronisation
from diff_insight.topics.surface import DEPENDENCIES
from diff_insight.topics.topic import Kind, PlacedFact

_SECURITY = re.compile(
    r"\bCVE-\d{4}-\d+|\bGHSA-\w{4}|\bsecurity (?:fix|issue|advisory|vulnerab|patch)|\bvulnerabilit|\U0001f512|:lock:",
    re.IGNORECASE,
)
# What a security fix may be about, but a feature as well, such as protection against it.
_ATTACK = re.compile(
    r"\b(?:code|command|header|log|sql|html|crlf|argument|prototype|script)[- ]injection"
    r"|\bpath traversal|\bdirectory traversal|\btraversal attack|\bxss\b|\bcsrf\b|\bssrf\b|\bredos\b"
    r"|\bdenial[- ]of[- ]service|\bopen redirects?\b|\bprototype pollution|\brequest smuggling",
    re.IGNORECASE,
)
_BY_TYPE = {
    "feat": Kind.FEATURE, "feature": Kind.FEATURE, "new": Kind.FEATURE, "enhancement": Kind.FEATURE,
    "add": Kind.FEATURE,
    "fix": Kind.FIX, "bugfix": Kind.FIX, "hotfix": Kind.FIX, "bug": Kind.FIX, "perf": Kind.PERFORMANCE,
    "security": Kind.SECURITY, "refactor": Kind.REFACTORING,
    "chore": Kind.REFACTORING, "cleanup": Kind.REFACTORING, "internal": Kind.REFACTORING,
    "types": Kind.REFACTORING, "typing": Kind.REFACTORING, "docs": Kind.DOCUMENTATION, "doc": Kind.DOCUMENTATION,
    "typo": Kind.DOCUMENTATION, "test": Kind.TEST, "tests": Kind.TEST, "style": Kind.FORMATTING,
    "lint": Kind.FORMATTING,
    "build": Kind.BUILD, "infra": Kind.BUILD, "ci": Kind.CI, "workflow": Kind.CI, "deps": Kind.DEPENDENCY,
    "release": Kind.RELEASE, "i18n": Kind.TRANSLATION, "examples": Kind.EXAMPLE, "breaking": Kind.BREAK,
}  # fmt: skip
_BY_HEADING = (
    (re.compile(r"secur|vulnerab", re.IGNORECASE), Kind.SECURITY),
    (
        re.compile(
            r"break|incompatib|remov|backwards|^\W*major\W*$|(?<!dependency )\bupgrad(?:e|ing)\b"
            r"|\bupdate (?:guide|instructions)\b",
            re.IGNORECASE,
        ),
        Kind.BREAK,
    ),
    (re.compile(r"deprecat", re.IGNORECASE), Kind.DEPRECATION),
    (re.compile(r"fix|bug|patch|correct", re.IGNORECASE), Kind.FIX),
    (re.compile(r"add|feature|new\b|enhanc", re.IGNORECASE), Kind.FEATURE),
    (re.compile(r"perform|speed|optimi", re.IGNORECASE), Kind.PERFORMANCE),
    (re.compile(r"\bdoc", re.IGNORECASE), Kind.DOCUMENTATION),
    (re.compile(r"depend", re.IGNORECASE), Kind.DEPENDENCY),
)
# Above fixes and features alike: it tells the kind only where the first word of the subject does not.
_IMPROVEMENTS = re.compile(r"minor|improve", re.IGNORECASE)
# Above news and breaks alike: what it says of itself tells which.
_MAJOR_CHANGES = re.compile(r"\bmajor changes\b", re.IGNORECASE)
_NO_EFFECT = re.compile(r"\b(?:should|will|does) (?:have no effect on|not affect) (?:users|callers|you|anyone)\b", re.I)
_IS_OPTIONAL = re.compile(r"[(\[]optional(?:ly)?[)\]]", re.IGNORECASE)
_ENDS_USE = re.compile(r"\b(?:can|may) no longer be\b|\bis no longer (?:supported|possible|accepted)\b", re.IGNORECASE)
_SAYS_BREAK = re.compile(
    r"^\W*(?:potential(?:ly)? |possibl[ey] )?(?:backwards?[- ]incompatible|breaking(?: change)?)\b"
    r"(?:\W*[:!—–-]|(?<=change)\s(?-i:[A-Z]))"
    r"|\((?:backwards?[- ])?incompatible\)|\[breaking(?: changes?)?\]|\bthis (?:is a )?breaking change\b",
    re.IGNORECASE | re.MULTILINE,
)
# In release notes: what was left out of a call now means something else.
_NEW_DEFAULT = re.compile(r"^chang\w*\s+(?:the\s+)?(?:\S+\s+)?default\b", re.IGNORECASE)
_MENDED = re.compile(r"\bworks? again\b|\bno longer (?:crash|fail|hang|leak|deadlock)", re.IGNORECASE)
_BY_VERB = {
    Kind.FEATURE: "add support allow introduce implement enable provide expose new accept permit extend",
    Kind.FIX: "fix correct prevent handle avoid resolve ensure mend repair restore respect honor honour dont stop",
    Kind.DEPRECATION: "deprecate deprecat",
    Kind.PERFORMANCE: "speed optimize optimise optimiz faster perf",
    Kind.REFACTORING: "refactor cleanup clean simplify move extract inline rename reorganize reorganise rework tidy",
    Kind.FORMATTING: "format lint reformat blacken isort prettier ruff",
    Kind.RELEASE: "release version prepare",
    Kind.TEST: "test tests",
    Kind.DOCUMENTATION: "document docs doc typo",
    Kind.DEPENDENCY: "bump upgrade pin",
}
_VERBS = {stem: kind for kind, words in _BY_VERB.items() for word in words.split() for stem in stems(word)}
_BREAKING_VERBS = frozenset(stems("drop remove delete dropped removed deleted"))  # as subjects and entries begin
_TIDYING = frozenset(stem for stem, kind in _VERBS.items() if kind is Kind.REFACTORING)
_ENDING_VERBS = _BREAKING_VERBS.union(stems("clean cleanup purge"))
_DEPRECATES = re.compile(
    r"^\W*(?:soft[- ]?)?deprecat(?:e|es|ing|ions?)\b|^\W*deprecated\b(?! code\b)"
    r"|\b(?:is|are|be|been|as|now|becomes?) deprecated\b"
    r"|^\W*(?:add(?!ress)|emit|issue|raise|show|log|start|introduce|warn)\w*\b.*\bdeprecat",
    re.IGNORECASE,
)
_BEGINS_DEPRECATION = re.compile(r"(?:soft[- ]?)?deprecat(?:e[sd]?|ing)\s", re.IGNORECASE)
_DEPRECATED = re.compile(
    r"(?<!use of )(?<!uses of )(?<!usage of )(?<!usages of )(?<!calls to )"
    r"(?<!mention of )(?<!mentions of )(?<!references to )\bdeprecat(?!\w*\s+(?:tests?|warnings?|messages?)\b)",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`]*`")
_OF_NO_USER = frozenset({Kind.DOCUMENTATION, Kind.CI, Kind.TEST})
_WORDING = re.compile(
    r"\b(?:typos?|spelling|misspell\w*)\b|\b(?:code|stale|outdated|wrong|in) comments?\b", re.IGNORECASE
)
_ABOUT = re.compile(  # such as “Add missing tests and docs for permissions”
    r"(?:(?:add|extend|improve|update|write)(?:s|d|ed|ing)?\s+(?:(?!and\b|for\b)[\w-]+\s+){0,4}?"
    r"|(?:fix|mak)(?:es?|ed|ing)?\s+(?:(?!and\b|for\b|of\b|in\b|to\b|with\b)[\w-]+\s+){0,2}?)"
    r"(?P<what>tests?|docs?|documentation|docstrings?)(?:\s+(?:and|for|of|on|about|around|to|in|more|less|pass)\b|[\s.]*$)",
    re.IGNORECASE,
)
_TYPING = re.compile(
    r"(?:(?:add|extend|complete|improve|fix|correct)(?:e?s|e?d|ing)?\s+)?(?:(?:more|missing|some|better)\s+)?"
    r"(?:type[- ]?(?:hint|annotation)s?|typing)(?: (?:issue|error|problem)s?)?"
    r"(?:\s+(?:and|for|of|on|to|in|with)\b|[\s.]*$)"
    r"|.*\b(?:mypy|pyright)(?:'s)? (?:whitelist|allow ?list|ignores?|errors?|warnings?|strict\w*)\b",
    re.IGNORECASE,
)
_BUMP = re.compile(
    r"(?:bump|upgrade|pin|update) \S+ (?:from|to)\b|\bpre-commit autoupdate|update dependenc|\S+@[\^~v]?\d",
    re.IGNORECASE,
)
# Without source among its files, a topic is of the kind of the first of these roles that it has.
_BY_ROLE = (
    (Role.DOCUMENTATION, Kind.DOCUMENTATION), (Role.TRANSLATION, Kind.TRANSLATION), (Role.EXAMPLE, Kind.EXAMPLE),
    (Role.TEST, Kind.TEST), (Role.FIXTURE, Kind.TEST), (Role.BUILD, Kind.BUILD), (Role.CI, Kind.CI),
    (Role.LOCK, Kind.DEPENDENCY), (Role.VENDORED, Kind.DEPENDENCY), (Role.RELEASE_NOTES, Kind.RELEASE),
    (Role.GENERATED, Kind.OTHER),
)  # fmt: skip
_NEW = frozenset({FactKind.NAME_ADDED, FactKind.OPTION_ADDED, FactKind.COMMAND_ADDED, FactKind.ROUTE_ADDED})
_PROVES_NONE = frozenset({SignKind.LINKED_FILE_REMOVED, SignKind.SIGNATURE_CHANGED, SignKind.DEFAULT_CHANGED})
_OF_PLATFORM = re.compile(
    r"\b(?:php|python|py|node(?:\.?js)?|ruby|java|jdk|go|golang|rust|swift|ios|scala|kotlin)[ -]?v?\d", re.IGNORECASE
)
_RAISES_LEAST = re.compile(  # in release notes
    r"(?:the )?(?:minimum|minimal|least|oldest)(?: (?:supported|required))? \S+(?: language)? versions?\b"
    r".{0,20}\b(?:bumped|raised|increased|updated|changed|now)\b.*\d"
    r"|(?:the )?msrv\b.{0,20}\b(?:bumped|raised|increased|updated|changed|now)\b.*\d"
    r"|(?:bump|raise|increase|update|set)(?:s|d|ed)? (?:the )?(?:msrv|(?:minimum|minimal|least|oldest)"
    r"(?: (?:supported|required))? (?:rust|python|node(?:\.?js)?|go|java|php|ruby|dart|swift)(?: versions?)?)\b.*\d",
    re.IGNORECASE,
)
_DROPS_SUPPORT = re.compile(
    r"(?:drop|remove|delete|end)(?:s|ped|d|ed|ping|ing)?\s+(?:(?!tests?\b|ci\b)[\w.-]+\s+){0,3}?(?:support|compatibility)\b"
    r"(?! (?:files?|code|class(?:es)?|librar\w+|modules?|tools?|scripts?)\b)"
    r"|no longer supports?\b|(?:[\w.-]+\s+){1,3}is no longer supported\b",
    re.IGNORECASE,
)


def heads_breaks(heading: str) -> bool:
    """Whether what stands under a heading of release notes breaks something, or is gone."""
    return _kind_of_heading(heading) is Kind.BREAK


def _kind_of_heading(heading: str) -> Kind | None:
    return _BY_TYPE.get(heading.lower()) or next((of for like, of in _BY_HEADING if like.search(heading)), None)


def kind_of(
    subject: Subject,
    text: str,
    heading: str,
    roles: Collection[Role],
    surface: Sequence[PlacedFact],
    signs: Sequence[Sign],
) -> Kind:
    """The kind of a topic.

    Args:
        subject: its title, taken apart.
        text: its title and entries in release notes, and the identifiers of advisories in its commits.
        heading: the heading above its entry in release notes, or the entry's prefix; '' if there is neither.
        roles: the roles of its files.
        surface: what is proved of it that users can meet.
        signs: signs of a breaking change.
    """
    words = stems(subject.text)
    first = words[0] if words else ""
    proofs = [sign for sign in signs if sign.kind not in _PROVES_NONE]
    of_heading = _kind_of_heading(heading)
    is_of_software = Role.SOURCE in roles or Role.BUILD in roles or bool(heading)
    if of_heading is Kind.BREAK and (_NO_EFFECT.search(text) or _IS_OPTIONAL.match(subject.text)):
        return Kind.OTHER
    if of_heading is None and _MAJOR_CHANGES.search(heading) and states_loss(subject.text):
        of_heading = Kind.BREAK
    of_type = _BY_TYPE.get(subject.type or "")
    is_fix = Kind.FIX in (of_heading, of_type, _VERBS.get(first))
    is_urgent = _SECURITY.search(text) or (
        _ATTACK.search(text)
        and (is_fix or (heading and of_heading is not Kind.FEATURE))
        and of_type is not Kind.REFACTORING
    )
    if is_of_software and of_heading not in _OF_NO_USER and is_urgent:
        return Kind.SECURITY
    if any(sign.kind is SignKind.DECLARED for sign in signs) or _SAYS_BREAK.search(text):
        return Kind.BREAK
    if heading and of_heading is None and _NEW_DEFAULT.match(subject.text):
        return Kind.BREAK
    if heading and of_heading not in _OF_NO_USER and _RAISES_LEAST.match(subject.text):
        return Kind.BREAK
    if of_heading is Kind.REFACTORING and first in _BREAKING_VERBS and any(not sign.is_weak for sign in proofs):
        return Kind.BREAK  # what is removed for the code's sake is missed by others all the same
    if of_heading is of_type is Kind.FIX and _WORDING.search(subject.text) and not surface:
        return Kind.FORMATTING  # a program copied the commit below its heading
    if of_heading and not (of_heading is Kind.FEATURE and (first in _BREAKING_VERBS or first in _TIDYING)):
        return of_heading
    if roles and all(role is Role.CI for role in roles):
        return Kind.CI  # an update of what runs there is no dependency of the software
    is_dropped = (is_of_software or Role.DOCUMENTATION in roles) and _DROPS_SUPPORT.match(subject.text)
    if _BUMP.search(subject.text) or (
        surface
        and not is_dropped
        and Role.SOURCE not in roles
        and all(placed.fact.kind in DEPENDENCIES and not platform_of(placed.fact) for placed in surface)
    ):
        return Kind.DEPENDENCY
    if is_synchronisation(subject.text):
        deprecates = any(placed.fact.kind is FactKind.DEPRECATED for placed in surface)
        if deprecates or not surface:
            return Kind.DEPRECATION if deprecates else Kind.RELEASE
    # Of a version of a platform the manifests of the whole change must say so, too.
    if is_dropped and (proofs or not _OF_PLATFORM.search(subject.text)):
        return Kind.BREAK
    if Role.SOURCE not in roles and roles and not heading:
        by_role = next((kind for role, kind in _BY_ROLE if role in roles), Kind.OTHER)
        return of_type if of_type in (Kind.CI, Kind.TEST, Kind.BUILD) else by_role
    if first in _BREAKING_VERBS and (proofs or (heading and _ENDS_USE.search(subject.text))):
        return Kind.BREAK
    if of_type is Kind.FEATURE and _BEGINS_DEPRECATION.match(subject.text):
        return Kind.DEPRECATION
    if of_type:
        return Kind.FORMATTING if of_type is Kind.FIX and _WORDING.search(subject.text) and not surface else of_type
    if _DEPRECATES.search(subject.text):
        # What its author calls so may have gone at once.
        is_gone = any(not sign.is_weak for sign in proofs)
        is_told = any(placed.fact.kind is FactKind.DEPRECATED for placed in surface)
        return Kind.BREAK if is_gone and not is_told else Kind.DEPRECATION
    if first in _ENDING_VERBS and _ends_deprecated(subject.text) and (proofs or first in _BREAKING_VERBS):
        return Kind.BREAK
    if _WORDING.search(subject.text) and not surface:
        return Kind.FORMATTING
    if not heading and _TYPING.match(subject.text):
        return Kind.REFACTORING
    if not surface and _ABOUT.match(subject.text):
        return Kind.TEST if is_about_tests(subject.text) else Kind.DOCUMENTATION
    if _MENDED.search(text):
        return Kind.FIX
    if first in _VERBS and not (surface and _VERBS[first] is Kind.RELEASE):
        return _VERBS[first]
    kinds = {placed.fact.kind for placed in surface}
    if _IMPROVEMENTS.search(heading) or not kinds.isdisjoint(_NEW):
        return Kind.FEATURE
    return Kind.DEPRECATION if FactKind.DEPRECATED in kinds else Kind.OTHER


def is_about_tests(text: str) -> bool:
    """Whether a subject or entry says first that tests are added or changed."""
    about = _ABOUT.match(text)
    return about is not None and about["what"].lower().startswith("test")


def _ends_deprecated(text: str) -> bool:
    """Whether what ends was called deprecated before, and is not only named so in code, as a lint of Rust is."""
    return _DEPRECATED.search(_CODE.sub("`", text)) is not None
