import pytest

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_staged, read_worktree
from diff_insight.changes.notice import NoticeKind
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.gather import Evidence, gather
from diff_insight.evidence.sign import SignKind
from tests.repository import Repository, change_of

PAGE = "# Start\n\nRead [the guide](guide.md) and open the studio.\n"


def changed(repository: Repository, *ranges: str) -> ChangeSet:
    return change_of(repository.folder, *(ranges or ("HEAD^!",)))


def of(evidence: Evidence, path: str) -> list[tuple[K, str | None, str | None, str | None]]:
    (file,) = (file for file in evidence.files if file.change.path == path)
    return [(fact.kind, fact.before, fact.after, fact.subject) for fact in file.facts]


def test_a_repository_gives_whole_files_to_read(repository: Repository) -> None:
    lines = "".join(f"key{n}:\n  inner: {n}\n" for n in range(30))
    repository.commit("one", {"a.yaml": lines, "b.py": "def f(a,\n      b):\n    return a\n" + "x = 1\n" * 9})
    repository.commit(
        "two",
        {
            "a.yaml": lines.replace("inner: 9\n", "inner: 99\n"),
            "b.py": "def f(a,\n      c):\n    return a\n" + "x = 1\n" * 9,
        },
    )
    evidence = gather(changed(repository))
    assert of(evidence, "a.yaml") == [(K.VALUE_CHANGED, "9", "99", "key9.inner")]
    assert of(evidence, "b.py") == [(K.PARAMETER_RENAMED, "b", "c", "f")]


@pytest.mark.parametrize("read", [read_staged, read_worktree])
def test_what_is_not_committed_is_read_whole_too(repository: Repository, read: object) -> None:
    repository.commit("one", {"a.yaml": "top:\n  inner: 1\n"})
    repository.write({"a.yaml": "top:\n  inner: 2\n"})
    repository.git("add", "-A")
    changes = (read_staged if read is read_staged else read_worktree)(GitCommand(repository.folder))
    assert of(gather(changes), "a.yaml") == [(K.VALUE_CHANGED, "1", "2", "top.inner")]


def test_a_removed_file_that_others_link_to_is_a_sign_with_those_others(repository: Repository) -> None:
    repository.commit("one", {"docs/start.md": PAGE, "docs/guide.md": "# Guide\n", "docs/x/guide.md": "# Other\n"})
    repository.commit("two", {"docs/guide.md": None})
    (file,) = gather(changed(repository)).files
    assert [(sign.kind, sign.files) for sign in file.signs] == [(SignKind.LINKED_FILE_REMOVED, ("docs/start.md",))]


@pytest.mark.parametrize(("path", "linking"), [("docs/guide.md", "CHANGELOG.md"), ("src/guide.md.py", "docs/start.md")])
def test_links_of_release_notes_and_links_to_source_are_no_sign(
    repository: Repository, path: str, linking: str
) -> None:
    repository.commit("one", {linking: f"See [the guide](/{path}).\n", path: "text = 1\n"})
    repository.commit("two", {path: None})
    (file,) = gather(changed(repository)).files
    assert SignKind.LINKED_FILE_REMOVED not in [sign.kind for sign in file.signs]


def test_links_that_come_with_new_files_do_not_recur(repository: Repository) -> None:
    licence = "# Licence: https://licence.example/2.0\n"
    repository.commit("one", {"old.py": "x = 1\n", "older.py": "x = 1\n"})
    repository.commit("two", {f"{name}.py": f"{licence}{name} = 1\n" for name in ("a", "b", "c")})
    assert gather(changed(repository)).recurring == ()
    repository.commit("three", {f"{name}.py": f"{licence}x = 1\n" for name in ("old", "older")})
    assert [found.paths for found in gather(changed(repository)).recurring] == [("old.py", "older.py")]


@pytest.mark.parametrize(("beside", "left"), [("1.6.10", ()), ("11.6.1", ()), ("1.6.1", ("a.md", "b.md"))])
def test_a_version_does_not_stand_where_only_a_longer_one_does(
    repository: Repository, beside: str, left: tuple[str, ...]
) -> None:
    text = f"Install version 1.6.1 of it, please.\nAnother one is {beside} at home.\n"
    repository.commit("one", {f"{name}.md": text for name in ("a", "b")})
    repository.commit("two", {f"{name}.md": text.replace("1.6.1", "1.7.0", 1) for name in ("a", "b")})
    (found,) = gather(changed(repository)).recurring
    assert (found.before, found.after, found.exceptions) == ("1.6.1", "1.7.0", left)


