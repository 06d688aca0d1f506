"""Pairs removed lines with the lines that replaced them, and finds the words that changed between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import ratio

from diff_insight.changes.changeset import Hunk, Line

SIMILAR = 40.0
"""Minimum similarity, in percent of common characters, at which two lines count as one edited line."""

_ALIGNED_PAIRS = 2500  # line pairs above which a block is paired in order instead of by best alignment
_UNEVEN = 3  # ratio of line counts between the sides above which pairs are doubted
_FEW = 6  # maximum number of lines for which they never are
_COMPARED = 2000  # maximum number of characters, and of words, compared per line

_WORD = re.compile(
    r"""https?://[^\s<>()\[\]"'`]+      # a link
      | v?\d\w*(?:[./:-]\d\w*)+(?:-[a-z]\w*)*   # a version, a date, a time
      | [\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]   # one character of Chinese, Japanese or Korean
      | (?:(?![\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])\w)+(?:['’][a-z]+)?   # a word, also one such as don't
      | \s+
      | .""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Edit:
    """A line that was removed, added, or replaced by a similar one; at least one side is set."""

    removed: Line | None
    added: Line | None


@dataclass(frozen=True, slots=True)
class WordEdit:
    """Adjacent changed words of a replaced line, with the text to their left and right on the new side.

    `old` and `new` are their character ranges on either side.
    """

    before: str
    after: str
    left: str
    right: str
    old: slice
    new: slice


def edits(hunk: Hunk) -> Iterator[Edit]:
    """Yield the hunk's changed lines in order, removed lines paired with the similar added lines that follow."""
    removed: list[Line] = []
    added: list[Line] = []
    for line in hunk.lines:
        if line.kind == "+":
            added.append(line)
            continue
        if added or line.kind == " ":
            yield from _paired(removed, added)
            removed, added = [], []
        if line.kind == "-":
            removed.append(line)
    yield from _paired(removed, added)


def word_edits(before: str, after: str) -> list[WordEdit]:
    """The changes between two versions of a line, by longest common subsequence of words.

    Changes separated only by white space are merged. Only a bounded number of words of each line is compared.
    """
    old, new = _words(before), _words(after)
    return [
        WordEdit(
            "".join(old[a:b]),
            "".join(new[c:d]),
            "".join(new[:c]),
            "".join(new[d:]),
            _characters(old, a, b),
            _characters(new, c, d),
        )
        for a, b, c, d in _changes(old, new)
    ]


def changed_parts(before: str, after: str) -> tuple[list[slice], list[slice]]:
    """The character ranges, on either side, where two versions of a line differ according to `word_edits`."""
    old, new = _words(before), _words(after)
    changes = _changes(old, new)
    return (
        [_characters(old, start, end) for start, end, _, _ in changes if start < end],
        [_characters(new, start, end) for _, _, start, end in changes if start < end],
    )


def _words(line: str) -> list[str]:
    return list(islice((match[0] for match in _WORD.finditer(line)), _COMPARED))


def _characters(words: list[str], start: int, end: int) -> slice:
    first = sum(map(len, words[:start]))
    return slice(first, first + sum(map(len, words[start:end])))


def _changes(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """The ranges of words on the old and the new side that differ."""
    spans: list[tuple[int, int, int, int]] = []
    for code in LCSseq.opcodes(old, new):
        if code.tag == "equal":
            continue
        between = new[spans[-1][3] : code.dest_start] if spans else []
        if spans and not "".join(between).strip():
            spans[-1] = (spans[-1][0], code.src_end, spans[-1][2], code.dest_end)
        else:
            spans.append((code.src_start, code.src_end, code.dest_start, code.dest_end))
    return spans


def _paired(removed: list[Line], added: list[Line]) -> Iterator[Edit]:
    if not removed or not added:
        yield from (Edit(line, None) for line in removed)
        yield from (Edit(None, line) for line in added)
        return
    pairs = _alignment(removed, added) if len(removed) * len(added) <= _ALIGNED_PAIRS else _in_order(removed, added)
    if max(len(removed), len(added)) > max(_UNEVEN * min(len(removed), len(added)), _FEW):
        # If far more lines were added than removed, or vice versa, similar lines are seldom the same line, except at
        # the ends.
        ends = ((0, 0), (len(removed) - 1, len(added) - 1))
        pairs = [pair for pair in pairs if pair in ends]
    next_old = next_new = 0
    for old, new in [*pairs, (len(removed), len(added))]:
        yield from (Edit(line, None) for line in removed[next_old:old])
        yield from (Edit(None, line) for line in added[next_new:new])
        if old < len(removed):
            yield Edit(removed[old], added[new])
        next_old, next_new = old + 1, new + 1


def _similarity(old: Line, new: Line) -> float:
    return ratio(old.text[:_COMPARED], new.text[:_COMPARED], score_cutoff=SIMILAR)


def _in_order(removed: list[Line], added: list[Line]) -> list[tuple[int, int]]:
    return [
        (position, position)
        for position, (old, new) in enumerate(zip(removed, added, strict=False))
        if _similarity(old, new)
    ]


def _alignment(removed: list[Line], added: list[Line]) -> list[tuple[int, int]]:
    """The positions of paired lines, in order, that maximise the sum of similarities."""
    rows, columns = len(removed), len(added)
    scores = [[_similarity(old, new) for new in added] for old in removed]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if scores[i][j]:
                best[i][j] = max(best[i][j], best[i + 1][j + 1] + scores[i][j])
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs
