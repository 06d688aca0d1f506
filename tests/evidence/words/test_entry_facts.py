from pathlib import Path

import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.gather import Evidence, gather
from diff_insight.sentences.files import explanation
from diff_insight.sentences.titles import title
from diff_insight.sentences.translation import Wording
from tests.between import facts_of_diff, said
from tests.repository import Repository, change_of

EN = Wording("en")
MODULE = "def load(path):\n    return open(path).read()\n"


def pointer(object_: int, size: int) -> str:
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{object_:064d}\nsize {size}\n"


def between(repository: Repository, files: dict[str, str | bytes | None], links: dict[str, str]) -> Evidence:
    """The evidence of a second commit that writes files and makes links of others."""
    for name, target in links.items():
        path: Path = repository.folder / name
        path.unlink(missing_ok=True)
        path.symlink_to(target)
    repository.commit("two", files)
    return gather(change_of(repository.folder, "HEAD^!"))


def test_a_file_that_becomes_a_link_says_nothing_of_names_keys_or_lines(repository: Repository) -> None:
    repository.commit("one", {"util.py": MODULE, "conf.yaml": "k: 1\n"})
    evidence = between(repository, {}, {"util.py": "shared/util.py", "conf.yaml": "other.yaml"})
    assert [[fact.kind for fact in file.facts] for file in evidence.files] == [[K.MODE_CHANGED]] * 2
    assert [file.signs for file in evidence.files] == [(), ()]
    assert evidence.recurring == ()
    assert [title(EN, file) for file in evidence.files] == [
        "Turn conf.yaml into a symbolic link", "Turn util.py into a symbolic link",
    ]  # fmt: skip


def test_a_link_says_where_it_leads_now(repository: Repository) -> None:
    (repository.folder / "link").symlink_to("a/b")
    repository.commit("one")
    (file,) = between(repository, {}, {"link": "a/c"}).files
    assert said(file.facts) == [(K.TARGET_CHANGED, "a/b", "a/c", None)]
    assert explanation(EN, file)[0] == "`link` now leads to `a/c`, and no longer to `a/b`."
    assert title(EN, file) == "Point link to a/c"


def test_a_link_that_becomes_a_file_says_nothing_of_names(repository: Repository) -> None:
    (repository.folder / "util.py").symlink_to("shared.py")
    repository.commit("one")
    (repository.folder / "util.py").unlink()
    (file,) = between(repository, {"util.py": MODULE}, {}).files
    assert [fact.kind for fact in file.facts] == [K.MODE_CHANGED]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            pointer(1, 1234), pointer(2, 5678),
            "Its content, which Git LFS keeps, is another one: it goes from 1234 to 5678 bytes.",
        ),
        (pointer(1, 12), pointer(2, 12), "Its content, which Git LFS keeps, is another one of 12 bytes."),
        ("text\n", pointer(2, 12), "Git LFS keeps its content, 12 bytes."),
        (pointer(2, 12), "text\n", "Git LFS kept its content, 12 bytes."),
    ],
)  # fmt: skip
def test_a_pointer_of_git_lfs_says_that_the_object_changed_and_its_size(
    repository: Repository, old: str, new: str, sentence: str
) -> None:
    repository.commit("one", {"model.py": old})
    (file,) = between(repository, {"model.py": new}, {}).files
    assert explanation(EN, file)[1] == sentence
    assert title(EN, file) == "Replace model.py"
    assert said(facts_of_diff("model.py", old, new)) == said(file.facts)


def test_a_pointer_is_known_where_a_diff_has_no_context() -> None:
    lines = [line for kind, at in (("-", 1), ("+", 2)) for line in (f"{kind}oid sha256:{at:064d}", f"{kind}size {at}")]
    text = "--- a/a.bin\n+++ b/a.bin\n@@ -2,2 +2,2 @@\n" + "\n".join(lines) + "\n"
    (file,) = read_unified(text.encode(), "x").files
    assert said(facts_of(sides_of(file, Versions()))) == [(K.STORED_OBJECT_CHANGED, "1", "2", None)]


def test_a_text_about_git_lfs_is_no_pointer() -> None:
    old = "Pointers begin with\n\n" + pointer(1, 2)
    kinds = {fact.kind for fact in facts_of_diff("a.txt", old, old.replace("size 2", "size 3"))}
    assert K.STORED_OBJECT_CHANGED not in kinds


def test_files_that_change_their_mode_alike_recur_and_those_that_become_links_do_not(repository: Repository) -> None:
    repository.commit("one", {"a.sh": "1\n", "b.sh": "2\n"})
    for name in ("a.sh", "b.sh"):
        (repository.folder / name).chmod(0o755)
    (found,) = between(repository, {}, {}).recurring
    assert (found.kind, found.paths) == (K.MODE_CHANGED, ("a.sh", "b.sh"))
