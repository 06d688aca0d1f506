"""The languages of reports; a new one needs a catalogue `locale/CODE.po` and a line in `LANGUAGES`."""

import re
from collections.abc import Callable
from dataclasses import dataclass

KANA = re.compile(r"[\u3040-\u30ff]")
"""The scripts that only Japanese uses."""

HAN = re.compile(r"[\u3400-\u9fff]")
"""The script that Chinese and Japanese share."""


@dataclass(frozen=True, slots=True)
class ReportLanguage:
    """A language that reports can be written in.

    Attributes:
        code: its ISO 639-1 code, which also names its catalogue.
        english_name: its name in the prompt that tells a model to write in it.
        can_be: whether a sentence can be in this language, judging by its scripts.
        between_sentences: what separates the sentences of a paragraph.
        chrf_order: the character n-gram order of chrF for titles; 2 if a character is roughly a word.
    """

    code: str
    english_name: str
    can_be: Callable[[str], bool]
    between_sentences: str = " "
    chrf_order: int = 6


_QUOTED = re.compile(r"`[^`]*`|\"[^\"]*\"|“[^”]*”")  # names and quotes, which may be in any script


def _is_latin(sentence: str) -> bool:
    own = _QUOTED.sub("", sentence)
    return not KANA.search(own) and not HAN.search(own)


def _is_japanese(sentence: str) -> bool:
    return KANA.search(sentence) is not None or (HAN.search(sentence) is not None and _is_of_jis(sentence))


def _is_of_jis(sentence: str) -> bool:
    """Whether Japan's character set has all characters: titles such as 設定変更 have no kana, and 设置 is Chinese."""
    try:
        "".join(HAN.findall(sentence)).encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


def _is_chinese(sentence: str) -> bool:
    own = _QUOTED.sub("", sentence)
    return HAN.search(own) is not None and not KANA.search(own)


SOURCE = "en"
"""The language that messages are written in; it needs no catalogue."""

LANGUAGES = {
    each.code: each
    for each in (
        ReportLanguage(SOURCE, "English", _is_latin),
        ReportLanguage("ja", "Japanese", _is_japanese, between_sentences="", chrf_order=2),
        ReportLanguage("zh", "Simplified Chinese", _is_chinese, between_sentences="", chrf_order=2),
    )
}
