import pytest

from diff_insight.changes.git.permalink import permalink_of

BASE, HEAD = "a" * 40, "b" * 40


@pytest.mark.parametrize(
    ("url", "forge", "page"),
    [
        ("https://github.com/o/r.git", "GitHub", f"https://github.com/o/r/compare/{BASE}...{HEAD}"),
        ("git@github.com:o/r.git", "GitHub", f"https://github.com/o/r/compare/{BASE}...{HEAD}"),
        ("ssh://git@github.example.org:22/o/r", "GitHub", f"https://github.example.org/o/r/compare/{BASE}...{HEAD}"),
        ("https://user:secret@gitlab.com/g/s/r.git", "GitLab", f"https://gitlab.com/g/s/r/-/compare/{BASE}...{HEAD}"),
        ("https://gitea.example.org:3000/o/r", "Gitea", f"https://gitea.example.org:3000/o/r/compare/{BASE}...{HEAD}"),
        ("https://codeberg.org/o/r.git", "Forgejo", f"https://codeberg.org/o/r/compare/{BASE}...{HEAD}"),
        ("git@bitbucket.org:o/r.git", "Bitbucket", f"https://bitbucket.org/o/r/branches/compare/{HEAD}..{BASE}#diff"),
        (
            "git@ssh.dev.azure.com:v3/o/p/r",
            "Azure DevOps",
            f"https://dev.azure.com/o/p/_git/r/branchCompare?baseVersion=GC{BASE}&targetVersion=GC{HEAD}&_a=files",
        ),
    ],
)
def test_the_page_of_a_comparison_follows_from_the_remote(url: str, forge: str, page: str) -> None:
    link = permalink_of(url, BASE, HEAD, direct=False)
    assert link is not None
    assert (link.forge, link.url) == (forge, page)


@pytest.mark.parametrize(
    "url", ["/srv/git/r.git", "file:///srv/r", "https://example.org/o/r", "ext::sh -c touch% x", "", "https://"]
)
def test_other_remotes_give_no_page(url: str) -> None:
    assert permalink_of(url, BASE, HEAD, direct=False) is None


def test_two_dots_compare_directly_and_a_root_commit_has_a_page_of_its_own() -> None:
    direct = permalink_of("https://github.com/o/r", BASE, HEAD, direct=True)
    root = permalink_of("https://github.com/o/r", None, HEAD, direct=True)
    assert direct is not None
    assert root is not None
    assert direct.url == f"https://github.com/o/r/compare/{BASE}..{HEAD}"
    assert root.url == f"https://github.com/o/r/commit/{HEAD}"
