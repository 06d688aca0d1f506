import pytest

from diff_insight.llm.models.verdict import Kept, Verdict


@pytest.mark.parametrize(
    ("kept", "is_enough"),
    [
        (Kept(changes=8, titles=8, explanations=0), True),
        (Kept(changes=8, titles=2, explanations=2), True),
        (Kept(changes=8, titles=3, explanations=0), False),
        (Kept(changes=0, titles=0, explanations=0), False),
    ],
)
def test_a_model_is_worth_asking_where_enough_stands_the_checks(kept: Kept, is_enough: bool) -> None:
    assert kept.is_enough is is_enough


def test_a_model_may_write_in_the_languages_in_which_it_suffices() -> None:
    good = Kept(changes=8, titles=8, explanations=4)
    bad = Kept(changes=8, titles=1, explanations=0)
    assert Verdict(kept={"en": good, "ja": bad, "zh": good}).languages == ("en", "zh")
