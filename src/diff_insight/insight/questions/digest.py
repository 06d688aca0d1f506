"""Condenses a file's change into the short text the model sees: only the changed words, within a token budget."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from diff_insight.changes.changeset import Commit, FileChange, Hunk
from diff_insight.evidence.diff.line_pairs import Edit, edits, word_edits
from diff_insight.evidence.injection import addresses_model

_HUNKS = 48  # hunks considered; if a file has more, evenly spaced ones
_EDITS = 32  # edited lines considered per hunk
_CONTEXT = 24  # characters kept on each side of changed words
_CLIP = 160  # maximum characters in one line of the digest
_SUBJECTS = 3


def digest(
    file: FileChange,
    commits: Sequence[Commit],
    notes: Sequence[str],
    count_tokens: Callable[[str], int],
    budget: int,
) -> str:
    """The digest of a file: status, counts, path, subjects of the commits that touch it, notes, and its changed words.

    Every hunk contributes its first line before any contributes its second, so that a large change is covered as a
    whole; lines keep the order of the diff. Lines and subjects that address a model are left out. The status is
    repeated at the end, where small models attend to it. The work is bounded however large the file is.

    Args:
        file: the change.
        commits: the commits that touch the file, newest first.
        notes: further known facts, one line each; they take at most half of the budget.
        count_tokens: counts tokens with the model's own tokenizer.
        budget: maximum number of tokens in the digest; below about 50, the path is cut.
    """
    head, end = _head(file, commits), f"\nstatus: {file.status}"
    while len(head) > 1 and count_tokens(head + end) > budget:
        head = head[: len(head) // 2]
    for note in map(_clip, notes):
        if count_tokens(f"{head}\n{note}{end}") > budget // 2:
            break
        head = f"{head}\n{note}"
    remaining = budget - count_tokens(head + end)
    columns = [_lines(hunk) for hunk in _spread(file.hunks)]
    chosen = sorted(_taken_in_turn(columns, count_tokens, remaining))
    lines = [line for _, _, line in chosen]
    while lines and count_tokens("\n".join([head, *lines]) + end) > budget:
        lines.pop()
    return "\n".join([head, *lines]) + end


def _taken_in_turn(
    columns: list[Iterator[str]], count_tokens: Callable[[str], int], remaining: int
) -> Iterator[tuple[int, int, str]]:
    """Lines of the columns, row by row, until the token budget is spent; each with its column and row."""
    for row in range(_EDITS):
        for number, column in enumerate(columns):
            line = next(column, None)
            if line is not None:
                remaining -= count_tokens("\n" + line)
                if remaining < 0:
                    return
                yield number, row, line


def _head(file: FileChange, commits: Sequence[Commit]) -> str:
    size = "binary" if file.binary else f"+{file.additions} -{file.deletions}"
    lines = [f"status: {file.status}, {size}", f"path: {_clip(file.path)}"]
    if file.old_path:
        lines.append(f"old path: {_clip(file.old_path)}")
    subjects = list(dict.fromkeys(c.subject for c in commits if c.subject and not addresses_model(c.subject)))
    lines += [f"commit: {_clip(subject)}" for subject in subjects[:_SUBJECTS]]
    return "\n".join(lines)


def _spread(hunks: tuple[Hunk, ...]) -> list[Hunk]:
    if len(hunks) <= _HUNKS:
        return list(hunks)
    return [hunks[number * len(hunks) // _HUNKS] for number in range(_HUNKS)]


def _lines(hunk: Hunk) -> Iterator[str]:
    for edit in islice(edits(hunk), _EDITS):
        text = _line(edit)
        if text:
            yield text


def _line(edit: Edit) -> str:
    removed = edit.removed if edit.removed and not addresses_model(edit.removed.text) else None
    added = edit.added if edit.added and not addresses_model(edit.added.text) else None
    if removed and added:
        return _clip(" … ".join(_around(removed.text.strip(), added.text.strip())))
    line = removed or added
    text = line.text.strip() if line else ""
    return f"{line.kind} {_clip(text)}" if line and text else ""


def _around(before: str, after: str) -> Iterator[str]:
    for edit in word_edits(before, after):
        left, right = edit.left[-_CONTEXT:], edit.right[:_CONTEXT]
        removed = f"[-{_clip(edit.before)}-]" if edit.before else ""
        added = f"{{+{_clip(edit.after)}+}}" if edit.after else ""
        yield f"{left}{removed}{added}{right}"


def _clip(text: str) -> str:
    text = " ".join(text[: 4 * _CLIP].split())
    return text if len(text) <= _CLIP else text[: _CLIP - 1] + "…"
