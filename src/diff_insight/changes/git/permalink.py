"""Derives the web page that shows a change from the repository's remote."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from diff_insight.changes.git.command import GitCommand


@dataclass(frozen=True, slots=True)
class Permalink:
    """A page, and the name of the forge that serves it."""

    url: str
    forge: str


@dataclass(frozen=True, slots=True)
class _Place:
    host: str
    path: str


def permalink(git: GitCommand, base: str | None, head: str, *, direct: bool) -> Permalink | None:
    """The page of a comparison, or of one commit if there is no base; None if the remote is not a known forge.

    Args:
        git: the repository; its remote `origin` is used, or its only one.
        base: the object id of the old side.
        head: the object id of the new side.
        direct: whether the two are compared directly, without a merge base.
    """
    url = _url(git)
    return permalink_of(url, base, head, direct=direct) if url else None


def repository_name(git: GitCommand) -> str | None:
    """The last part of the remote's address, which all clones share; None if there is none."""
    parts = re.split(r"[/:\\]", (_url(git) or "").rstrip("/\\").removesuffix("/.git"))
    return parts[-1].removesuffix(".git") or None


def _url(git: GitCommand) -> str | None:
    remotes = git.config(r"^remote\..*\.url$")
    return remotes.get("remote.origin.url") or (next(iter(remotes.values())) if len(remotes) == 1 else None)


def permalink_of(url: str, base: str | None, head: str, *, direct: bool) -> Permalink | None:
    """Like `permalink`, for a remote's address such as `git@github.com:owner/name.git`; drops credentials in it."""
    place = _place(url)
    if place is None:
        return None
    for forge, belongs, write in _FORGES:
        if belongs(place.host):
            return Permalink(write(place, base, head, direct), forge)
    return None


def _place(url: str) -> _Place | None:
    if "://" in url:
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http", "ssh", "git") or not parts.hostname:
            return None
        port = f":{parts.port}" if parts.port and parts.scheme in ("https", "http") else ""
        host, path = parts.hostname + port, parts.path
    elif match := re.fullmatch(r"(?:[^@/\s]+@)?([^:/\s]+):(?!//)(.+)", url):
        host, path = match[1], match[2]
    else:
        return None
    return _Place(host.lower(), quote(path.strip("/").removesuffix(".git"), safe="/%"))


def _github(place: _Place, base: str | None, head: str, direct: bool) -> str:
    tail = f"compare/{base}{'..' if direct else '...'}{head}" if base else f"commit/{head}"
    return f"https://{place.host}/{place.path}/{tail}"


def _gitlab(place: _Place, base: str | None, head: str, direct: bool) -> str:
    straight = "?straight=true" if direct else ""
    tail = f"compare/{base}...{head}{straight}" if base else f"commit/{head}"
    return f"https://{place.host}/{place.path}/-/{tail}"


def _bitbucket(place: _Place, base: str | None, head: str, _direct: bool) -> str:
    tail = f"branches/compare/{head}..{base}#diff" if base else f"commits/{head}"
    return f"https://{place.host}/{place.path}/{tail}"


def _azure(place: _Place, base: str | None, head: str, _direct: bool) -> str:
    host, path = place.host, place.path
    if match := re.fullmatch(r"v3/([^/]+)/([^/]+)/([^/]+)", path):  # the SSH form
        host, path = "dev.azure.com", f"{match[1]}/{match[2]}/_git/{match[3]}"
    query = f"branchCompare?baseVersion=GC{base}&targetVersion=GC{head}&_a=files" if base else f"commit/{head}"
    return f"https://{host}/{path}/{query}"


_Writer = Callable[[_Place, str | None, str, bool], str]
_FORGES: tuple[tuple[str, Callable[[str], bool], _Writer], ...] = (
    ("Azure DevOps", lambda host: host.endswith(("dev.azure.com", "visualstudio.com")), _azure),
    ("Bitbucket", lambda host: "bitbucket" in host, _bitbucket),
    ("GitLab", lambda host: "gitlab" in host, _gitlab),
    ("Gitea", lambda host: "gitea" in host, _github),
    ("Forgejo", lambda host: host == "codeberg.org" or "forgejo" in host, _github),
    ("GitHub", lambda host: "github" in host, _github),
)
