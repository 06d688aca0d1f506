"""The `Topic` type: one change as a maintainer would tell it."""

from dataclasses import dataclass
from enum import StrEnum

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.sign import Sign


class Origin(StrEnum):
    """Where the words of a title come from."""

    CHANGELOG = "changelog entry"
    FRAGMENT = "news fragment"
    GUIDE = "upgrade guide"
    PULL_REQUEST = "pull request"
    COMMIT = "commit subject"
    NOTE = "note in the code"  # such as `versionadded`
    DOCUMENTATION = "documentation"
    DOCSTRING = "docstring"
    HELP = "help text"
    FACTS = "facts"


WRITTEN = frozenset({Origin.CHANGELOG, Origin.FRAGMENT, Origin.GUIDE})
"""Origins of words that somebody wrote for the release notes, or for those who upgrade."""


class Kind(StrEnum):
    """What kind of change a topic is."""

    SECURITY = "security"
    BREAK = "breaking change"
    DEPRECATION = "deprecation"
    FEATURE = "new feature"
    FIX = "fix"
    PERFORMANCE = "performance"
    DEPENDENCY = "dependency"
    OTHER = "other"
    REFACTORING = "refactoring"
    DOCUMENTATION = "documentation"
    EXAMPLE = "example"
    TRANSLATION = "translation"
    TEST = "test"
    BUILD = "build"
    CI = "ci"
    FORMATTING = "formatting"
    RELEASE = "release"


class Audience(StrEnum):
    """Whom a topic concerns."""

    USERS = "users"
    UPGRADERS = "those who upgrade"
    CONTRIBUTORS = "contributors"


class LinkKind(StrEnum):
    """What a link of a topic leads to."""

    PULL_REQUEST = "pull request"
    ISSUE = "issue"
    COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a topic.

    Attributes:
        kind: what it leads to.
        label: as it is shown, such as `#123` or the first digits of a commit.
        url: its address; None if the repository's page is not known.
    """

    kind: LinkKind
    label: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """Words of an author that can be a title, verbatim but for prefix, number and trailers; and where they stand."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Reason:
    """A part of a topic's weight: what it is for, and its points."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class PlacedFact:
    """A fact, and the file it is about."""

    path: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Topic:
    """One change as a maintainer would tell it.

    Attributes:
        title: the words of an author, '' if nobody wrote any and it is told from its facts.
        subject: the subject of its commit or request even if it tells little; '' if it has none.
        origin: where the title's words come from.
        candidates: all words that could be its title, the best first; the title is the first of them.
        kind: what kind of change it is.
        audience: whom it concerns.
        weight: how much it matters to its audience; the sum of `reasons`.
        reasons: the parts of the weight, largest first.
        commits: its commits, oldest first.
        files: the paths of its files, the main one first.
        facts: what is proved about the whole change and was done by this topic.
        surface: those of them that users of the software can meet, the most important first.
        notes: what its authors say of it in code and documentation.
        documented: names that are new both in its source and in its documentation.
        signs: signs of a breaking change among them, and breaking changes its authors declare.
        links: pull requests, issues and commits.
    """

    title: str
    subject: str
    origin: Origin
    candidates: tuple[Words, ...]
    kind: Kind
    audience: Audience
    weight: float
    reasons: tuple[Reason, ...]
    commits: tuple[Commit, ...]
    files: tuple[str, ...]
    facts: tuple[PlacedFact, ...]
    surface: tuple[PlacedFact, ...]
    notes: tuple[Words, ...]
    documented: tuple[str, ...]
    signs: tuple[Sign, ...]
    links: tuple[Link, ...]
