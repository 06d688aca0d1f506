"""Reads the words of entries: the numbers that they name, what is beside the point in them, and their likeness."""

import re
from collections.abc import Sequence

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from diff_insight.topics.entry import Entry

# As in "#12: Add it", "#12 Add it", "[12] - Add it", "[[#12]]: Add it" and "[#12] Add it".
_NUMBERED = re.compile(
    r"^(?:(?:[#!]\d+(?:,\s*)?)+(?::|(?=\s+(?:[A-Z]|`)))|\[{1,2}#?(?P<number>\d+)\]{1,2}\s*[-–—:])\s+(?=\S)"
    r"|^\[#(?P<bare>\d+)\]\s+(?=[A-Z`])"
)
_NUMBER = re.compile(
    r"(?:[#!]|\bgh-|[:{](?:pr|pull|issue|gh|bug|ticket)[:}]`|/(?:pull|issues|merge_requests)/)(\d+)", re.IGNORECASE
)
# `other/project#12`, and an address that a link with these words has.
_OF_OTHERS = re.compile(
    r"\b(?P<project>[\w.-]{1,100}/[\w.-]{1,100})#\d+(?:[`\]]?[ (<]+https?://\S+?/(?P=project)/\S+)?"
)
# One reference at the end; `without_references` takes them off one by one, as a repeated group would take time
# exponential in their number.
_REFERENCE = re.compile(
    r"[\s,;&(]*(?:\b(?:see(?: also)?|thanks|context|by|via|in|pr|issue|pull|close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?"
    r"|for|and)\b[\s:]*)*"
    r"(?:[#!]\d+|(?<=\()#(?=\))|@[\w-]+|\[?\[[^\]]*\]\]?|https?://\S+|\b[0-9a-f]{7,40}\b)[\s,;&]*\)*[.]?\s*$",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"[\s,.(]*\bPR #?\d+ by [\w-]{2,39}\)?[.]?$")
# A sentence of thanks at the end, or one in parentheses.
_THANKS = re.compile(r"(?:(?<=[.!?)])\s+|\s*\()(?:(?:special|many|big) )?thanks\b[^.()]{1,160}[.)]*\s*$", re.IGNORECASE)
_SAYS_FIXED = re.compile(
    r"\b(?:fix|correct|no longer|does not|doesn't|don't|do not|now|prevent|avoid|resolv|restor|repair|mend|handl|ensur"
    r"|make sure|allow|stop|respect|preserv|keep|works? again|guard)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_REWORDED = 80  # similarity in percent from which an entry is another one in other words


def letters_of(text: str) -> str:
    """The letters of a text, by which it is recognised in another markup."""
    return "".join(_LETTERS.findall(text.lower()))


def is_reworded(entry: Entry, others: Sequence[str]) -> bool:
    """Whether an entry is one of others, given by their letters, in nearly the same words."""
    return resembles(letters_of(entry.text), others)


def resembles(letters: str, others: Sequence[str]) -> bool:
    """Whether a text is one of others in nearly the same words; all are given by their letters."""
    return extractOne(letters, others, scorer=ratio, score_cutoff=_REWORDED) is not None


def numbers_in(text: str) -> tuple[int, ...]:
    """The pull requests and issues that a text of release notes names, each once; not those of other projects."""
    return tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(_OF_OTHERS.sub("", text))))


def without_number(text: str) -> tuple[str, tuple[int, ...]]:
    """A text of release notes without the number before it, and that number if brackets alone tell that it is one."""
    match = _NUMBERED.match(text)
    if match is None:
        return text, ()
    number = match["number"] or match["bare"]
    return text[match.end() :], (int(number),) if number else ()


def without_references(text: str) -> str:
    """A text of release notes without the numbers, names, addresses and thanks at its end."""
    text = _CREDIT.sub("", text)
    while text != (rest := _REFERENCE.sub("", _THANKS.sub("", text[-400:])).join((text[:-400], "")).rstrip(" ,;–-")):
        text = rest
    return text


def says_fixed(text: str) -> bool:
    """Whether a text says by itself that something is mended."""
    return _SAYS_FIXED.search(text) is not None
