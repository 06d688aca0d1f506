import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import diff_insight
from diff_insight.sentences.languages import LANGUAGES
from diff_insight.sentences.translation import Wording, language_of_locale

PACKAGE = Path(diff_insight.__file__).parent
METHODS = [("**.py", "python"), ("**.j2", "jinja2")]
KEYWORDS = {"say": None, "say_n": (1, 2), "marked": None, "marked_n": (1, 2)}


def messages_in_the_code() -> set[str | tuple[str, ...]]:
    return {message for _, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, keywords=KEYWORDS)}


def catalog(language: str) -> Catalog:
    with (PACKAGE / "sentences" / "locale" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_every_sentence_is_translated_and_no_other(language: str) -> None:
    translated = {message.id for message in catalog(language) if message.id and all(_strings(message.string))}
    assert translated == messages_in_the_code()


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_translations_hold_the_same_values(language: str) -> None:
    for message in catalog(language):
        if message.id:
            wanted = fields(message.id if isinstance(message.id, str) else message.id[1])
            assert all(fields(text) == wanted for text in _strings(message.string)), message.id


def _strings(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


def test_numbers_choose_the_form() -> None:
    assert Wording("en").say_n("{count} line is new", "{count} lines are new", 1) == "1 line is new"
    assert Wording("en").say_n("{count} line is new", "{count} lines are new", 2) == "2 lines are new"
    assert Wording("ja").say_n("{count} line is new", "{count} lines are new", 2) == "2行を追加"


def test_long_lists_are_counted() -> None:
    assert Wording("en").join(["a", "b", "c"], most=2) == "a, b, and 1 more"
    assert re.search("另外 1 项", Wording("zh").join(["a", "b", "c"], most=2))


@pytest.mark.parametrize(
    ("value", "language"),
    [
        ("ja_JP.UTF-8", "ja"),
        ("zh_CN", "zh"),
        ("zh_TW.UTF-8", "zh"),
        ("de_DE.UTF-8", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("nonsense!", "en"),
    ],
)
def test_the_locale_chooses_the_language(monkeypatch: pytest.MonkeyPatch, value: str, language: str) -> None:
    monkeypatch.setenv("LC_ALL", value)
    assert language_of_locale() == language
