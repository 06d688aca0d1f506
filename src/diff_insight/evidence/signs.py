"""Recognises signs of a breaking change among facts."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Commit, FileChange, Fold
from diff_insight.evidence.code.language import DEMANDED, SPELLED_OUT, CodeLanguage
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.commits import declared_breaks
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import KINDS, SETTINGS, FactKind, Trait
from diff_insight.evidence.loss import states_loss
from diff_insight.evidence.reach.reaches import swift_module
from diff_insight.evidence.roles import OF_CODE_NOBODY_CALLS, Role, role_of
from diff_insight.evidence.settings.setting_signs import setting_sign
from diff_insight.evidence.settings.supported_versions import platform_of
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.evidence.signatures import changes_awaiting, changes_places, takes_all
from diff_insight.evidence.surface.every_object import CALLED_BY_PYTHON, CALLED_BY_RUBY
from diff_insight.evidence.surface.item import REQUIRED

_LITERAL = re.compile(r"[\"'\d\[({+-]|(?:True|False|true|false)\b")
_QUOTES = "\"'`"
_NOTHING = frozenset({"None", "null", "undefined", "nil"})
_FALSY = frozenset({"None", "False", "false", "null", "undefined", "nil", '""', "0", "()", "[]", "{}"})
_OF_PARAMETERS = (FactKind.PARAMETER_ADDED, FactKind.PARAMETER_REMOVED)
_HEEDED = (*_OF_PARAMETERS, FactKind.PARAMETER_RENAMED, FactKind.PARAMETER_REQUIRED)  # by those who call by name
# Variables of the operating system and of others, which the software does not offer.
_OF_SYSTEM = re.compile(
    r"HOME|PATH|SHELL|USER(?:NAME|PROFILE)?|LOGNAME|TERM|TMP(?:DIR)?|TEMP|PWD|LANG|LC_\w+|EDITOR|VISUAL|PAGER|CI"
    r"|(?:LOCAL)?APPDATA|PROGRAMDATA|XDG_\w+|GITHUB_\w+|ACTIONS_\w+|NODE_ENV|PYTHON\w*|CARGO_\w+|OUT_DIR|DISPLAY|COLUMNS|LINES"
    r"|(?:\w+_)?TEST(?:S|ING)?(?:_\w+)?|(?i:(?:https?|ftp|all|no)_proxy)"
)
_BOUND_HERE = re.compile(r"(\w+)=(?:\w+\.)*\1$", re.IGNORECASE)  # `len=len`: to look it up faster, not to be passed
_FOR_ITSELF = re.compile(r"_?Internal[A-Z]")  # a name that says so
# Modules of Python in which packages keep apart what its versions call otherwise.
_OF_VERSIONS = frozenset({"compat", "py3compat", "py3k", "python3"})
_CONSTRUCTORS = (".constructor", ".__init__", ".__construct", ".initialize")
_FUNCTION_TYPE = re.compile(r"func\(|(?:<[^>]*>)?\s*\([^()]*(?:\([^()]*\)[^()]*)*\)\s*=>\s*\w")
_ROOTS = re.compile(r".*(?:^|/)(?:java|kotlin|scala)/")  # folders in which the folders of packages lie
_OF_SCHEMAS = frozenset({Role.SOURCE, Role.DOCUMENTATION, Role.BUILD})
_FIELDS = frozenset({FactKind.FIELD_ADDED, FactKind.FIELD_REMOVED, FactKind.FIELD_CHANGED, FactKind.FIELD_DROPPED})


_OFFERED = {
    FactKind.OPTION_REMOVED: SignKind.OPTION_REMOVED,
    FactKind.COMMAND_REMOVED: SignKind.COMMAND_REMOVED,
    FactKind.VARIABLE_REMOVED: SignKind.VARIABLE_REMOVED,
    FactKind.ROUTE_REMOVED: SignKind.ROUTE_REMOVED,
    FactKind.FIELD_REMOVED: SignKind.FIELD_REMOVED,
    FactKind.FIELD_DROPPED: SignKind.FIELD_REMOVED,
}
_LOST = (FactKind.NAME_REMOVED, FactKind.NAME_HIDDEN, FactKind.NAME_RENAMED, FactKind.NAME_MOVED)
_OF_PUBLIC_NAMES = {
    FactKind.NAME_REMOVED: SignKind.PUBLIC_NAME_REMOVED,
    FactKind.NAME_HIDDEN: SignKind.PUBLIC_NAME_REMOVED,
    FactKind.NAME_RENAMED: SignKind.PUBLIC_NAME_RENAMED,
    FactKind.SETTING_REMOVED: SignKind.SETTING_REMOVED,
    FactKind.PARAMETER_REMOVED: SignKind.PARAMETER_REMOVED,
    FactKind.PARAMETER_REQUIRED: SignKind.PARAMETER_REQUIRED,
    FactKind.DEFAULT_CHANGED: SignKind.DEFAULT_CHANGED,
    FactKind.ENUM_VALUE_REMOVED: SignKind.ENUM_VALUE_CHANGED,
    FactKind.ENUM_VALUE_CHANGED: SignKind.ENUM_VALUE_CHANGED,
}


def signs_of(file: FileChange, facts: Iterable[Fact], *, is_exposed: bool = False) -> tuple[Sign, ...]:
    """The signs among one file's facts, most serious first; none for tests and lock files.

    Of private modules only what users of the program meet counts, such as options.

    Args:
        file: the file.
        facts: all facts of the file.
        is_exposed: whether it is known to be part of an interface, although its name marks it as private.
    """
    are_tests = is_test(file.path) or is_test(file.old_path or file.path)
    if file.fold is Fold.LOCK_FILE or are_tests:
        return ()
    if is_private(file.path) and not is_exposed:
        facts = [fact for fact in facts if Trait.OFFERED in KINDS[fact.kind].traits]
    facts = list(_without_replaced(facts))
    order = list(SignKind)
    return tuple(
        sorted(
            (sign for fact in facts if (sign := _sign(file, fact))),
            key=lambda sign: (
                order.index(sign.kind),
                bool(sign.fact and sign.fact.kind is FactKind.DEPENDENCY_CHANGED),
            ),
        )
    )


def declared_signs(commits: Iterable[Commit]) -> Iterator[Sign]:
    """Yield a sign for each breaking change that a commit declares."""
    for commit in commits:
        for words in declared_breaks(commit):
            yield Sign(SignKind.DECLARED, words=words)


def is_test(path: str) -> bool:
    """Whether a file belongs to tests, examples or benchmarks, on which no other code depends."""
    return role_of(path) in OF_CODE_NOBODY_CALLS


def is_private(path: str) -> bool:
    """Whether a path marks its file as internal to the software."""
    pure = PurePosixPath(path)
    parts = pure.parts
    is_private = any(part.startswith("_") and not part.startswith("__") for part in parts)
    is_private |= pure.suffix == ".py" and pure.stem in _OF_VERSIONS
    return is_private or any(part.lower() == "internal" for part in parts)


def _without_replaced(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts but for those about parameters that callers can still pass: `**kwargs` and names replace each other."""
    told = list(facts)
    spread = {f.subject for f in told if f.kind is FactKind.PARAMETER_REMOVED and (f.before or "").startswith("*")}
    named = {f.subject for f in told if f.kind is FactKind.PARAMETER_ADDED}
    takes_all = {f.subject for f in told if f.kind is FactKind.PARAMETER_ADDED and (f.after or "").startswith("**")}
    for fact in told:
        if fact.kind is FactKind.PARAMETER_REMOVED and fact.subject in takes_all:
            continue  # `**kwargs` takes it now
        is_of_spread = fact.subject in spread & named and fact.kind in _OF_PARAMETERS
        if not (is_of_spread and ((fact.before or "").startswith("*") or fact.kind is FactKind.PARAMETER_ADDED)):
            yield fact


