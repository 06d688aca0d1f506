import pytest

from diff_insight.insight.checks.grounding import Rejection, RejectionReason
from diff_insight.insight.checks.sentences import Checked, better, check_text, reasons
from diff_insight.insight.insight import Dropped, Part
from diff_insight.sentences.translation import Wording

EN = Wording("en")


def check(sentence: str) -> Rejection | None:
    return Rejection(RejectionReason.UNKNOWN_NAME, ("bad",)) if "bad" in sentence else None


def test_only_the_sentences_that_fail_are_dropped() -> None:
    text = check_text(EN, Part.EXPLANATION, ["One. Two is bad. Three.", "All of it is bad."], check)
    assert text.paragraphs == ("One. Three.",)
    assert text.count == 4
    assert text.dropped == (Dropped(Part.EXPLANATION, RejectionReason.UNKNOWN_NAME, ("bad",)),) * 2


def test_of_two_answers_the_one_of_which_less_was_dropped_is_taken() -> None:
    drop = Dropped(Part.EXPLANATION, RejectionReason.REPETITION)
    good, poor, empty = Checked(("a",), 1, ()), Checked(("b",), 2, (drop,)), Checked((), 1, ())
    assert better(good, poor) is good
    assert better(poor, good) is good
    assert better(empty, poor) is poor


def test_what_was_wrong_is_said_once() -> None:
    drops = [
        Dropped(Part.TITLE, RejectionReason.UNKNOWN_NAME, ("a", "b")),
        Dropped(Part.TITLE, RejectionReason.UNKNOWN_NAME, ("a",)),
    ]
    assert reasons(drops) == (("a", "b"), ("unknown name",))


def test_a_sentence_is_told_once_whatever_connects_it() -> None:
    text = check_text(EN, Part.EXPLANATION, [": The link leads there. Also, this link leads there."], check)
    assert text.paragraphs == ("The link leads there.",)
    assert [drop.reason for drop in text.dropped] == [RejectionReason.REPETITION]


@pytest.mark.parametrize("unfinished", ["It points to <a href=", "It was `import x from /index.mjs.", "リンク先が"])
def test_a_sentence_that_breaks_off_is_dropped(unfinished: str) -> None:
    text = check_text(EN, Part.EXPLANATION, [f"The link leads there. {unfinished}"], check)
    assert text.paragraphs == ("The link leads there.",)
    assert [drop.reason for drop in text.dropped] == [RejectionReason.UNFINISHED]


@pytest.mark.parametrize("finished", ["It is (now) so.", "It says “no.”", "リンク先が変わりました。", "Is it?"])
def test_a_sentence_that_ends_as_one_passes(finished: str) -> None:
    assert not check_text(EN, Part.EXPLANATION, [finished], check).dropped
