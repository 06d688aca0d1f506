"""Reads the topics of released versions, and what their maintainers tell of them in notes written by hand."""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diff_insight.changes.changeset import SourceKind
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.read import ChangeSpec, read_change
from diff_insight.changes.selection import select
from diff_insight.errors import DiffInsightError
from diff_insight.evidence.gather import gather
from diff_insight.evidence.roles import Role, roles_of
from diff_insight.topics.build import topics_of
from diff_insight.topics.topic import LinkKind, Topic
from training.release_notes import Notes, notes_between

_VERSION = re.compile(r"(\d+(?:\.\d+)+)$")


@dataclass(frozen=True, slots=True)
class ReleasedTopic:
    """A topic of a release.

    Attributes:
        project: the repository, OWNER/NAME.
        release: the repository and the newer tag.
        topic: the topic.
        roles: the role of each of its files.
        bullets: the bullets of the release's notes that tell it; empty if none does.
        headings: the heading above each of them; '' if unknown.
    """

    project: str
    release: str
    topic: Topic
    roles: Mapping[str, Role]
    bullets: tuple[str, ...]
    headings: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        """Whether the maintainers tell it."""
        return bool(self.bullets)


def released_topics(mirror: Path, project: str, file: str, settings: Mapping[str, Any]) -> Iterator[ReleasedTopic]:
    """Yield the topics of a project's newest releases that their maintainers tell by hand.

    The notes file is left out of the change, so that no topic is made of the words it is compared with.

    Args:
        mirror: a folder of bare clones OWNER+NAME.git.
        project: OWNER/NAME.
        file: glob of the notes file.
        settings: those of topics.toml.
    """
    folder = mirror / f"{project.replace('/', '+')}.git"
    used = 0
    for base, head, notes in reversed(list(told_releases(GitCommand(folder), file, settings))):
        if used >= settings["versions"]:
            return
        try:
            rows = topics_between(folder, project, base, head, file, notes)
        except DiffInsightError:
            continue
        if sum(row.is_told for row in rows) >= max(2, settings["matched"] * len(notes.bullets)):
            used += 1
            yield from rows


def topics_between(folder: Path, project: str, base: str, head: str, file: str, notes: Notes) -> list[ReleasedTopic]:
    """The topics of one release that have commits, heaviest first.

    Args:
        folder: the repository.
        project: OWNER/NAME.
        base: the older tag.
        head: the newer tag.
        file: glob of the notes file, which is left out of the change.
        notes: what the maintainers tell of the release.

    Raises:
        DiffInsightError: the range cannot be read.
    """
    whole = read_change(ChangeSpec(SourceKind.RANGE, (f"{base}..{head}",), folder))
    change = select(whole, (), (f"/{file}", "*/changelog/*"))
    roles = roles_of(change.files, ())
    topics = topics_of(change, gather(change), roles).topics
    return [_released(project, f"{project} {head}", topic, roles, notes) for topic in topics if topic.commits]


def told_releases(git: GitCommand, file: str, settings: Mapping[str, Any]) -> Iterator[tuple[str, str, Notes]]:
    """Yield neighbouring tags, one of which descends from the other, with the notes of those that have enough.

    Oldest first; how many commits, bullets and tags are enough is in the settings.
    """
    tags = sorted(filter(_version, git.succeed("tag").stdout.decode().split()), key=_version)[-settings["tags"] - 1 :]
    least, most = settings["commits"]
    for base, head in itertools.pairwise(tags):
        if git.run("merge-base", "--is-ancestor", base, head).status != 0:
            continue
        notes = notes_between(git, file, base, head)
        count = int(git.succeed("rev-list", "--count", f"{base}..{head}").stdout)
        if len(notes.bullets) >= settings["bullets"] and least <= count <= most:
            yield base, head, notes


def _released(project: str, release: str, topic: Topic, roles: Mapping[str, Role], notes: Notes) -> ReleasedTopic:
    numbers = {int(link.label[1:]) for link in topic.links if link.kind is not LinkKind.COMMIT}
    found = notes.of(topic.subject or topic.title, numbers)
    return ReleasedTopic(
        project,
        release,
        topic,
        {path: roles[path] for path in topic.files},
        tuple(notes.bullets[number] for number in found),
        tuple(notes.headings[number] for number in found),
    )


def _version(tag: str) -> tuple[int, ...]:
    match = _VERSION.search(tag)
    return tuple(map(int, match[1].split("."))) if match else ()