def _sign(file: FileChange, fact: Fact) -> Sign | None:
    path, language = file.path, code_language(file.path)
    if fact.kind is FactKind.VARIABLE_REMOVED and _OF_SYSTEM.fullmatch(fact.before or ""):
        return None
    if fact.kind is FactKind.CHANGE_NOTED:
        is_for_users = role_of(path) in (Role.SOURCE, Role.DOCUMENTATION) and not (fact.subject or "").startswith("_")
        return Sign(SignKind.STATED, fact) if is_for_users and states_loss(fact.after or "") else None
    if fact.kind is FactKind.SUPPORT_UNLISTED:
        return Sign(SignKind.VERSION_UNLISTED, fact)
    if Trait.OFFERED in KINDS[fact.kind].traits and not _may_offer(path, fact):
        return None
    if fact.kind in _OFFERED:
        return Sign(_OFFERED[fact.kind], fact)
    if fact.kind is FactKind.OPTION_CHANGED:
        return _of_option(fact)
    if fact.kind in (FactKind.FIELD_ADDED, FactKind.FIELD_CHANGED):
        return _of_field(fact)
    if fact.kind in SETTINGS and language is None:
        # What a document or a sample does not name may still be read.
        is_stated = fact.kind is FactKind.SETTING_CHANGED and role_of(path) is Role.DOCUMENTATION
        kind = _of_name(None, fact) if is_stated else None
        return Sign(kind, fact) if kind else None
    is_of_manifest = platform_of(fact) is not None or fact.kind is FactKind.KEY_REMOVED or role_of(path) is Role.CI
    if is_of_manifest or not (fact.public or language):
        kind = setting_sign(file, fact)
        return Sign(kind, fact) if kind else None
    if not fact.public or role_of(path) is not Role.SOURCE:
        return None  # nobody calls the functions of a build script
    kind = _of_name(language, fact)
    stays_in_package = language is not None and language.folder_is_package and _are_neighbours(path, fact.new_path)
    if kind is SignKind.PUBLIC_NAME_MOVED and stays_in_package:
        return None
    return Sign(kind, fact) if kind else None


