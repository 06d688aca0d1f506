import pytest

from diff_insight.changes.changeset import FileChange, Fold, Status
from diff_insight.changes.git_command import GitCommand
from diff_insight.changes.git_range import read_range, read_staged
from diff_insight.changes.linguist import fold_by_name
from diff_insight.changes.revisions import parse_range
from tests.repository import Repository


@pytest.mark.parametrize(
    ("path", "fold"),
    [
        ("package-lock.json", Fold.LOCK_FILE),
        ("web/yarn.lock", Fold.LOCK_FILE),
        ("go.sum", Fold.LOCK_FILE),
        ("vendor/github.com/x/y.go", Fold.VENDORED),
        ("web/node_modules/x/index.js", Fold.VENDORED),
        ("site/app.min.js", Fold.GENERATED),
        ("api/service_pb2.py", Fold.GENERATED),
        ("src/vendor.py", None),
        ("lock.md", None),
    ],
)
def test_the_default_lists_fold_what_people_skip(path: str, fold: Fold | None) -> None:
    (file,) = fold_by_name([FileChange(path, Status.MODIFIED)])
    assert file.fold == fold


def test_attributes_of_the_head_fold_files_and_outrank_the_lists(repository: Repository) -> None:
    attributes = "api/** linguist-generated\nlib/** linguist-vendored=true\nvendor/ours/** -linguist-vendored\n"
    repository.commit("base", {"x": "1\n"})
    repository.commit(
        "head",
        {".gitattributes": attributes, "api/x": "1\n", "lib/y": "1\n", "vendor/ours/z": "1\n", "vendor/w": "1\n"},
    )
    (repository.folder / ".gitattributes").write_text("* linguist-generated\n")
    change = read_range(GitCommand(repository.folder), parse_range(["HEAD^!"]))
    assert {file.path: file.fold for file in change.files} == {
        ".gitattributes": None,
        "api/x": Fold.GENERATED,
        "lib/y": Fold.VENDORED,
        "vendor/ours/z": None,
        "vendor/w": Fold.VENDORED,
    }


def test_attributes_of_the_index_count_for_what_is_staged(repository: Repository) -> None:
    repository.write({".gitattributes": "*.gen linguist-generated\n", "a.gen": "1\n"})
    repository.git("add", "-A")
    folds = {file.path: file.fold for file in read_staged(GitCommand(repository.folder)).files}
    assert folds["a.gen"] is Fold.GENERATED