def test_a_renamed_file_counts_by_its_old_name_and_a_mended_link_does_not(repository: Repository) -> None:
    repository.commit("one", {"start.md": PAGE, "more.md": PAGE, "guide.md": "# Guide\n\nwith words\n"})
    repository.commit(
        "two",
        {"guide.md": None, "manual.md": "# Guide\n\nwith words\n", "more.md": PAGE.replace("guide.md", "manual.md")},
    )
    evidence = gather(changed(repository))
    signs = {file.change.path: [sign.files for sign in file.signs] for file in evidence.files}
    assert signs == {"manual.md": [("start.md",)], "more.md": []}
    assert (K.FILE_RENAMED, "guide.md", "manual.md", None) in of(evidence, "manual.md")


def test_a_name_in_prose_is_no_link(repository: Repository) -> None:
    repository.commit("one", {"start.md": "The file guide.md is old.\n", "guide.md": "# Guide\n"})
    repository.commit("two", {"guide.md": None})
    (file,) = gather(changed(repository)).files
    assert file.signs == ()


def test_an_edit_that_recurs_names_the_files_it_left_out(repository: Repository) -> None:
    names = {f"{name}.md": PAGE.replace("open the", f"open {name} the") for name in ("a", "b", "c", "d")}
    repository.commit("one", {**names, "e.md": "studios are rooms\n"})
    repository.commit("two", {n: text.replace("studio", "portal") for n, text in names.items() if n not in ("c.md",)})
    (found,) = gather(changed(repository)).recurring
    assert (found.before, found.after, found.paths) == ("studio", "portal", ("a.md", "b.md", "d.md"))
    assert found.exceptions == ("c.md",)


def test_a_private_module_whose_package_imports_from_it_is_an_interface(repository: Repository) -> None:
    module = "def load(path, limit):\n    return path\n"
    init = {"p/__init__.py": "from ._api import load\n", "q/__init__.py": "x = 1\n"}
    repository.commit("one", {**init, "p/_api.py": module, "q/_api.py": module})
    smaller = module.replace(", limit", "")
    repository.commit("two", {"p/_api.py": smaller, "q/_api.py": smaller})
    signs = {file.change.path: [sign.kind for sign in file.signs] for file in gather(changed(repository)).files}
    assert signs == {"p/_api.py": [SignKind.PARAMETER_REMOVED], "q/_api.py": []}


def test_a_commit_that_touches_every_file_says_nothing_about_one(repository: Repository) -> None:
    repository.commit("zero", {"z": "1\n"})
    repository.commit("all", dict.fromkeys("abc", "1\n"))
    repository.commit("one", {"a": "2\n"})
    evidence = gather(changed(repository, "HEAD~2", "HEAD"))
    own = {file.change.path: [commit.subject for commit in file.own_commits] for file in evidence.files}
    assert own == {"a": ["one"], "b": [], "c": []}
    assert all(len(file.commits) >= 1 for file in evidence.files)


def test_a_file_too_long_to_be_read_is_said_to_be(repository: Repository) -> None:
    repository.commit("one", {"a.txt": "x\n" * 25_000, "b.txt": "x\n"})
    repository.commit("two", {"a.txt": "y\n" * 25_000, "b.txt": "y\n"})
    (notice,) = gather(changed(repository)).notices
    assert (notice.kind, notice.count) == (NoticeKind.LINES_UNREAD, 1)


def test_what_authors_declare_stands_apart_from_files(repository: Repository) -> None:
    repository.commit("one", {"a": "1\n"})
    repository.commit("feat!: drop the limit", {"a": "2\n"})
    evidence = gather(changed(repository))
    assert [sign.words for sign in evidence.declared] == ["drop the limit"]


