"""Which names a project's documentation presents as code, before the change and after it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.reaches import name_of
from diff_insight.evidence.roles import Role, role_of

_FORMS = ("md", "mdx", "markdown", "rst", "txt", "adoc", "asciidoc", "rdoc", "textile", "org", "html")
DOCUMENTS = (
    *(f":(glob)doc*/**/*.{form}" for form in _FORMS), ":(glob)**/doc*/**/*.rst", ":(glob)**/doc*/**/*.md",
    ":(glob)*.md", ":(glob)*.rst", ":(glob)*.txt", ":(glob)website/**/*.md", ":(glob)site/**/*.md",
    ":(glob)packages/*/*.md",
)  # fmt: skip
"""Pathspecs of what is read as documentation, changelogs included."""

EXAMPLES = (":(glob)doc*/**/*.py", ":(glob)example*/**/*.py")
"""Pathspecs of examples that show how things are called."""

Documentation = Callable[[], "Documented | None"]
"""Reads the documentation when it is first asked for."""

_ROLES = frozenset({Role.DOCUMENTATION, Role.RELEASE_NOTES})
_FOR_CONTRIBUTORS = re.compile(
    r"(?:^|[/_-])(?:contribut|develop(?:ment|ers?|ing)?\b|internals?\b|architecture\b|hacking\b|design\b|maint)",
    re.IGNORECASE,
)
_LONGEST = 1000  # maximum characters of a line that is read; longer ones are data
_FENCE = re.compile(r"\s*(?:```|~~~)")
_SPAN = re.compile(r"`+([^`]+)`+")
_WHOLE_SPAN = re.compile(r"~?(?P<names>[\w$.]+(?:(?:::|#)[\w$]+)*)(?:\(.*\))?")  # nothing but a name, perhaps called
_VALUES = frozenset({FactKind.ENUM_VALUE_ADDED, FactKind.ENUM_VALUE_CHANGED, FactKind.ENUM_VALUE_REMOVED})
_CONSTRUCTORS = frozenset({"__init__", "__new__", "constructor"})
_CALL = re.compile(r"\b([A-Z]\w*)\(")
_IMPORT = re.compile(r"\s*(?:>>> )?(?:from|import|use|using|const|let|var|#include)\b")
_IN_CODE = re.compile(
    r"[A-Za-z_$][\w$]*(?=\s?[(<])|(?<=\.)[A-Za-z_$][\w$]*|[A-Za-z_$][\w$]*(?=\.[A-Za-z_])|(?<=@)[\w$]+"
)
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_DIRECTIVE = re.compile(
    r"\s*(?:\.\. +(?:py:|js:|c:|cpp:)?(?:auto)?(?P<kind>[a-z]+):: *|::: *)(?:[\w.]*\.)?(?P<name>[A-Za-z_]\w*)"
)
_LIST = re.compile(r"\s*\.\. autosummary::")
_ENTRY = re.compile(r"\s+~?([\w.]+)\s*")
_EXCLUDED = re.compile(r"\s*:exclude-members:\s*(.*)")
_MODULE = re.compile(r"(?:auto|current|py:)?module::\s*([\w.]+)|^::: ([\w.]+)")
_PATH = re.compile(r"\b[a-z_]\w*(?:\.[A-Za-z_]\w*)+")
_HEADER = re.compile(r"[\w-]+\.(?:h|hh|hpp|hxx)\b")
_CRATE = re.compile(r"\b(\w+)::\w|\bdocs\.rs/([\w-]+)")
_CODE_LINE = re.compile(
    r"\s*(?:>>> |\.\.\. |\$ |from [\w.]+ import |import \w)|(?: {4,}|\t).*[=(){}\[\];].*(?<![.!?:,])$"
)
# Words in prose that only a name can be: snake_case, camelCase, called, or joined by dots.
_LIKE_A_NAME = re.compile(
    r"\b[A-Za-z]+_\w+|\b[a-z]+[A-Z]\w*|\b[A-Z][a-z0-9]+[A-Z]\w*|[\w$]+(?=\(\))|(?<=\w\.)[A-Za-z_]\w+|\b[A-Za-z_]\w*(?=\.[A-Za-z_])"
)


@dataclass(frozen=True, slots=True)
class Documented:
    """The names of a documentation; read only where a fact depends on it, since documentation may be long.

    Attributes:
        names: names that it presents as code: in code spans and blocks, in directives, or spelled as only names are.
        before: those of them that it presented before the change.
        called: names that it calls in code, examples beside it included.
        presented: those of them that have a directive of their own, so that their members are documented, too.
        excluded: members that these directives leave out.
        modules: modules that it presents as a whole, with dots.
        paths: dotted names of modules and what is in them, each with all that they are in.
        headers: names of header files.
        crates: what it names before `::`, and what it links to on docs.rs.
    """

    names: frozenset[str]
    before: frozenset[str]
    called: frozenset[str]
    presented: frozenset[str]
    excluded: frozenset[str]
    modules: frozenset[str]
    paths: frozenset[str]
    headers: frozenset[str]
    crates: frozenset[str]

    @classmethod
    def of(cls, files: Sequence[FileChange], trees: Trees) -> "Documented | None":
        """The documentation in both trees; None if the tree cannot be searched, or has none.

        Args:
            files: the files of the change, whose removed lines are part of the old documentation.
            trees: the two trees.
        """
        mentions = trees.mentions([""], DOCUMENTS)
        mentions = tuple(m for m in mentions or () if len(m.text) <= _LONGEST and is_for_users(m.path))
        if not any(role_of(mention.path) is Role.DOCUMENTATION for mention in mentions):
            return None
        gone = [
            line.text
            for file in files
            if is_for_users(file.path)
            for hunk in file.hunks
            for line in hunk.lines
            if line.kind == "-" and len(line.text) <= _LONGEST
        ]
        added = {
            (file.path, line.new)
            for file in files
            if is_for_users(file.path)
            for hunk in file.hunks
            for line in hunk.lines
            if line.kind == "+"
        }
        texts = [mention.text for mention in mentions] + gone
        calls = trees.mentions(["("], EXAMPLES) or ()
        marked = [text for text in texts if "::" in text]
        directives = [match for text in marked if (match := _DIRECTIVE.match(text)) and match["kind"] != "module"]
        standing: list[tuple[str, str]] = []
        new: list[tuple[str, str]] = []
        for mention in mentions:
            of_line = new if (mention.path, mention.line) in added else standing
            of_line.append((mention.path, mention.text))
        before = frozenset(names_as_code(standing)).union(names_as_code(("", text) for text in gone))
        return cls(
            names=before.union(names_as_code(new)),
            before=before,
            called=frozenset(
                name for text in (*texts, *(m.text for m in calls)) if "(" in text for name in _CALL.findall(text)
            ),
            presented=frozenset(match["name"] for match in directives),
            excluded=frozenset(
                name for text in texts if (left := _EXCLUDED.match(text)) for name in _NAME.findall(left[1])
            ),
            modules=frozenset(one or two for text in marked for one, two in _MODULE.findall(text)),
            paths=frozenset(
                part
                for text in texts
                if "." in text
                for path in _PATH.findall(text)
                for part in accumulate(path.split("."), _dotted)
            ),
            headers=frozenset(name for text in texts if ".h" in text for name in _HEADER.findall(text)),
            crates=frozenset(
                one or two for text in texts if "::" in text or "docs.rs" in text for one, two in _CRATE.findall(text)
            ),
        )

    def tells_of(self, fact: Fact) -> bool:
        """Whether it names what a fact is about; of a member both the member and what it belongs to.

        Of a constructor it must show a call, since many objects are only handed out; values of enumerations are often
        met without it, such as in settings.
        """
        first, _, rest = name_of(fact).partition(".")
        member = rest.rpartition(".")[2]
        if fact.kind in _VALUES:
            return member in self.names
        if first not in self.names:
            return False
        if member in _CONSTRUCTORS:
            return first in self.called
        is_presented = first in self.presented and member not in self.excluded
        return not member or member in self.names or is_presented or member.startswith("__")


def is_for_users(path: str) -> bool:
    """Whether a file is documentation or release notes, and not only for those who work on the project."""
    return role_of(path) in _ROLES and not _FOR_CONTRIBUTORS.search(path)


def _dotted(path: str, name: str) -> str:
    return f"{path}.{name}"


def names_as_code(lines: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the names that lines present as code, given each with its file."""
    around, is_fenced, is_listed = "", False, False
    for path, text in lines:
        if path != around:
            around, is_fenced, is_listed = path, False, False
        is_listed = _LIST.match(text) is not None or (is_listed and text[:1] in ("", " ", "\t"))
        if is_listed and (entry := _ENTRY.fullmatch(text)):
            yield from _NAME.findall(entry[1])
        elif _FENCE.match(text):
            is_fenced = not is_fenced
        elif is_fenced or _CODE_LINE.match(text):
            yield from (_NAME if _IMPORT.match(text) else _IN_CODE).findall(text)
            yield from _LIKE_A_NAME.findall(text)
        else:
            if "::" in text and (match := _DIRECTIVE.match(text)):
                yield match["name"]
            for span in _SPAN.findall(text) if "`" in text else ():
                if match := _WHOLE_SPAN.fullmatch(span):
                    yield from _NAME.findall(match["names"])
            yield from _LIKE_A_NAME.findall(text)
