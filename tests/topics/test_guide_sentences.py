import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.topics.guide_sentences import (
    LONGEST,
    advice_among,
    is_past,
    is_telling,
    is_whole,
    lacks_subject,
    needs_more,
    says_change,
    to_do_among,
)


@pytest.mark.parametrize(
    "text",
    ["`read` is no longer public", "From 9.0, it is a list", "The default is 3", "`A` has a different signature"],
)
def test_a_change_is_told_by_its_words(text: str) -> None:
    assert says_change(text, 9)


@pytest.mark.parametrize(
    "text",
    [
        "`removeAll` reads",
        "DefaultRouter is the class",
        "It now supports sockets",
        "Breaking changes are below",
        "A list",
    ],
)
def test_names_news_and_introductions_tell_no_change(text: str) -> None:
    assert not says_change(text, 9)


def test_what_is_of_an_earlier_version_is_past() -> None:
    assert is_past("In 8.x, it was read.", 9)
    assert not is_past("In 9.0, it is read.", 9)


def test_advice_that_begins_with_what_to_do_comes_before_other() -> None:
    sentences = ["As of 4.2, you can pass a list.", "You can pass a list here.", "Set `list: true` to allow it."]
    assert advice_among(sentences) == "Set `list: true` to allow it."
    assert advice_among(sentences[:2]) == "You can pass a list here."
    assert advice_among(["To migrate, add `rows: True` to the settings."]) == (
        "To migrate, add `rows: True` to the settings."
    )
    assert advice_among(["To migrate your code: set `rows` to true."]) == "set `rows` to true."
    assert advice_among(["Doing so is invalid, and you should pass 1.", "No changes are required."]) == ""


@pytest.mark.parametrize(
    ("title", "telling", "more"),
    [
        ("BC BREAK: Changes in `read()`", "", True),
        ("Classes have been converted to interfaces", "", True),
        ("Removed `read()`", "The method `read()` is gone.", False),
        ("Stricter checks", "`read` must be called.", True),
    ],
)
def test_a_vague_heading_needs_more(title: str, telling: str, more: bool) -> None:
    assert needs_more(title, telling) is more


def test_only_verbs_of_the_third_person_lack_their_subject() -> None:
    assert lacks_subject("Returns a list")
    assert not lacks_subject("Support for lists is gone")


@given(st.text(), st.integers(min_value=0, max_value=99))
def test_any_text_can_be_judged(text: str, newest: int) -> None:
    assert is_telling(text) in (True, False)
    assert says_change(text, newest) in (True, False)
    assert advice_among([text]) in ("", text) or text.endswith(advice_among([text]))
    if is_whole(text):
        assert len(text) <= LONGEST


def test_below_what_is_to_be_done_any_sentence_says_it() -> None:
    assert to_do_among(["The flag is not needed. ", "Remove the flag."]) == "Remove the flag."
    assert to_do_among(["- a", "The flag is not needed in it."]) == "The flag is not needed in it."
    assert to_do_among(["a | b"]) == ""