def test_binary_files_modes_and_images(repository: Repository) -> None:
    repository.commit("one", {"a.png": b"\0old", "run.sh": "echo\n"})
    (repository.folder / "run.sh").chmod(0o755)
    repository.commit("two", {"a.png": b"\0new", "b.bin": b"\0"})
    evidence = gather(changed(repository))
    assert of(evidence, "a.png") == [(K.BINARY_REPLACED, "a.png", "a.png", "image")]
    assert of(evidence, "b.bin") == [(K.BINARY_ADDED, None, "b.bin", None)]
    assert of(evidence, "run.sh") == [(K.MODE_CHANGED, "100644", "100755", None)]


def test_folded_source_code_has_signs_and_says_nothing_across_files(repository: Repository) -> None:
    module = "def load(path, limit):\n    return path\n"
    paths = ["vendor/a.py", "vendor/b.py", "gen/c.yaml", "yarn.lock", "x.min.js"]
    attributes = {".gitattributes": "gen/** linguist-generated\n"}
    old = {"vendor/a.py": module, "vendor/b.py": module, "gen/c.yaml": "k: 1\n", "yarn.lock": "a@1\n"}
    repository.commit("one", {**attributes, **old, "x.min.js": "exports.run=" + "1+" * 99 + "1\n"})
    smaller = {path: module.replace(", limit", "") for path in paths[:2]}
    minified = {"x.min.js": "exports.go=" + "1+" * 99 + "1\n"}
    repository.commit("two", {**smaller, "gen/c.yaml": "k: 2\n", "yarn.lock": "a@2\n", **minified})
    evidence = gather(changed(repository))
    signs = {file.change.path: [sign.kind for sign in file.signs] for file in evidence.files}
    assert signs == {path: [SignKind.PARAMETER_REMOVED] if path.startswith("vendor/") else [] for path in paths}
    assert {path for path in paths if of(evidence, path)} == {"vendor/a.py", "vendor/b.py"}
    assert (evidence.recurring, evidence.shared_names) == ((), ())


def test_a_file_that_is_nested_too_deeply_is_read_by_its_lines_and_named(repository: Repository) -> None:
    def modules(body: str) -> str:
        return "".join(f"mod m{number} {{\n" for number in range(500)) + body + "}\n" * 500

    repository.commit("1", {"deep.rs": modules("const A: u8 = 1;\n"), "flat.py": "def read(): ...\n"})
    repository.commit("2", {"deep.rs": modules("const A: u8 = 2;\n"), "flat.py": "def read(limit): ...\n"})
    evidence = gather(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [(notice.kind, notice.names) for notice in evidence.notices] == [(NoticeKind.FILES_TOO_DEEP, ("deep.rs",))]
    deep, flat = evidence.files
    assert [(fact.before, fact.after) for fact in deep.facts] == [("1", "2")]
    assert [fact.kind for fact in flat.facts] == [K.PARAMETER_ADDED]


def test_a_name_that_another_file_lost_is_not_new_where_it_is_defined_now(repository: Repository) -> None:
    steps = "".join(f"def step_{n}(value):\n    return compute(value, {n}, 'a rather long line')\n" for n in "abcd")
    old = steps + "\n\ndef read(path):\n    return open(path)\n"
    new = steps + "\n\ndef read(path, mode):\n    return parse(path, mode)\n\n\ndef write():\n    return 2\n"
    repository.commit("one", {"it/old.py": old, "it/new.py": "x = 1\n"})
    repository.commit("two", {"it/old.py": "y = 1\n", "it/new.py": new})
    evidence = gather(changed(repository))
    (file,) = (each for each in evidence.files if each.change.path == "it/new.py")
    assert [fact.after for fact in file.facts if fact.kind is K.NAME_ADDED] == ["write"]


def test_neither_a_longer_link_nor_release_notes_still_have_the_old_one(repository: Repository) -> None:
    link = "See <https://old.example/it> for more.\n"
    pages = {f"{name}.md": link for name in ("a", "b", "c")}
    longer = {"d.md": "See <https://old.example/it-more>.\n", "CHANGELOG.md": f"# Changes\n\n{link}"}
    repository.commit("one", pages | longer)
    changed_pages = {name: link.replace("old.example/it", "new.example/tool") for name in ("a.md", "b.md")}
    repository.commit("two", changed_pages)
    (found,) = gather(changed(repository)).recurring
    assert (found.paths, found.exceptions) == (("a.md", "b.md"), ("c.md",))
