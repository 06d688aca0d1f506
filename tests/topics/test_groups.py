from diff_insight.changes.changeset import Commit
from diff_insight.topics.groups import Grouped, grouped
from diff_insight.topics.pull_requests import PullRequest, brought_by
from tests.repository import Repository, change_of


def groups(repository: Repository, base: str) -> Grouped:
    changes = change_of(repository.folder, f"{base}..HEAD")
    return grouped(changes.commits[::-1], brought_by(changes.history))


def subjects(found: Grouped) -> list[list[str]]:
    return [[commit.subject for commit in group.commits] for group in found.groups]


def merge(repository: Repository, branch: str, message: str) -> None:
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", message, branch)


def branch(repository: Repository, name: str) -> None:
    repository.git("checkout", "-q", "-b", name)


def test_the_commits_of_a_pull_request_are_one_group_with_its_title(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    branch(repository, "nested-live")
    repository.commit("permit nested live", {"a.py": "2\n"})
    repository.commit("changelog", {"CHANGELOG.md": "- x\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("Read the header of the server", {"b.py": "1\n"})
    merge(repository, "nested-live", "Merge pull request #3768 from me/nested-live\n\nLive objects may be nested")
    found = groups(repository, base)
    assert subjects(found) == [["Read the header of the server"], ["permit nested live", "changelog"]] or subjects(
        found
    ) == [["permit nested live", "changelog"], ["Read the header of the server"]]
    request = next(group.request for group in found.groups if len(group.commits) == 2)
    assert request is not None
    assert (request.number, request.title) == (3768, "Live objects may be nested")


def test_what_came_from_the_main_branch_into_a_request_is_not_of_the_request(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    branch(repository, "topic")
    repository.commit("Add the reader of zones", {"a.py": "2\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("Speed up the tokenizer", {"b.py": "1\n"})
    repository.git("checkout", "-q", "topic")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'main' into topic", "main")
    merge(repository, "topic", "Merge pull request #5 from me/topic\n\nRead zones")
    by_subject = {group.commits[0].subject: group.request for group in groups(repository, base).groups}
    assert by_subject["Speed up the tokenizer"] is None
    request = by_subject["Add the reader of zones"]
    assert request is not None
    assert request.number == 5


def test_a_merge_of_a_release_branch_is_no_request(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    branch(repository, "stable")
    repository.commit("Fix the encoding of the header", {"a.py": "2\n"})
    repository.commit("Fix the colour of the prompt", {"a.py": "3\n"})
    merge(repository, "stable", "Merge branch 'stable'")
    assert len(groups(repository, base).groups) == 2


def test_other_forges_name_requests_in_their_own_way() -> None:
    merges = {
        "Merge branch 'zones' into 'main'": "Read zones\n\nMore.\n\nSee merge request group/name!12",
        "Merged in zones (pull request #12)": "Read zones\n\nMore.",
        "Merged PR 12: Read zones": "More.",
        "Merge pull request 'Read zones' (#12) from zones into main": "More.",
        "Read zones (#12)": "More.",
    }
    for subject, body in merges.items():
        tip = Commit("2", "x", "", "Ada", None, frozenset(), ("1",))
        join = Commit("3", subject, body, "Ada", None, frozenset(), ("1", "2"))
        assert brought_by([join, tip]) == {"2": PullRequest(12, "Read zones", "More.", "3")}, subject


def test_fix_ups_belong_to_what_they_fix_up(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    repository.commit("Add the reader of zones", {"a.py": "2\n"})
    repository.commit("Speed up the tokenizer", {"b.py": "2\n"})
    repository.commit("fixup! Add the reader of zones", {"a.py": "3\n"})
    assert subjects(groups(repository, base)) == [
        ["Add the reader of zones", "fixup! Add the reader of zones"],
        ["Speed up the tokenizer"],
    ]


def test_a_commit_without_words_goes_on_with_the_one_before_if_it_touches_the_same(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    repository.commit("Add the reader of zones", {"a.py": "2\n"})
    repository.commit("typo", {"a.py": "3\n"})
    repository.commit("more tests", {"other.py": "3\n"})
    assert subjects(groups(repository, base)) == [["Add the reader of zones", "typo"], ["more tests"]]


def test_a_commit_without_words_about_much_else_stands_by_itself(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    repository.commit("Add the reader of zones", {"a.py": "2\n"})
    repository.commit("Various improvements", {"a.py": "3\n", "b.py": "3\n", "c.py": "3\n"})
    assert subjects(groups(repository, base)) == [["Add the reader of zones"], ["Various improvements"]]


def test_a_change_and_its_revert_are_none_and_a_reapplied_one_is_one(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    first = repository.commit("Add the reader of zones", {"a.py": "2\n"})
    repository.commit(f'Revert "Add the reader of zones"\n\nThis reverts commit {first}.', {"a.py": "1\n"})
    repository.commit("Speed up the tokenizer", {"b.py": "1\n"})
    taken = groups(repository, base)
    assert subjects(taken) == [["Speed up the tokenizer"]]
    assert len(taken.taken_back) == 2
    repository.commit('Reapply "Add the reader of zones"', {"a.py": "2\n"})
    assert ["Add the reader of zones"] in subjects(groups(repository, base))


def test_a_revert_of_what_came_before_the_change_is_a_change(repository: Repository) -> None:
    base = repository.commit("Add the reader of zones", {"a.py": "2\n"})
    repository.commit('Revert "Add the reader of zones"', {"a.py": "1\n"})
    assert subjects(groups(repository, base)) == [['Revert "Add the reader of zones"']]


def test_commits_of_one_number_are_one_change(repository: Repository) -> None:
    base = repository.commit("begin", {"a.py": "1\n"})
    repository.commit("Add the reader of zones (#7)", {"a.py": "2\n"})
    repository.commit("Speed up the tokenizer (#8)", {"a.py": "3\n"})
    repository.commit("Mend the reader on Windows (#7)", {"a.py": "4\n"})
    assert subjects(groups(repository, base)) == [
        ["Add the reader of zones (#7)", "Mend the reader on Windows (#7)"],
        ["Speed up the tokenizer (#8)"],
    ]


def test_a_long_history_is_walked_once() -> None:
    commits = [
        Commit(str(n), f"Read zone {n} of the header", "", "Ada", None, frozenset({"a"}), (str(n - 1),))
        for n in range(4000, 0, -1)
    ]
    assert len(grouped(commits[::-1], brought_by(commits)).groups) == 4000
