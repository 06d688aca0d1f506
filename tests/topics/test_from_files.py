from pathlib import Path

from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.evidence.gather import gather
from diff_insight.evidence.roles import roles_of
from diff_insight.topics.build import topics_of
from diff_insight.topics.topic import Origin, Topic
from tests.repository import Repository


def topics(repository: Repository) -> tuple[Topic, ...]:
    """The topics of what differs from the last commit, as a diff without commits."""
    repository.git("add", "-A")
    changes = read_patch(repository.git("diff", "--cached", "HEAD"), Path("a.diff"))
    return topics_of(changes, gather(changes), roles_of(changes.files)).topics


def files(found: tuple[Topic, ...]) -> list[set[str]]:
    return sorted((set(topic.files) for topic in found), key=sorted)


def test_a_name_with_its_uses_test_and_documentation_is_one_topic(repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n", "use.py": "y = 1\n", "docs/a.md": "# A\n", "other.py": "z = 1\n"})
    repository.write(
        {
            "a.py": "x = 1\n\n\ndef read_zones(path):\n    return path\n",
            "use.py": "y = read_zones(1)\n",
            "docs/a.md": "# A\n\nUse `read_zones` for it.\n",
            "tests/test_a.py": "assert read_zones(1)\n",
            "other.py": "z = 2\n",
        }
    )
    found = topics(repository)
    assert files(found) == [{"a.py", "use.py", "docs/a.md", "tests/test_a.py"}, {"other.py"}]
    assert found[0].files[0] == "a.py"
    assert found[0].origin is Origin.FACTS


def test_the_same_edit_in_many_files_is_one_topic(repository: Repository) -> None:
    pages = {f"{name}.md": f"# {name}\n\nSee http://old.example/{name} for it.\n" for name in "abc"}
    repository.commit("begin", pages)
    repository.write({path: text.replace("old.example", "new.example") for path, text in pages.items()})
    assert all(len(group) in (1, 3) for group in files(topics(repository)))


def test_files_moved_together_are_one_topic(repository: Repository) -> None:
    text = "".join(f"line {n} of a text that stays\n" for n in range(9))
    repository.commit("begin", {"old/a.py": text, "old/b.py": text.replace("line", "row")})
    repository.git("mv", "old", "new")
    assert files(topics(repository)) == [{"new/a.py", "new/b.py"}]


def test_a_test_belongs_to_the_file_of_its_name(repository: Repository) -> None:
    repository.commit("begin", {"src/zones.ts": "let a = 1;\n", "src/zones.test.ts": "let b = 1;\n"})
    repository.write({"src/zones.ts": "let a = 2;\n", "src/zones.test.ts": "let b = 2;\n"})
    assert files(topics(repository)) == [{"src/zones.ts", "src/zones.test.ts"}]
