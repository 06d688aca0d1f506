"""Explains why a change may break something."""

from collections.abc import Sequence

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.settings.supported_versions import tested_platform
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.sentences.code_spans import plain
from diff_insight.sentences.facts import (
    field_clause,
    hidden_clause,
    needs_clause,
    note_clause,
    option_clause,
    parameter_clause,
    setting_clause,
)
from diff_insight.sentences.names import named, pair, quoted, with_noun
from diff_insight.sentences.translation import Wording

_SHOWN = 6
_NAMED = 4  # maximum names in a reason
_OF_PARAMETERS = frozenset(
    {FactKind.PARAMETER_ADDED, FactKind.PARAMETER_REMOVED, FactKind.PARAMETER_RENAMED, FactKind.PARAMETER_REQUIRED,
     FactKind.DEFAULT_CHANGED}
)  # fmt: skip


def sign_reason(wording: Wording, sign: Sign) -> str:
    """The reason as a clause, such as: the function `read`, which is public, is gone."""
    fact = sign.fact or Fact(FactKind.LINE_CHANGED)
    match sign.kind:
        case SignKind.PUBLIC_NAME_REMOVED if fact.kind is FactKind.NAME_HIDDEN:
            return hidden_clause(wording, [fact])
        case SignKind.PUBLIC_NAME_REMOVED if fact.kind is FactKind.KEY_REMOVED:
            return wording.say("{name}, which is public, is gone", name=quoted(fact.subject))
        case SignKind.COMMAND_REMOVED if fact.kind is FactKind.KEY_REMOVED:
            command = (fact.subject or "").rpartition(".")[2]
            return wording.say("the command {name} is gone", name=quoted(command))
        case SignKind.PUBLIC_NAME_REMOVED:
            return wording.say("{name}, which is public, is gone", name=with_noun(wording, fact.subject, fact.before))
        case SignKind.PUBLIC_NAME_RENAMED | SignKind.SIGNATURE_CHANGED if fact.kind is FactKind.VALUE_CHANGED:
            return pair(wording, fact)
        case SignKind.PUBLIC_NAME_RENAMED:
            name = with_noun(wording, fact.subject, fact.before)
            return wording.say("{name}, which is public, is called {new} now", name=name, new=quoted(fact.after))
        case SignKind.PUBLIC_NAME_MOVED:
            name = with_noun(wording, fact.subject, fact.before)
            return wording.say("{name}, which is public, moves to {file}", name=name, file=quoted(fact.new_path))
        case SignKind.DEFAULT_CHANGED | SignKind.ENUM_VALUE_CHANGED if fact.kind is FactKind.VALUE_CHANGED:
            return pair(wording, fact)
        case SignKind.ENUM_VALUE_CHANGED if fact.kind is FactKind.ENUM_VALUE_CHANGED:
            return pair(wording, fact)
        case SignKind.ENUM_VALUE_CHANGED if fact.kind is FactKind.ITEM_REMOVED:
            return wording.say("{key} does not allow {old} any more", key=quoted(fact.subject), old=quoted(fact.before))
        case SignKind.ENUM_VALUE_CHANGED:
            return wording.say("{name}, which is public, is gone", name=with_noun(wording, fact.subject, fact.before))
        case SignKind.REQUIRED_KEY_ADDED if fact.kind is FactKind.ITEM_ADDED:
            return wording.say("{key} demands {new} now", key=quoted(fact.subject), new=quoted(fact.after))
        case SignKind.REQUIRED_KEY_ADDED:
            return wording.say("{key} is true now", key=quoted(fact.subject))
        case SignKind.LINKED_FILE_REMOVED:
            files = wording.join([quoted(path) for path in sign.files], most=3)
            return wording.say_n(
                "{path} is gone, and {files} still links to it", "{path} is gone, and {files} still link to it",
                len(sign.files), path=quoted(fact.before), files=files,
            )  # fmt: skip
        case SignKind.SETTING_REMOVED:
            return wording.say("the setting {name} is gone", name=quoted(fact.before))
        case SignKind.SETTING_REQUIRED:
            return wording.say("the setting {name} is new and required", name=quoted(fact.after))
        case SignKind.DEFAULT_CHANGED if fact.kind is FactKind.SETTING_CHANGED:
            return setting_clause(wording, fact)
        case SignKind.FIELD_REMOVED if fact.kind is FactKind.FIELD_DROPPED:
            return wording.say("SQL drops {name}", name=quoted(fact.after))
        case SignKind.FIELD_REMOVED:
            return wording.say("the field {name} is gone", name=quoted(fact.before))
        case SignKind.FIELD_REQUIRED if fact.kind is FactKind.FIELD_ADDED:
            return wording.say("the field {name} is new and required", name=quoted(fact.after))
        case SignKind.FIELD_CHANGED | SignKind.FIELD_REQUIRED:
            return field_clause(wording, fact)
        case SignKind.OPTION_REMOVED:
            return wording.say("the option {name} is gone", name=quoted(fact.before))
        case SignKind.COMMAND_REMOVED:
            return wording.say("the command {name} is gone", name=quoted(fact.before))
        case SignKind.ROUTE_REMOVED:
            return wording.say("the route {name} is gone", name=quoted(fact.before))
        case SignKind.VARIABLE_REMOVED:
            return wording.say("the environment variable {name} is not read any more", name=quoted(fact.before))
        case SignKind.OPTION_REQUIRED:
            return option_clause(wording, fact)
        case SignKind.DEFAULT_CHANGED if fact.kind is FactKind.OPTION_CHANGED:
            return option_clause(wording, fact)
        case SignKind.SUPPORT_DROPPED:
            return needs_clause(wording, fact)
        case SignKind.LEAST_VERSION_RAISED:
            return pair(wording, fact)
        case SignKind.VERSION_UNTESTED:
            platform = tested_platform(fact) or ""
            return wording.say("CI does not test {name} any more", name=quoted(f"{platform} {fact.before}"))
        case SignKind.MODULES_CLOSED:
            return wording.say("only what {key} names can be imported now", key=quoted(fact.subject))
        case SignKind.ENTRY_POINT_REMOVED:
            return wording.say("the entry point {name} is gone", name=quoted(fact.subject))
        case SignKind.STATED:
            return note_clause(wording, fact)
        case SignKind.PEER_ADDED:
            name = (fact.subject or "").partition(" (")[0]
            return wording.say("{name} is a peer dependency now", name=quoted(name))
        case SignKind.VERSION_UNLISTED:
            return wording.say("the classifiers do not name {name} any more", name=quoted(fact.before))
        case SignKind.MEMBER_DEMANDED:
            return wording.say("implementations must have {name} now", name=quoted(fact.after))
        case SignKind.MODULE_REMOVED:
            return wording.say("the module {name} is gone", name=quoted(fact.subject))
        case SignKind.DOCUMENTED_NAME_REMOVED:
            return wording.say("{name}, which the documentation presented, is gone", name=quoted(fact.before))
        case SignKind.MAJOR_VERSION:
            return wording.say("{what}, a new major version", what=pair(wording, fact))
        case SignKind.IMPLIED:
            return wording.say("its author says: “{words}”", words=plain(sign.words or ""))
        case SignKind.GUIDED:
            return wording.say("a guide to the upgrade says: “{words}”", words=plain(sign.words or ""))
        case SignKind.DECLARED:
            return wording.say("a commit declares: “{words}”", words=plain(sign.words or ""))
    return parameter_clause(wording, [fact])


