from hypothesis import given
from hypothesis import strategies as st

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.insight.upgrade_parts import concerns_all, parted
from diff_insight.topics.topic import Audience, Kind, Origin, PlacedFact, Topic


def change(*paths: str) -> tuple[Topic, list[Sign]]:
    """A change with a public name that is gone from each of the files, which may repeat."""
    facts = [Fact(FactKind.NAME_REMOVED, f"name{number}", subject="function") for number in range(len(paths))]
    placed = tuple(PlacedFact(path, fact) for path, fact in zip(paths, facts, strict=True))
    topic = Topic(
        title="V5", subject="V5", origin=Origin.COMMIT, candidates=(), kind=Kind.BREAK, audience=Audience.UPGRADERS,
        weight=1.0, reasons=(), commits=(), files=tuple(dict.fromkeys(paths)), facts=placed, surface=(), notes=(),
        documented=(), signs=(), links=(),
    )  # fmt: skip
    return topic, [Sign(SignKind.PUBLIC_NAME_REMOVED, fact) for fact in facts]


def test_few_signs_are_told_together() -> None:
    topic, signs = change("a.go", "b.go")
    assert parted(topic, signs) == [signs]


def test_many_signs_are_told_file_by_file_after_what_concerns_all() -> None:
    topic, signs = change(*["a.go"] * 10, "go.mod", *["b.go"] * 20)
    assert [len(group) for group in parted(topic, signs)] == [1, 20, 10]
    assert parted(topic, signs)[0] == [signs[10]]


def test_a_version_of_a_platform_concerns_all() -> None:
    assert concerns_all([Sign(SignKind.SUPPORT_DROPPED)])
    assert not concerns_all([Sign(SignKind.PARAMETER_REMOVED)])


@given(st.lists(st.sampled_from(["a.go", "b.go", "go.mod", "lib/c.go"]), min_size=1, max_size=60))
def test_no_sign_is_lost_or_repeated(paths: list[str]) -> None:
    topic, signs = change(*paths)
    groups = parted(topic, signs)
    assert sorted(id(sign) for group in groups for sign in group) == sorted(map(id, signs))
    assert all(groups)
