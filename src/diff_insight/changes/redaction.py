"""Masks secrets in a change before anything else reads it: in diffs, whole files, commits and search results."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import PurePosixPath

from diff_insight.changes.changeset import (
    ChangeSet,
    Commit,
    FileChange,
    Hunk,
    Mention,
    Source,
    StepFiles,
    Steps,
    Trees,
    Versions,
)
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.secrets import Secrets
from diff_insight.changes.trees import DiffAlone

_COUNTS = re.compile(r"(@@ [^@]* @@)(.*)", re.DOTALL)


def redacted(changes: ChangeSet) -> ChangeSet:
    """The change with every detected secret masked; a notice gives the number, even if it is 0.

    Whole files are searched too if they are known, because a hunk may hold the middle of a key without its beginning.
    File names stay as they are.
    """
    secrets = Secrets()
    trees = changes.trees or DiffAlone()
    for file in changes.files:
        secrets.learn((_text(hunk) for hunk in file.hunks), _suffix(file))
    for file, versions in zip(changes.files, trees.versions(changes.files), strict=True):
        secrets.learn((text for text in (versions.old, versions.new) if text), _suffix(file))
    for commit in changes.commits:
        secrets.learn((commit.subject, commit.body, commit.author), "")
    for commit in (*changes.history, *changes.left_behind):
        secrets.learn((commit.subject, commit.body, commit.author), "")
    commits = {commit: _commit(commit, secrets) for commit in changes.commits}
    return replace(
        changes,
        source=_source(changes.source, secrets),
        files=tuple(replace(file, hunks=_hunks(file, secrets)) for file in changes.files),
        commits=tuple(commits[commit] for commit in changes.commits),
        history=tuple(_commit(commit, secrets) for commit in changes.history),
        left_behind=tuple(_commit(commit, secrets) for commit in changes.left_behind),
        notices=(
            *(_notice(notice, secrets) for notice in changes.notices),
            Notice(NoticeKind.SECRETS_MASKED, len(secrets)),
        ),
        trees=_RedactedTrees(changes.trees, changes.files, secrets) if changes.trees else None,
        steps=_RedactedSteps(changes.steps, {masked: commit for commit, masked in commits.items()}, secrets)
        if changes.steps
        else None,
    )


class _RedactedTrees:
    """Trees whose texts are masked.

    Args:
        trees: the trees, unmasked.
        files: the files of the change, unmasked.
        secrets: the secrets found in them.
    """

    def __init__(self, trees: Trees, files: Sequence[FileChange], secrets: Secrets) -> None:
        self._trees = trees
        self._files = {file.path: file for file in files}
        self._secrets = secrets

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        """As in `Trees`; masked hunks would not apply to the old text, so the trees get the unmasked files."""
        for versions in self._trees.versions([self._files[file.path] for file in files]):
            yield _masked(versions, self._secrets)

    def mentions(self, texts: Sequence[str], within: Sequence[str] = ()) -> tuple[Mention, ...] | None:
        """As in `Trees`; found lines, which may be of unchanged files, are searched for secrets here."""
        found = self._trees.mentions(texts, within)
        if found is None:
            return None
        by_suffix = groupby(sorted(found, key=_suffix), key=_suffix)
        for suffix, mentions in by_suffix:
            self._secrets.learn(("\n".join(mention.text for mention in mentions),), suffix)
        return tuple(replace(mention, text=self._secrets.masked(mention.text)) for mention in found)

    def holders(self, text: str, *, whole_words: bool) -> tuple[str, ...] | None:
        """As in `Trees`."""
        return self._trees.holders(text, whole_words=whole_words)


class _RedactedSteps:
    """Diffs of commits whose texts are masked.

    Args:
        steps: the diffs, unmasked.
        unmasked: the commits as they were, by the masked ones.
        secrets: the secrets found so far; a commit may hold others, which a later one removes.
    """

    def __init__(self, steps: Steps, unmasked: Mapping[Commit, Commit], secrets: Secrets) -> None:
        self._steps = steps
        self._unmasked = unmasked
        self._secrets = secrets

    def files(self, commits: Sequence[Commit], paths: Collection[str]) -> Iterator[StepFiles | None]:
        """As in `Steps`."""
        for files in self._steps.files([self._unmasked[commit] for commit in commits], paths):
            for file, versions in files or ():
                self._secrets.learn((_text(hunk) for hunk in file.hunks), _suffix(file))
                self._secrets.learn((text for text in (versions.old, versions.new) if text), _suffix(file))
            yield files and tuple(
                (replace(file, hunks=_hunks(file, self._secrets)), _masked(versions, self._secrets))
                for file, versions in files
            )


def _masked(versions: Versions, secrets: Secrets) -> Versions:
    return Versions(*(text and secrets.masked(text) for text in (versions.old, versions.new)))


def _suffix(place: FileChange | Mention) -> str:
    return PurePosixPath(place.path).suffix if place.path.isascii() and place.path.isprintable() else ""


def _text(hunk: Hunk) -> str:
    return "\n".join(line.text for line in hunk.lines)


def _hunks(file: FileChange, secrets: Secrets) -> tuple[Hunk, ...]:
    return tuple(
        replace(
            hunk,
            header=_COUNTS.sub(lambda found: found[1] + secrets.masked(found[2]), hunk.header),
            lines=tuple(replace(line, text=secrets.masked(line.text)) for line in hunk.lines),
        )
        for hunk in file.hunks
    )


def _commit(commit: Commit, secrets: Secrets) -> Commit:
    return replace(
        commit,
        subject=secrets.masked(commit.subject),
        body=secrets.masked(commit.body),
        author=secrets.masked(commit.author),
    )


def _notice(notice: Notice, secrets: Secrets) -> Notice:
    return replace(notice, names=tuple(secrets.masked(name) for name in notice.names))


def _source(source: Source, secrets: Secrets) -> Source:
    return replace(
        source,
        name=secrets.masked(source.name),
        base=source.base and secrets.masked(source.base),
        head=source.head and secrets.masked(source.head),
        permalink=source.permalink and secrets.masked(source.permalink),
    )