def sign_reasons(wording: Wording, signs: Sequence[Sign], most: int = _NAMED) -> list[str]:
    """The reasons for several signs, with similar ones merged, each naming at most `most` names."""
    groups: dict[tuple[object, ...], list[Sign]] = {}
    for sign in signs:
        groups.setdefault(_alike(sign), []).append(sign)
    return [_reason_of(wording, group, most) for group in groups.values()]


def signs_sentence(wording: Wording, signs: Sequence[Sign]) -> str:
    """The signs of a file in one sentence, the weak ones in another; '' if there are none."""
    weak = [sign for sign in signs if sign.is_weak]
    strong = [sign for sign in signs if not sign.is_weak]
    said = []
    if strong:
        reasons = wording.join(sign_reasons(wording, strong), most=_SHOWN)
        said.append(
            wording.say_n(
                "A sign of a breaking change: {reasons}.", "Signs of a breaking change: {reasons}.", len(strong),
                reasons=reasons,
            )
        )  # fmt: skip
    if weak:
        reasons = wording.join(sign_reasons(wording, weak), most=_SHOWN)
        said.append(
            wording.say_n("A weak sign of one: {reasons}.", "Weak signs of one: {reasons}.", len(weak), reasons=reasons)
        )
    return wording.sentences(said)


def _alike(sign: Sign) -> tuple[object, ...]:
    """The key shared by signs that are reported together."""
    fact = sign.fact
    if fact is None:
        return (sign.kind, sign.words)
    if fact.kind in (FactKind.NAME_REMOVED, FactKind.ENUM_VALUE_REMOVED):
        return (sign.kind,)
    if fact.kind is FactKind.NAME_HIDDEN:
        return (sign.kind, fact.kind, fact.where)
    if sign.kind is SignKind.PUBLIC_NAME_MOVED:
        return (sign.kind, fact.new_path)
    if fact.kind in _OF_PARAMETERS:
        return (sign.kind, fact.before, fact.after, fact.where)
    return (sign.kind, *fact.said)


def _reason_of(wording: Wording, signs: Sequence[Sign], most: int) -> str:
    facts = [sign.fact for sign in signs if sign.fact]
    if len(facts) < 2:
        return sign_reason(wording, signs[0])
    if facts[0].kind in _OF_PARAMETERS:
        return parameter_clause(wording, facts, most)
    if facts[0].kind is FactKind.NAME_HIDDEN:
        return hidden_clause(wording, facts)
    if signs[0].kind is SignKind.PUBLIC_NAME_MOVED:
        return wording.say(
            "{names}, which are public, move to {file}",
            names=named(wording, facts, most=most),
            file=quoted(facts[0].new_path),
        )
    if signs[0].kind is SignKind.DOCUMENTED_NAME_REMOVED:
        names = named(wording, facts, most=most)
        return wording.say("{names}, which the documentation presented, are gone", names=names)
    if facts[0].kind not in (FactKind.NAME_REMOVED, FactKind.ENUM_VALUE_REMOVED):
        return sign_reason(wording, signs[0])  # the same in several files
    return wording.say("{names}, which are public, are gone", names=named(wording, facts, most=most))