def _may_offer(path: str, fact: Fact) -> bool:
    """Whether users can meet what a file offers: schemas may stand beside the source, options and the like may not.

    SQL is no schema to read but a program that runs.
    """
    may_be_document = fact.kind in _FIELDS and not path.endswith(".sql")
    return role_of(path) in _OF_SCHEMAS if may_be_document else role_of(path) is Role.SOURCE


def _of_option(fact: Fact) -> Sign | None:
    is_set = fact.after is not None and fact.after.lower() != "false"
    match fact.where:
        case "required" if is_set:
            return Sign(SignKind.OPTION_REQUIRED, fact)
        case "default" if fact.before and fact.after and not _are_same_defaults(fact.before, fact.after):
            return Sign(SignKind.DEFAULT_CHANGED, fact)
    return None


def _of_field(fact: Fact) -> Sign | None:
    is_demanded = fact.where == "required" and fact.after is not None
    if is_demanded:
        return Sign(SignKind.FIELD_REQUIRED, fact)
    is_other = fact.kind is FactKind.FIELD_CHANGED and fact.where not in ("required", "default")
    return Sign(SignKind.FIELD_CHANGED, fact) if is_other else None


def _are_neighbours(path: str, other: str | None) -> bool:
    return other is not None and _package(path) == _package(other)


def _package(path: str) -> str:
    """The folder of a file, from the folder of sources on if there is one; of a source of Swift that of its module."""
    return swift_module(path) or _ROOTS.sub("", str(PurePosixPath(path).parent) + "/")


