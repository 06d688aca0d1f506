"""Tells whether authors speak of what users lose, in English, Chinese or Japanese."""

import re

_LOSS = re.compile(
    r"\b(?:remov|drop|renam|no longer|no more|delet|gone\b|replac|mov(?:e|ing)|deprecat|privat|instead|hid)"
    "|移除|删除|重命名|改名|弃用|废弃|不再|削除|廃止|非推奨",
    re.IGNORECASE,
)

_LOST = re.compile(
    r"\b(?:remov(?:e|al|ing)|dropp?(?:ed|s|ing)?\b|renam|no (?:longer|more)\b|delet|replac|mov(?:ed|es)\b)",
    re.IGNORECASE,
)
_WILL = re.compile(r"deprecat|\bwill be\b", re.IGNORECASE)


def speaks_of_loss(text: str) -> bool:
    """Whether a text says that something is removed, renamed, moved, made private or replaced."""
    return _LOSS.search(text) is not None


def states_loss(text: str) -> bool:
    """Whether an English text says that something is gone, renamed, moved or replaced, and not only that it will be."""
    return _LOST.search(text) is not None and _WILL.search(text) is None
