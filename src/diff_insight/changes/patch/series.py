"""Combines the patches of a series, so that a file changed by several of them is reported once, with the net change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.changes.decoding import decode
from diff_insight.changes.patch.sum import added_up
from diff_insight.changes.recoding import recoded

_MODE_KINDS = 3  # leading digits of a mode that distinguish a file, a link and a submodule


@dataclass(frozen=True, slots=True)
class Sum:
    """The net change of a series.

    Attributes:
        files: those with a net change.
        several: how many of them are changed by several patches.
        cancelled: paths without a net change, including files that were added and removed again.
        unfit: paths whose patches cannot be chained, so that the hunks of each patch are listed.
    """

    files: tuple[FileChange, ...]
    several: int
    cancelled: tuple[str, ...]
    unfit: tuple[str, ...]


@dataclass(slots=True)
class _State:
    """The changes so far, by current path; removed files by their last path.

    `order` maps each path to its position in the order of first appearance.
    """

    present: dict[str, FileChange] = field(default_factory=dict)
    removed: dict[str, FileChange] = field(default_factory=dict)
    cancelled: dict[str, None] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)


def summed(patches: Iterable[Sequence[FileChange]]) -> Sum:
    """Combine the patches of a series in their order.

    All files of one patch change at once, so that cyclic or chained renames are not taken for a series. A file that
    occurs twice in one patch is changed twice in succession.
    """
    state = _State()
    for patch in patches:
        for round_ in _rounds(patch):
            _apply(state, round_)
    files = tuple(sorted((*state.present.values(), *state.removed.values()), key=lambda file: state.order[file.path]))
    return Sum(
        files=files,
        several=sum(file.patches > 1 for file in files),
        cancelled=tuple(path for path in state.cancelled if path not in state.present and path not in state.removed),
        unfit=tuple(file.path for file in files if not file.is_sum),
    )


def are_newest_first(patches: Sequence[Sequence[FileChange]], *, by_default: bool) -> bool:
    """Whether patches are ordered newest first, judging by object ids and statuses of files changed by several of them.

    Args:
        patches: in the order of the input.
        by_default: the result if there is no evidence.
    """
    votes = 0
    last: dict[str, FileChange] = {}
    for patch in patches:
        for file in patch:
            above = last.get(file.path) or last.get(file.old_path or "")
            if above is not None:
                votes += _vote(above, file)
            last[file.path] = file
    return votes > 0 if votes else by_default


def _vote(above: FileChange, below: FileChange) -> int:
    """1 if the one above was made after the one below, -1 if before, 0 if unknown."""
    if _is_same_id(above.old_id, below.new_id) and not _is_same_id(above.new_id, below.old_id):
        return 1
    if _is_same_id(above.new_id, below.old_id) and not _is_same_id(above.old_id, below.new_id):
        return -1
    came_later = below.status is Status.ADDED and above.status is not Status.REMOVED
    went_before = above.status is Status.REMOVED and below.status is not Status.ADDED
    if came_later or went_before:
        return 1
    return -1 if above.status is Status.ADDED or below.status is Status.REMOVED else 0


def _is_same_id(one: str | None, other: str | None) -> bool:
    return bool(one and other) and (str(one).startswith(str(other)) or str(other).startswith(str(one)))


def _rounds(patch: Sequence[FileChange]) -> list[list[FileChange]]:
    """The files of a patch in rounds, such that none is changed twice in one round."""
    rounds: list[list[FileChange]] = []
    times: dict[tuple[str, str], int] = {}
    for file in patch:
        key = (_origin(file), file.path)
        number = times.get(key, 0)
        times[key] = number + 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(file)
    return rounds


def _origin(file: FileChange) -> str:
    return file.old_path if file.status is Status.RENAMED and file.old_path else file.path


def _apply(state: _State, patch: Sequence[FileChange]) -> None:
    before = {origin: state.present[origin] for origin in map(_origin, patch) if origin in state.present}
    for file in patch:
        if _origin(file) in before and (file.status is Status.REMOVED or file.path != _origin(file)):
            state.present.pop(_origin(file), None)
    for file in patch:
        state.order.setdefault(file.path, len(state.order))
    # Removals come first, so that a patch can put another file in the same place.
    for file in sorted(patch, key=lambda file: file.status is not Status.REMOVED):
        earlier = before.get(_origin(file))
        if file.status is Status.ADDED and earlier is None:
            earlier = state.removed.pop(file.path, None)
        joined = file if earlier is None else _joined(earlier, file)
        if joined is None:
            if state.present.get(_origin(file)) is earlier:
                del state.present[_origin(file)]
            state.cancelled[file.path] = None
        else:
            _put(state, joined, replaced=earlier)


def _put(state: _State, file: FileChange, *, replaced: FileChange | None) -> None:
    """Store a file under its path, merged with another change already stored there."""
    state.order.setdefault(file.path, len(state.order))
    for others in (state.present, state.removed):
        other = others.pop(file.path, None)
        if other is not None and other is not replaced:
            file = _one_after_another(other, file)
    (state.removed if file.status is Status.REMOVED else state.present)[file.path] = file


def _one_after_another(first: FileChange, second: FileChange) -> FileChange:
    """Two changes of one path that cannot be combined, such as when a file is removed and another one moves there."""
    if first.encoding != second.encoding:
        first, second = _alike(first, second)
    binary = first.binary or second.binary
    return replace(
        second,
        hunks=() if binary else first.hunks + second.hunks,
        additions=None if binary else (first.additions or 0) + (second.additions or 0),
        deletions=None if binary else (first.deletions or 0) + (second.deletions or 0),
        binary=binary,
        guessed=first.guessed or second.guessed,
        patches=first.patches + second.patches,
        is_sum=False,
        unshown=first.unshown or second.unshown,
        old_id=first.old_id,
        same_content=None,
    )


def _joined(first: FileChange, second: FileChange) -> FileChange | None:
    """Two changes of one file combined into one; None if they cancel out."""
    if first.status is Status.ADDED and second.status is Status.REMOVED:
        return None
    status, old_path = _status(first, second)
    if first.encoding != second.encoding:
        first, second = _alike(first, second)
    binary = first.binary or second.binary
    hunks = added_up(first.hunks, second.hunks) if first.is_sum and second.is_sum else None
    is_sum = hunks is not None
    if hunks is None:
        hunks = first.hunks + second.hunks
    path = (first.old_path or first.path) if status is Status.REMOVED else second.path
    if status is Status.RENAMED and old_path == path:
        status, old_path = Status.MODIFIED, None
    old_mode, new_mode = first.old_mode or second.old_mode, second.new_mode or first.new_mode
    same_id = first.old_id is not None and _is_same_id(first.old_id, second.new_id)
    unchanged = same_id if binary else is_sum and not hunks and not (first.unshown or second.unshown)
    if status in (Status.MODIFIED, Status.MODE_CHANGED) and unchanged:
        if old_mode == new_mode:
            return None
        status = Status.MODE_CHANGED
    return FileChange(
        path=path,
        status=status,
        old_path=old_path,
        old_mode=None if status is Status.ADDED else old_mode,
        new_mode=None if status is Status.REMOVED else new_mode,
        hunks=() if binary else hunks,
        additions=None if binary else sum(line.kind == "+" for hunk in hunks for line in hunk.lines),
        deletions=None if binary else sum(line.kind == "-" for hunk in hunks for line in hunk.lines),
        binary=binary,
        encoding=first.encoding,
        guessed=first.guessed or second.guessed,
        patches=first.patches + second.patches,
        is_sum=is_sum,
        unshown=first.unshown or second.unshown,
        old_id=first.old_id,
        new_id=second.new_id,
        same_content=unchanged if status in (Status.RENAMED, Status.COPIED) else None,
    )


def _status(first: FileChange, second: FileChange) -> tuple[Status, str | None]:
    status, old_path = first.status, first.old_path
    if first.status is Status.REMOVED:
        kinds = {(mode or "")[:_MODE_KINDS] for mode in (first.old_mode, second.new_mode) if mode}
        return Status.TYPE_CHANGED if len(kinds) > 1 else Status.MODIFIED, None
    if second.status is Status.REMOVED:
        return Status.REMOVED, None
    if second.status is Status.RENAMED and first.status not in (Status.ADDED, Status.COPIED):
        return Status.RENAMED, first.old_path or second.old_path
    if first.status is Status.MODE_CHANGED:
        status = second.status
    return status, old_path


def _alike(first: FileChange, second: FileChange) -> tuple[FileChange, FileChange]:
    """Both changes decoded in one encoding that fits the bytes of both."""
    found = decode(first.diff.encode(first.encoding) + second.diff.encode(second.encoding))
    try:
        return recoded(first, found), recoded(second, found)
    except UnicodeError:
        found = replace(found, encoding="latin-1")
        return recoded(first, found), recoded(second, found)
