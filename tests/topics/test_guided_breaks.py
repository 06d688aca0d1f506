from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.topic import Kind
from tests.repository import Repository
from tests.topics.test_build import topics

GUIDE = "# Migrating to 2.0\n\n## Removed the `table` formatter\n\nNobody used it.\n"


def told(repository: Repository, guide: str) -> list[Sign]:
    repository.commit("begin", {"a.py": "table = 1\n"})
    repository.commit("Remove the table formatter", {"a.py": "x = 2\n"})
    repository.commit("Write a guide", {"docs/migrating-to-2.md": guide})
    found = topics(repository, "HEAD~2..HEAD")
    return [sign for topic in found for sign in topic.signs if sign.kind is SignKind.GUIDED]


def test_what_a_guide_tells_has_a_sign(repository: Repository) -> None:
    assert told(repository, GUIDE) == [Sign(SignKind.GUIDED, words="Removed the `table` formatter")]


def test_what_it_calls_deprecated_has_none(repository: Repository) -> None:
    deprecated = "# Migrating to 2.0\n\n## Deprecated the `rows` formatter\n\nIt is deprecated now.\n"
    assert told(repository, deprecated) == []


def test_what_a_guide_tells_comes_before_what_a_commit_calls_breaking_and_in_its_order(repository: Repository) -> None:
    guide = "# Migrating to 2.0\n\n## Rows must be named\n\nSo it is.\n\n## Columns must be named\n\nSo it is.\n"
    repository.commit("begin", {"a.py": "x = 1\n"})
    repository.commit("feat!: Refuse empty keys (#3)", {"a.py": "x = 2\n"})
    repository.commit("Write a guide", {"docs/migrating-to-2.md": guide})
    found = [topic.title for topic in topics(repository, "HEAD~2..HEAD") if topic.kind is Kind.BREAK]
    assert found == ["Rows must be named", "Columns must be named", "Refuse empty keys"]
