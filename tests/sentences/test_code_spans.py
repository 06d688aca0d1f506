from hypothesis import given
from hypothesis import strategies as st

from diff_insight.sentences.code_spans import Span, code, plain, spans

NAMES = st.text("ab`* \\<", min_size=1, max_size=12).map(lambda name: " ".join(name.split())).filter(bool)


@given(NAMES)
def test_a_name_survives_its_code_span(name: str) -> None:
    assert list(spans(f"before {code(name)} after")) == [
        Span("before ", False),
        Span(name, True),
        Span(" after", False),
    ]


@given(st.text("a`", max_size=20))
def test_no_character_of_a_sentence_is_lost(sentence: str) -> None:
    shown = "".join(span.text for span in spans(sentence))
    assert shown.replace("`", "") == sentence.replace("`", "")


@given(st.text("a` ", max_size=20))
def test_somebodys_words_swallow_nothing_of_what_follows(words: str) -> None:
    assert list(spans(f"“{plain(words)}” in {code('name')}"))[-1] == Span("name", True)
