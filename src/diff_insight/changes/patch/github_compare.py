"""Reads a response of GitHub's compare endpoint from a file."""

from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, Status
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.patch.unified import hunks_of_file
from diff_insight.errors import UnreadableChangeError

FILES_LIMIT = 300
"""Maximum number of files GitHub lists in one comparison (REST API, "Compare two commits")."""

_EMPTY = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
"""The object ids of an empty file (SHA-1 and SHA-256)."""

_STATUSES = {
    "added": Status.ADDED,
    "removed": Status.REMOVED,
    "modified": Status.MODIFIED,
    "renamed": Status.RENAMED,
    "copied": Status.COPIED,
    "changed": Status.MODE_CHANGED,
}


class _Person(BaseModel):
    name: str = ""
    date: datetime | None = None


class _CommitDetail(BaseModel):
    message: str = ""
    author: _Person = Field(default_factory=_Person)
    committer: _Person = Field(default_factory=_Person)


class _Commit(BaseModel):
    sha: str
    commit: _CommitDetail = Field(default_factory=_CommitDetail)


class _File(BaseModel):
    filename: str
    sha: str | None = None
    status: str
    additions: int
    deletions: int
    patch: str | None = None
    previous_filename: str | None = None


class _Comparison(BaseModel):
    html_url: str | None = None
    base_commit: _Commit | None = None
    merge_base_commit: _Commit | None = None
    total_commits: int = 0
    commits: list[_Commit] = Field(default_factory=list)
    files: list[_File]


def read_compare_json(data: bytes, path: Path) -> ChangeSet:
    """Read the change that a compare response describes; what GitHub omitted becomes a notice.

    Raises:
        UnreadableChangeError: it is not JSON, or not a response of the endpoint.
    """
    try:
        answer = _Comparison.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise UnreadableChangeError(
            f"{path} is not a response of GitHub's compare endpoint ({where}: {first['msg']}); save the output of "
            "`gh api repos/OWNER/NAME/compare/BASE...HEAD` unchanged"
        ) from None
    files = tuple(_file(file, path) for file in answer.files if file.status != "unchanged")
    head = answer.commits[-1] if answer.commits else None
    base = answer.merge_base_commit or answer.base_commit
    link = answer.html_url if answer.html_url and answer.html_url.startswith("https://") else None
    source = Source(
        name=path.stem,
        base=base.sha[:7] if base else None,
        head=head.sha[:7] if head else None,
        base_id=base.sha if base else None,
        head_id=head.sha if head else None,
        permalink=link,
        forge="GitHub" if link else None,
        day=_day(head.commit.committer) if head else None,
    )
    commits = tuple(_commit(commit) for commit in reversed(answer.commits))
    return ChangeSet(source=source, files=files, commits=commits, notices=tuple(_notices(answer, files)))


def _notices(answer: _Comparison, files: tuple[FileChange, ...]) -> list[Notice]:
    notices = []
    if len(answer.files) >= FILES_LIMIT:
        notices.append(Notice(NoticeKind.COMPARE_FILES_TRUNCATED, len(answer.files)))
    if answer.total_commits > len(answer.commits):
        total = {"total": answer.total_commits}
        notices.append(Notice(NoticeKind.COMPARE_COMMITS_TRUNCATED, len(answer.commits), total))
    if missing := sum(file.unshown and file.additions is not None for file in files):
        notices.append(Notice(NoticeKind.COMPARE_DIFF_MISSING, missing))
    if unknown := tuple(file.path for file in files if file.unshown and file.additions is None):
        notices.append(Notice(NoticeKind.COMPARE_CONTENT_UNKNOWN, len(unknown), names=unknown))
    return notices


def _file(file: _File, path: Path) -> FileChange:
    if file.status not in _STATUSES:
        raise UnreadableChangeError(f"{path}: unknown file status from GitHub: {file.status!r}")
    hunks = hunks_of_file(file.patch, f"{path}, {file.filename}") if file.patch else ()
    status = _STATUSES[file.status]
    # GitHub sends neither a diff nor counts for a binary or empty file, or one whose mode alone changed.
    silent = not hunks and not file.additions and not file.deletions
    whole = status in (Status.ADDED, Status.REMOVED)
    binary = silent and whole and file.sha is not None and file.sha not in _EMPTY
    unknown = silent and not binary and not (whole and file.sha in _EMPTY) and status is not Status.MODE_CHANGED
    return FileChange(
        path=file.filename,
        status=status,
        old_path=file.previous_filename if status in (Status.RENAMED, Status.COPIED) else None,
        hunks=hunks,
        additions=None if binary or unknown else file.additions,
        deletions=None if binary or unknown else file.deletions,
        binary=binary,
        unshown=unknown or (not hunks and not silent),
        new_id=file.sha if status is not Status.REMOVED else None,
    )


def _commit(commit: _Commit) -> Commit:
    subject, _, body = commit.commit.message.partition("\n")
    return Commit(
        id=commit.sha,
        subject=subject.strip(),
        body=body.strip(),
        author=commit.commit.author.name,
        day=_day(commit.commit.author),
        paths=frozenset(),
    )


def _day(person: _Person) -> date | None:
    return person.date.date() if person.date else None