def _of_name(language: CodeLanguage | None, fact: Fact) -> SignKind | None:
    if _FOR_ITSELF.match(fact.before or "") or _FOR_ITSELF.match(fact.subject or ""):
        return None
    inner = language.inner_namespaces if language else None
    if inner and inner.search(f"{fact.before}.{fact.subject}"):
        return None
    if language and language.is_known_by_header:
        # Other files know a C source's names by its header, but no header can restore a name that became `static`.
        is_lost = fact.kind is FactKind.NAME_HIDDEN and fact.subject == "function"
        return SignKind.PUBLIC_NAME_REMOVED if is_lost else None
    if _is_hidden_by_convention(fact) or (fact.kind in _HEEDED and _is_by_position(fact)):
        return None
    if (fact.before or "").endswith(_CONSTRUCTORS) and fact.kind is not FactKind.NAME_HIDDEN:
        return None  # a class without its own constructor has another one
    match fact.kind:
        case FactKind.NAME_REMOVED | FactKind.NAME_HIDDEN if (fact.before or "").rpartition(".")[
            2
        ] in CALLED_BY_PYTHON | CALLED_BY_RUBY:
            return None
        case FactKind.PARAMETER_REMOVED | FactKind.PARAMETER_RENAMED if (fact.before or "").startswith(
            ("_", "&", "*", "...")
        ):
            return None
        case FactKind.PARAMETER_REMOVED if _BOUND_HERE.match(fact.before or ""):
            return None
        case FactKind.NAME_REMOVED if language and language.overloads_are_advice and "(" in (fact.before or ""):
            return None  # another definition of the name stays
        case FactKind.NAME_REMOVED if (fact.before or "").startswith("* from"):
            return None  # what was exported by it is told name by name
        case FactKind.ENUM_VALUE_REMOVED if ".__" in (fact.before or ""):
            return None  # a placeholder
        case FactKind.ENUM_VALUE_CHANGED if (fact.before or "").startswith("("):
            return None  # arguments of the enum's own constructor
        case FactKind.NAME_ADDED if fact.where == DEMANDED:
            return SignKind.MEMBER_DEMANDED
        case FactKind.SETTING_ADDED if fact.where == REQUIRED:
            return SignKind.SETTING_REQUIRED
        case FactKind.SETTING_CHANGED:
            old, new = fact.before or "", fact.after or ""
            is_quoted = old.strip(_QUOTES) == new.strip(_QUOTES)  # as documents do and do not
            return None if is_quoted or _are_same_defaults(old, new) else SignKind.DEFAULT_CHANGED
        case FactKind.NAME_MOVED if language and language.declares_namespace:
            return None
        case FactKind.NAME_MOVED if fact.new_path and "." not in (fact.before or ""):
            return SignKind.PUBLIC_NAME_MOVED
        case FactKind.PARAMETER_ADDED if (fact.after or "").startswith("__"):
            return None  # it takes by position what all arguments took
        case FactKind.PARAMETER_ADDED if fact.where == "required":
            return SignKind.PARAMETER_REQUIRED
        case FactKind.PARAMETER_RENAMED if (fact.after or "").startswith("*"):
            return None
        case FactKind.PARAMETER_RENAMED if language and language.passes_by_name and not _is_by_position(fact):
            return SignKind.PARAMETER_RENAMED
        case FactKind.DEFAULT_CHANGED if _are_same_defaults(fact.before or "", fact.after or ""):
            return None
        case FactKind.VALUE_CHANGED if _are_of_functions(fact.before or "", fact.after or ""):
            return SignKind.SIGNATURE_CHANGED
        case FactKind.SIGNATURE_CHANGED if fact.where == SPELLED_OUT:
            return None
        case FactKind.SIGNATURE_CHANGED if changes_awaiting(fact.before or "", fact.after or ""):
            return SignKind.SIGNATURE_CHANGED
        case FactKind.SIGNATURE_CHANGED if changes_places(fact.before or "", fact.after or ""):
            return SignKind.SIGNATURE_CHANGED
        case FactKind.SIGNATURE_CHANGED if language and takes_all(language, fact.before or "", fact.after or ""):
            return None
        case FactKind.SIGNATURE_CHANGED if language and language.binds_callers(fact.before or ""):
            return SignKind.SIGNATURE_CHANGED
    return _OF_PUBLIC_NAMES.get(fact.kind)


def _are_same_defaults(before: str, after: str) -> bool:
    """Whether nothing shows that a default differs: it is spelled in another way, or one is known by its name alone.

    None is what functions replace by what they choose, before the change or after it.
    """
    old, new = (re.sub(r"\s|\b[uU](?=[\"'])", "", text).replace("'", '"') for text in (before, after))
    are_named = not (_LITERAL.match(old) and _LITERAL.match(new))
    return old == new or not _NOTHING.isdisjoint((old, new)) or {old, new} <= _FALSY or are_named


def _are_of_functions(before: str, after: str) -> bool:
    """Whether both values of a name are types of functions, in Go or TypeScript."""
    return all(_FUNCTION_TYPE.match(side) is not None for side in (before, after))


def _is_hidden_by_convention(fact: Fact) -> bool:
    """Whether the name begins with an underscore, as that of a member that only subclasses should know."""
    whole = fact.before if fact.kind in _LOST else fact.subject
    name = (whole or "").partition("(")[0].rpartition(".")[2]
    is_private = any(
        part.lower() in ("private", "sealed") for part in re.split(r"[.:]+", (whole or "").partition("(")[0])
    )
    return is_private or (name.startswith("_") and not name.startswith("__"))


def _is_by_position(fact: Fact) -> bool:
    """Whether the fact is about a method that operators call, or about a parameter that was positional before."""
    name = (fact.subject or "").rpartition(".")[2]
    by_operator = name.startswith("__") and name not in ("__init__", "__call__", "__new__", "__construct", "__invoke")
    return by_operator or (fact.before or "").startswith("__")
