import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from diff_insight.changes.changeset import FileChange, Fold, Status
from diff_insight.errors import SettingsFileError
from diff_insight.evidence.roles import Role, RoleRule, read_role_rules, role_of, roles_of
from diff_insight.system.package_data import package_data

_RULES = read_role_rules(package_data("evidence/roles.yaml"))
_SPECS = [(rule.role, GitIgnoreSpec.from_lines(rule.patterns)) for rule in _RULES]
# Parts of paths that the rules are about: what the patterns say, with something where they say anything.
_WORDS = sorted(
    {re.sub(r"\[.*?\]|\*+", "a", part) for rule in _RULES for p in rule.patterns for part in p.split("/")} - {""}
)


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.SOURCE, ["src/click/core.py", "lib/mocha.js", "src/testing.py", "include/fmt/args.h", "docsearch/a.py"]),
        (
            Role.TEST,
            ["tests/a.py", "pkg/a_test.go", "src/a.spec.ts", "src/FooTest.java", "benchmarks/b.py", "conftest.py"],
        ),
        (Role.TEST, ["requirements-dev.txt", "requirements/tests.in", "Appraisals", "gemfiles/rails_7.gemfile"]),
        (Role.TEST, ["runtime_tests/node/a.ts", "it/runtests/settings.py", "crates/it_test/a.rs"]),
        (Role.TEST, ["queue/src/jmh/java/it/QueueBenchmarks.java", "queue/src/jmh/java/it/Load.java"]),
        (Role.SOURCE, ["it/contests/a.py", "src/latest/a.go", "src/jmh.go"]),
        (
            Role.BUILD,
            [
                "release.py",
                "ruff.toml",
                "docs/source/conf.py",
                "docs/make.bat",
                "docs/_extensions/stubs.py",
                "packages/it/scripts/build.ts",
                "build.sc",
                "CakeScripts/build.cs",
                "project/Settings.scala",
                "cache/src/javaPoet/java/it/NodeRule.java",
            ],
        ),
        (Role.FIXTURE, ["tests/fixtures/a.json", "src/__snapshots__/a.snap", "internal/testdata/x"]),
        (Role.DOCUMENTATION, ["docs/api.rst", "README.md", "LICENSE", "guide/intro.mdx", "man/tool.1"]),
        (Role.RELEASE_NOTES, ["CHANGES.rst", "CHANGELOG.md", "newsfragments/12.feature.rst", ".changeset/odd-cats.md"]),
        (Role.RELEASE_NOTES, ["docs/versionhistory.rst", "docs/whatsnew.rst", "doc/history.md", "changelog/10.rst"]),
        (Role.RELEASE_NOTES, ["docs/releases/4.0.txt", "doc/source/release/1.26.0-notes.rst"]),
        (Role.RELEASE_NOTES, ["docs/_newsfragments/1.fix.rst"]),
        (Role.RELEASE_NOTES, ["docs/source/2024-news.rst", "docs/source/changes.rst", "doc/whats_new_1.0.rst"]),
        (
            Role.RELEASE_NOTES,
            ["RELEASE-NOTES.md", "RELEASENOTES.adoc", "src/changes/changes.xml", "change-log/index.md"],
        ),
        (Role.RELEASE_NOTES, ["docs/content/news.md", "VERSION_HISTORY.md", "Pro-Changes.md"]),
        (Role.DOCUMENTATION, ["docs/release.md", "docs/newsletter.md", "docs/source/changing.rst"]),
        (Role.TEST, ["docs/requirements.txt", "requirements-dev.txt", "gemfiles/rails_edge.gemfile"]),
        (Role.SOURCE, ["src/history.js", "src/changelog/read.py"]),
        (Role.CI, [".github/workflows/ci.yml", ".gitlab-ci.yml", "azure-pipelines.yml"]),
        (
            Role.BUILD,
            ["pyproject.toml", "packages/a/package.json", "Cargo.toml", "Makefile", ".pre-commit-config.yaml"],
        ),
        (
            Role.EXAMPLE,
            [
                "examples/hello.py",
                "playground/vue/a.js",
                "example_plugin/pyproject.toml",
                "ios-example/a.js",
                "sandbox/A.cs",
            ],
        ),
        (Role.TRANSLATION, ["app/locale/de/LC_MESSAGES/app.po", "i18n/fr.json", "docs/fr/extensions.md"]),
    ],
)
def test_a_path_tells_its_role(role: Role, paths: list[str]) -> None:
    assert {path: role_of(path) for path in paths} == dict.fromkeys(paths, role)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4), st.sampled_from(["", "/", "-"]))
def test_the_role_is_that_of_the_first_rule_that_matches(words: list[str], joint: str) -> None:
    path = (joint or "/").join(words)
    matching = (role for role, spec in _SPECS if spec.match_file(path))
    assert role_of(path) is next(matching, Role.SOURCE)


def test_what_is_folded_has_the_role_of_its_fold() -> None:
    folds = {Fold.LOCK_FILE: Role.LOCK, Fold.GENERATED: Role.GENERATED, Fold.VENDORED: Role.VENDORED}
    for fold, role in folds.items():
        assert roles_of([FileChange("a.json", Status.MODIFIED, fold=fold)])["a.json"] is role


def test_attributes_outrank_the_built_in_rules_and_the_users_own_table_outranks_both() -> None:
    guide = FileChange("docs/tool.py", Status.MODIFIED, documentation=False)
    page = FileChange("pages/a.txt", Status.MODIFIED, documentation=True)
    assert roles_of([guide, page]) == {"docs/tool.py": Role.SOURCE, "pages/a.txt": Role.DOCUMENTATION}
    own = [RoleRule(Role.EXAMPLE, ("pages/",)), RoleRule(Role.TEST, ("/docs/",))]
    assert roles_of([guide, page], own) == {"docs/tool.py": Role.TEST, "pages/a.txt": Role.EXAMPLE}


def test_a_table_maps_roles_to_patterns(tmp_path: Path) -> None:
    file = tmp_path / "roles.yaml"
    file.write_text("test: qa/\nrelease notes: [news/, '*.news']\n")
    assert read_role_rules(file) == (
        RoleRule(Role.TEST, ("qa/",)),
        RoleRule(Role.RELEASE_NOTES, ("news/", "*.news")),
    )


@pytest.mark.parametrize("content", ["tests: qa/\n", "- a\n", "test: {a: b}\n", "\0"])
def test_a_table_that_is_none_is_refused_with_the_roles_there_are(tmp_path: Path, content: str) -> None:
    file = tmp_path / "roles.yaml"
    file.write_text(content)
    with pytest.raises(SettingsFileError, match="documentation"):
        read_role_rules(file)
    with pytest.raises(SettingsFileError, match="check its path"):
        read_role_rules(tmp_path / "none")
