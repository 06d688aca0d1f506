"""Derives the web page that shows a change from the repository's remote."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from diff_insight.changes.changeset import Pages
from diff_insight.changes.git.command import GitCommand


@dataclass(frozen=True, slots=True)
class Permalink:
    """A page, the name of the forge that serves it, and the other pages of the repository there."""

    url: str
    forge: str
    pages: Pages


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
    forge = next((forge for forge in _FORGES if place and forge.belongs(place.host)), None)
    if place is None or forge is None:
        return None
    if forge.name == "Azure DevOps":
        place = _azure(place)
    page = f"https://{place.host}/{place.path}"
    pages = Pages(f"{page}/{forge.pull_request}", f"{page}/{forge.issue}", f"{page}/{forge.commit}")
    address = page + "/" + (forge.comparison(base, head, direct) if base else forge.commit.format(head))
    return Permalink(address, forge.name, pages)


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


def _azure(place: _Place) -> _Place:
    match = re.fullmatch(r"v3/([^/]+)/([^/]+)/([^/]+)", place.path)  # the SSH form
    return _Place("dev.azure.com", f"{match[1]}/{match[2]}/_git/{match[3]}") if match else place


@dataclass(frozen=True, slots=True)
class _Forge:
    """A kind of forge.

    Attributes:
        name: as it is shown.
        belongs: whether a host is one.
        comparison: the page of a comparison, below that of the repository, from base, head and whether it is direct.
        pull_request: the page of a pull request, likewise, with `{}` for its number.
        issue: that of an issue.
        commit: that of a commit, with `{}` for its object id.
    """

    name: str
    belongs: Callable[[str], bool]
    comparison: Callable[[str, str, bool], str]
    pull_request: str = "pull/{}"
    issue: str = "issues/{}"
    commit: str = "commit/{}"


def _dots(base: str, head: str, direct: bool) -> str:
    return f"compare/{base}{'..' if direct else '...'}{head}"


_FORGES = (
    _Forge(
        "Azure DevOps", lambda host: host.endswith(("dev.azure.com", "visualstudio.com")),
        lambda base, head, _: f"branchCompare?baseVersion=GC{base}&targetVersion=GC{head}&_a=files",
        "pullrequest/{}", "../../_workitems/edit/{}",
    ),
    _Forge(
        "Bitbucket", lambda host: "bitbucket" in host, lambda base, head, _: f"branches/compare/{head}..{base}#diff",
        "pull-requests/{}", "issues/{}", "commits/{}",
    ),
    _Forge(
        "GitLab", lambda host: "gitlab" in host,
        lambda base, head, direct: f"-/compare/{base}...{head}{'?straight=true' if direct else ''}",
        "-/merge_requests/{}", "-/issues/{}", "-/commit/{}",
    ),
    _Forge("Gitea", lambda host: "gitea" in host, _dots, "pulls/{}"),
    _Forge("Forgejo", lambda host: host == "codeberg.org" or "forgejo" in host, _dots, "pulls/{}"),
    _Forge("GitHub", lambda host: "github" in host, _dots),
)  # fmt: skip
