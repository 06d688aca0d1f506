"""Gathers labelled changes of source code from repositories: commits, with the type that their author gave.

    python -m training.labelled_commits MIRROR --out commits.jsonl.gz [--settings training/commits.toml]

MIRROR is a folder of bare clones OWNER+NAME.git. A commit is written with its diff if one file remains after its tests,
documentation, lock files and release notes are left out, else with its words alone. Its type is that of its subject's
prefix; without one, that of the heading under which the project's release notes tell its pull request, or a minor
update if they tell others but not it.
"""

import argparse
import gzip
import json
import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diff_insight.changes.git.command import PLAIN, GitCommand
from diff_insight.evidence.roles import Role, role_of
from diff_insight.topics.subjects import read_subject
from training.release_notes import notes_in, numbers_in, type_said

_ASIDE = frozenset(
    {Role.TEST, Role.DOCUMENTATION, Role.LOCK, Role.RELEASE_NOTES, Role.TRANSLATION, Role.EXAMPLE, Role.FIXTURE}
)
_FIELDS = "%x00%H%x01%ad%x01%s%x01%b%x01"
_STATUS = {"A": "added", "M": "modified", "D": "removed"}
_BREAKS = re.compile(r"^BREAKING[ -]CHANGE:", re.MULTILINE)
_MERGE = re.compile(r"Merge pull request #(?P<number>\d+) ")
_PREFIX = re.compile(r"(?P<type>[A-Za-z]+)(?:\((?P<scope>[^)]*)\))?(?P<breaks>!)?: +(?P<title>\S.*)")
_LONGEST = 40_000  # maximum characters of a diff


@dataclass(frozen=True, slots=True)
class _Commit:
    id: str
    date: str
    subject: str
    body: str
    files: tuple[tuple[str, str], ...]  # status and path


def main() -> None:
    """Write the changes of all projects, and print how many of each type."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--settings", type=Path, default=Path("training/commits.toml"))
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    settings = tomllib.loads(arguments.settings.read_text("utf-8"))
    with gzip.open(arguments.out, "wt", encoding="utf-8") as out:
        for project in (*settings["projects"], *settings["words_only"]):
            git = GitCommand(arguments.mirror / f"{project.replace('/', '+')}.git")
            by_type: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
            for row in rows_of(git, project, settings):
                by_type[str(row["type"]), "most" if "diff" in row else "most_words"].append(row)
            chance = random.Random(project)  # noqa: S311 - sampling
            written: dict[str, list[int]] = defaultdict(list)
            for (name, limit), rows in sorted(by_type.items()):
                chance.shuffle(rows)
                kept = rows[: settings[limit]]
                out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in kept)
                written[name].append(len(kept))
            print(project, dict(written), flush=True)


def rows_of(git: GitCommand, project: str, settings: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield the labelled changes of a project, newest first; those of several files without a diff."""
    told = _told(git, settings["notes"].get(project), settings["headings"])
    for commit in _commits(git, settings["commits"]):
        kept = [(status, path) for status, path in commit.files if role_of(path) not in _ASIDE]
        labelled = _labelled(commit, told, settings["prefixes"])
        if labelled is None or not kept:
            continue
        kind, scope, title = labelled
        row = {"repo": project, "commit": commit.id, "date": commit.date, "type": kind, "scope": scope, "title": title}
        status, path = kept[0]
        if len(kept) > 1:
            yield {**row, "path": path}
        elif status in _STATUS:
            diff = _diff_of(git, commit.id, path) if project in settings["projects"] else ""
            if diff and len(diff) <= _LONGEST:
                yield {**row, "path": path, "status": _STATUS[status], "diff": diff}


def _labelled(
    commit: _Commit, told: Mapping[int, str], prefixes: Mapping[str, str]
) -> tuple[str, str | None, str] | None:
    """The type, the scope and the title of a commit; None if nobody says its type."""
    subject = commit.subject
    if merge := _MERGE.match(subject):
        subject = f"{commit.body.strip().partition(chr(10))[0]} (#{merge['number']})"
    if found := _PREFIX.match(subject):
        kind = prefixes.get(found["type"].lower())
        if kind:
            breaks = found["breaks"] or _BREAKS.search(commit.body)
            return "breaking change" if breaks else kind, found["scope"], read_subject(found["title"]).text
    read = read_subject(subject)
    if not told or not read.numbers or not read.text:
        return None
    oldest = min(told)
    kind = next((told[number] for number in read.numbers if number in told), "")
    if kind == "?" or (not kind and read.numbers[-1] < oldest):
        return None
    return kind or "minor update", None, read.text


def _told(git: GitCommand, notes: str | None, headings: Mapping[str, str]) -> dict[int, str]:
    """The type of each pull request that the notes name; '?' where the heading says none."""
    if notes is None:
        return {}
    shown = git.run("show", f"HEAD:{notes}", view=PLAIN).stdout.decode("utf-8", "replace")
    found: dict[int, str] = {}
    read = notes_in(shown.split("\n"))
    for bullet, heading in zip(read.bullets, read.headings, strict=True):
        found.update(dict.fromkeys(numbers_in(bullet), type_said(bullet, heading, headings) or "?"))
    return found


def _commits(git: GitCommand, most: int) -> Iterator[_Commit]:
    shown = git.succeed(
        "log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--name-status", "--date=short",
        f"--max-count={most}", f"--format={_FIELDS}", "HEAD", view=PLAIN,
    ).stdout.decode("utf-8", "replace")  # fmt: skip
    for record in shown.split("\0")[1:]:
        id_, date, subject, body, listed = record.split("\x01", 4)
        pairs = (line.split("\t", 1) for line in listed.strip().split("\n") if "\t" in line)
        yield _Commit(id_, date, subject, body, tuple((status, path) for status, path in pairs))


def _diff_of(git: GitCommand, commit: str, path: str) -> str:
    shown = git.run("diff", "--no-color", "--no-renames", f"{commit}^1", commit, "--", path, view=PLAIN)
    text = shown.stdout.decode("utf-8", "replace")
    start = text.find("\n@@ ")
    return text[start + 1 :].rstrip("\n") if start >= 0 else ""


if __name__ == "__main__":
    main()
