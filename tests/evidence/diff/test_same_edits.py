from diff_insight.evidence.diff.same_edits import same_edits
from tests.between import change_between


def test_files_with_the_very_same_edit_stand_in_one_group() -> None:
    files = {
        n: change_between(f"{n}.md", f"{around} https://old.example/ now\n", f"{around} https://new.example/ now\n")
        for n, around in enumerate(["see", "look at", "read"])
    }
    files[3] = change_between("3.md", "see https://old.example/ now\n", "see https://other.example/ now\n")
    files[4] = change_between("4.md", "", "see https://new.example/ now\n")
    assert same_edits(files) == {0: [1, 2], 3: [], 4: []}


def test_one_edit_more_is_another_edit() -> None:
    files = {
        0: change_between("a.md", "the studio\n\ntext\n", "the portal\n\ntext\n"),
        1: change_between("b.md", "the studio\n\ntext\n", "the portal\n\ntext\nmore\n"),
    }
    assert same_edits(files) == {0: [], 1: []}
