import pytest

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.sentences.surface import surface_sentences
from diff_insight.sentences.translation import Wording

ENGLISH = Wording("en")


@pytest.mark.parametrize(
    ("facts", "sentences"),
    [
        (
            [Fact(K.NAME_REMOVED, "a.read(x)", subject="method"), Fact(K.ENUM_VALUE_REMOVED, "B.c")],
            ["Gone: `a.read(x)` and `B.c`."],
        ),
        ([Fact(K.NAME_RENAMED, "read(x)", "load(x)")], ["`read` is called `load`."]),
        (
            [Fact(K.PARAMETER_REMOVED, "limit: int = 1", subject=name) for name in ("read", "write")],
            ["Gone: `limit` of `read` and `write`."],
        ),
        ([Fact(K.PARAMETER_REQUIRED, "limit", "limit", "read", "limit")], ["Required: `limit` of `read`."]),
        (
            [Fact(K.DEFAULT_CHANGED, "1", "2", "read", "limit")],
            ["The default of `limit` of `read` goes from `1` to `2`."],
        ),
        ([Fact(K.PARAMETER_RENAMED, "a: int", "b: int", "read")], ["`a` of `read` is called `b`."]),
        ([Fact(K.ENUM_VALUE_CHANGED, "1", "2", "Kind.A")], ["`Kind.A` goes from `1` to `2`."]),
        ([Fact(K.SIGNATURE_CHANGED, "f(a)", "f(b)", "f")], ["Another signature: `f`."]),
        (
            [Fact(K.DEPENDENCY_CHANGED, "1", "^2", "a"), Fact(K.DEPENDENCY_CHANGED, "1", None, "b")],
            ["Needed in another version: `a` `^2` and `b`."],
        ),
        (
            [Fact(K.DEPENDENCY_CHANGED, "~1.0", "^1.0", "a"), Fact(K.DEPENDENCY_CHANGED, "1.0", "^1.1", "b")],
            ["Needed in another version: `b` `^1.1` and `a` `^1.0`."],
        ),
        ([Fact(K.DEPENDENCY_REMOVED, "1", None, "a")], ["No longer needed: `a`."]),
        (
            [Fact(K.NAME_ADDED, after=f"f{n}") for n in range(8)],
            ["New: `f0`, `f1`, `f2`, `f3`, `f4`, `f5`, and 2 more."],
        ),
        ([Fact(K.PARAMETER_ADDED, after="*args", subject="f")], ["New: `*args` of `f`."]),
    ],
)
def test_what_users_meet_is_told_in_few_words(facts: list[Fact], sentences: list[str]) -> None:
    assert surface_sentences(ENGLISH, facts) == sentences


def test_facts_of_one_kind_are_told_together_in_the_order_of_their_first() -> None:
    facts = [Fact(K.NAME_ADDED, after="a"), Fact(K.NAME_REMOVED, "b"), Fact(K.NAME_ADDED, after="c")]
    assert surface_sentences(ENGLISH, facts) == ["New: `a` and `c`.", "Gone: `b`."]
