"""Says why a change may break something."""

from collections.abc import Sequence

from diff_insight.evidence.breaking import Sign, SignKind
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.insight.fact_sentences import parameter_clause
from diff_insight.insight.names import pair, quoted, with_noun
from diff_insight.prose import plain
from diff_insight.wording import Wording

_SHOWN = 6


def sign_reason(wording: Wording, sign: Sign) -> str:
    """The reason as a clause, such as: the function `read`, which is public, is gone."""
    fact = sign.fact or Fact(FactKind.LINE_CHANGED)
    match sign.kind:
        case SignKind.PUBLIC_NAME_REMOVED:
            return wording.say("{name}, which is public, is gone", name=with_noun(wording, fact.subject, fact.before))
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
        case SignKind.MAJOR_VERSION:
            return wording.say("{what}, a new major version", what=pair(wording, fact))
        case SignKind.DECLARED:
            return wording.say("a commit declares: “{words}”", words=plain(sign.words or ""))
    return parameter_clause(wording, fact)


def signs_sentence(wording: Wording, signs: Sequence[Sign]) -> str:
    """All signs of a file in one sentence; '' of none."""
    if not signs:
        return ""
    reasons = wording.join([sign_reason(wording, sign) for sign in signs], most=_SHOWN)
    return wording.say_n(
        "A sign of a breaking change: {reasons}.", "Signs of a breaking change: {reasons}.", len(signs), reasons=reasons
    )
