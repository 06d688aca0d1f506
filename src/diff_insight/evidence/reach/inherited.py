"""Finds members that a class no longer defines, but inherits from another class of the tree."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from diff_insight.changes.changeset import FileChange, Mention, Trees
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.reaches import texts_of

_HEAD = re.compile(
    r"\b(?:class|interface|object|trait|protocol) (?P<name>\w+)(?:<[^>]*>)?\s*(?:\(|:|extends\b|implements\b|<)"
    r"(?P<bases>[^{]*)"
)
_SOURCES = tuple(
    f":(glob)**/*{suffix}"
    for suffix in (".py", ".cs", ".java", ".kt", ".php", ".ts", ".js", ".rb", ".hpp", ".h", ".scala", ".swift")
)
_ALIAS = re.compile(r"\btype (?P<name>\w+)(?:<.*?>)?\s*=(?P<bases>[^{]*)")  # of TypeScript, of other types
# The head of a class or type whose bases stand on later lines.
_CUT_HEAD = re.compile(r"\b(?:class|interface|type) (?P<name>\w+)(?:<[^>]*|(?:<.*>)?\s*=)\s*$")
_UNREAD = "UnreadBase"  # stands for bases that are not read, which may have any member
_KEYWORDS = ("class", "interface", "object", "module", "trait", "protocol", "type")
_ARGUMENTS = re.compile(r"[\[<][^\[\]<>]*[\]>]|\b\w+\s*=\s*[\w.]+")  # of a base, which are not above the class
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_DEFINED = re.compile(r"\b(?:class|interface|module|trait|protocol|type) (?:\w+::)*(\w+)")
_USED = re.compile(r"^\s+use ([\w\\]+(?:\s*,\s*[\w\\]+)*)\s*[;{]")  # traits of PHP; at the margin it imports
# Bases that only say what a class is, or whose few members everybody knows.
_WITHOUT_MEMBERS = frozenset(
    {
        "ABC", "ABCMeta", "Protocol", "Generic", "NamedTuple", "TypedDict", "Any", "Object", "IOBase", "RawIOBase",
        "BufferedIOBase", "Exception", "BaseException", "RuntimeError", "ValueError", "TypeError", "KeyError",
        "LookupError", "OSError", "AttributeError", "ImportError", "Warning", "UserWarning", "DeprecationWarning",
        "StandardError", "Error", "Throwable", "RuntimeException", "Thread", "Enum", "IntEnum", "StrEnum", "Flag",
        "InvalidArgumentException", "LogicException", "DomainException", "UnexpectedValueException", "LengthException",
        "OutOfBoundsException", "OutOfRangeException", "RangeException", "BadMethodCallException", "ErrorException",
        "IllegalArgumentException", "IllegalStateException", "IOException", "UncheckedIOException",
        "UnsupportedOperationException", "ArgumentException", "InvalidOperationException", "Attribute", "EventArgs",
        "Countable", "Traversable", "Iterator", "IteratorAggregate", "ArrayAccess", "JsonSerializable", "Stringable",
        "Serializable", "Cloneable", "Closeable", "AutoCloseable", "Comparable", "Iterable", "IDisposable",
    }
)  # fmt: skip
_WITH_ALIASES = (".ts", ".tsx")
_WITHOUT_BODIES = (".ts", ".tsx", ".php")  # languages in which an interface defines nothing
_IMPLEMENTED = re.compile(r"\bimplements\b.*")
_OPEN = (".py", ".rb")  # languages in which a class need not spell out its members
_OF_INTERFACE = re.compile(r"^I[A-Z][a-z]|Interface$")  # by the customs of C# and PHP a name of what defines nothing
_GONE = (FactKind.NAME_REMOVED, FactKind.NAME_RENAMED)
_MOST = 1500  # maximum number of members that are searched for
_BUILT_IN = {each.__name__: frozenset(dir(each)) for each in (dict, list, set, tuple, str, int, bytes)}
"""The members of classes of Python that are always there."""

_STEPS = 4  # maximum number of classes from a member's class to the one that defines it


def inherited_members(told: Sequence[tuple[FileChange, tuple[Fact, ...]]], trees: Trees) -> frozenset[tuple[str, str]]:
    """The members, by path and name, that a class no longer defines but has from a class of the tree.

    A base that is not in the tree may have any member, but for those that only say what a class is.
    """
    gone = [
        (file.path, fact.before)
        for file, of_file in told
        for fact in of_file
        if fact.kind in _GONE and fact.public and fact.before and _owner(fact.before)
    ][:_MOST]
    if not gone:
        return frozenset()
    bases, found = _classes({_owner(name) for _, name in gone}, {_member(name) for _, name in gone}, trees)
    defined: dict[str, list[str]] = {}
    for path, text in found.items():
        for name in _DEFINED.findall(text):
            defined.setdefault(name, []).append(path)

    @cache
    def names_in(path: str) -> frozenset[str]:
        language = None if path.endswith(_OPEN) else code_language(path)
        mentions = trees.mentions([""], [f":(top,literal){path}"]) if language else None
        if language is None or not mentions:
            return frozenset()
        return frozenset(definition.name for definition in language.definitions(texts_of(mentions)[path]))

    def is_member(path: str, base: str, member: str) -> bool:
        # A file may hold many classes. In Python and Ruby it may define members in other ways as well.
        names = [f".{name}" for name in names_in(path)]
        is_read = any(name.endswith(f".{base}") for name in names)
        return not is_read or any(name.endswith(f".{base}.{member}") for name in names)

    def has(owner: str, member: str) -> bool:
        above = _above(owner, bases)
        if any(member in _BUILT_IN[base] for base in above & _BUILT_IN.keys()):
            return True
        unknown = above - _WITHOUT_MEMBERS - defined.keys()
        if any(base.lstrip("_")[:1].isupper() and not _OF_INTERFACE.search(base) for base in unknown):
            return True
        places = {(path, base) for base in above for path in defined.get(base, ())}
        return any(_defines(path, found[path], member) and is_member(path, base, member) for path, base in places)

    return frozenset((path, name) for path, name in gone if has(_owner(name), _member(name)))


def _classes(
    owners: Iterable[str], members: Iterable[str], trees: Trees
) -> tuple[Mapping[str, frozenset[str]], Mapping[str, str]]:
    """What is known of classes and of all above them.

    Returns:
        The words in the bases of each, and by file the lines that name these or the members.
    """
    bases: dict[str, frozenset[str]] = {}
    found: dict[str, str] = {}
    asked, wanted = set(), set(owners)
    for step in range(_STEPS):
        sought = [f"{word} {name}" for name in sorted(wanted) for word in _KEYWORDS]
        if not sought:
            break
        mentions = trees.mentions([*sought, *(sorted(members) if step else ())], _SOURCES) or ()
        for mention in mentions:
            match = _HEAD.search(mention.text)
            if mention.path.endswith(_WITH_ALIASES):
                if (cut := _CUT_HEAD.search(mention.text)) and cut["name"] in wanted:
                    bases[cut["name"]] = bases.get(cut["name"], frozenset()) | {_UNREAD}
                match = match or _ALIAS.search(mention.text)
            if match and match["name"] in wanted:
                head = _IMPLEMENTED.sub("", match[0]) if mention.path.endswith(_WITHOUT_BODIES) else match[0]
                words = frozenset(_WORD.findall(_ARGUMENTS.sub("", head.partition(match["name"])[2])))
                bases[match["name"]] = bases.get(match["name"], frozenset()) | words
        for name, words in _traits(mentions, wanted, trees):
            bases[name] = bases.get(name, frozenset()) | words
        if step:
            for path, text in texts_of(mentions).items():
                found[path] = f"{found.get(path, '')}\n{text}"
        asked |= wanted
        wanted = {base for name in wanted for base in bases.get(name, ())} - asked
    looked_up = frozenset(asked)
    return {name: words & looked_up for name, words in bases.items()}, found


def _traits(mentions: Sequence[Mention], wanted: Collection[str], trees: Trees) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the traits that the wanted classes of PHP use, by the convention that a file has one class."""
    classes = {
        mention.path: match[1]
        for mention in mentions
        if mention.path.endswith(".php") and (match := _DEFINED.search(mention.text)) and match[1] in wanted
    }
    within = [f":(literal){path}" for path in sorted(classes)]
    for mention in (trees.mentions(["use "], within) or ()) if within else ():
        if used := _USED.match(mention.text):
            yield classes[mention.path], frozenset(_WORD.findall(used[1]))


def _defines(path: str, text: str, member: str) -> bool:
    """Whether the lines of a file define a member, which a call of it does not where definitions have a keyword."""
    name = re.escape(member)
    if path.endswith((".py", ".rb")):
        return re.search(rf"\bdef (?:self\.)?{name}\b|^\s+{name}\s*[:=]", text, re.MULTILINE) is not None
    return re.search(rf"(?<![\w.]){name}\??\s*[(:={{;]", text) is not None


def _above(owner: str, bases: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words in the bases of a class and of the classes above it."""
    found: set[str] = set()
    waiting = [owner]
    while waiting:
        new = bases.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return frozenset(found - {owner})


def _owner(name: str) -> str:
    return name.partition("(")[0].rpartition(".")[0].rpartition(".")[2]


def _member(name: str) -> str:
    return name.partition("(")[0].rpartition(".")[2]
