import pytest

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind, Trait, having
from diff_insight.sentences.surface import surface_sentences
from diff_insight.sentences.translation import Wording
from diff_insight.topics.surface import ON_SURFACE
from diff_insight.topics.topic import Kind, PlacedFact
from diff_insight.topics.weights import reasons
from tests.repository import Repository
from tests.topics.test_build import topics

FORGOTTEN = having(Trait.OFFERED) - ON_SURFACE - {FactKind.DEPRECATION_ENDED}


def test_all_that_is_offered_is_on_the_surface() -> None:
    assert not FORGOTTEN


@pytest.mark.parametrize("kind", sorted(ON_SURFACE))
def test_whatever_users_can_meet_weighs_and_is_said(kind: FactKind) -> None:
    fact = Fact(kind, "3.1", "3.2", "project.requires-python", "default", 1, 1, public=True)
    (part,) = (each for each in reasons((), Kind.OTHER, [PlacedFact("a.py", fact)], ()) if each.name == "surface")
    assert part.points > 0
    assert surface_sentences(Wording("en"), [fact])


def test_settings_that_documents_and_samples_name_are_on_the_surface(repository: Repository) -> None:
    table = "# Settings\n\n| Setting | Meaning |\n|---|---|\n| `mode` | how |\n"
    repository.commit("begin", {"docs/a.md": table, ".env.example": "MODE=1\n"})
    repository.commit(
        "Add a limit", {"docs/a.md": table + "| `limit` | how much |\n", ".env.example": "MODE=1\nLIMIT=2\n"}
    )
    (topic,) = topics(repository, "HEAD~1..HEAD")
    assert [placed.fact.after for placed in topic.surface] == ["LIMIT", "limit"]


def test_what_every_object_has_is_no_news(repository: Repository) -> None:
    text = "public class A {{\n{}}}\n"
    repository.commit("begin", {"src/A.java": text.format("")})
    methods = "  public String toString() {\n    return null;\n  }\n  public String name() {\n    return null;\n  }\n"
    repository.commit("Name it", {"src/A.java": text.format(methods)})
    (topic,) = topics(repository, "HEAD~1..HEAD")
    assert [placed.fact.after for placed in topic.surface] == ["A.name"]


def test_a_requirement_file_beside_a_package_that_says_what_it_needs_is_for_its_developers(
    repository: Repository,
) -> None:
    manifest = '[project]\nname = "it"\ndependencies = [{}]\n'
    repository.commit("begin", {"pyproject.toml": manifest.format('"sniffio"'), "requirements.txt": "trio\n"})
    repository.commit("Need less", {"pyproject.toml": manifest.format(""), "requirements.txt": "mypy\n"})
    (topic,) = topics(repository, "HEAD~1..HEAD")
    assert [placed.fact.subject for placed in topic.surface] == ["sniffio"]
    repository.commit("Use trio", {"requirements.txt": "trio\n"})
    (topic,) = topics(repository, "HEAD~1..HEAD")
    assert {placed.fact.subject for placed in topic.surface} == {"trio", "mypy"}


def test_a_name_that_goes_on_in_another_package_is_nothing_new(repository: Repository) -> None:
    code = "package {}\n\nfun openAll() {{\n    return {}\n}}\n"
    repository.commit("begin", {"a/A.kt": code.format("org.a", 1)})
    repository.commit("Share it with others", {"a/A.kt": None, "b/B.kt": code.format("org.b", "longer.than.before")})
    (topic,) = topics(repository, "HEAD~1..HEAD")
    assert [placed.fact.kind for placed in topic.surface] == [FactKind.NAME_REMOVED]


@pytest.mark.parametrize(
    ("path", "old", "new", "is_told"),
    [
        ("it.py", "def read(path: str, n=1) -> str: ...\n", "def read(path: object, n=1) -> bytes: ...\n", False),
        ("it.py", "def read(path: str, n=1) -> str: ...\n", "async def read(path: str, n=1) -> str: ...\n", True),
        ("It.cs", "public class A {\n  public A F(A a) {}\n}\n",
         "public class A {\n  public A? F(A? a) {}\n}\n", False),
        ("It.cs", "public class A {\n  public A F(A a) {}\n}\n", "public class A {\n  public A F(B a) {}\n}\n", True),
        ("it.php", "<?php\nfunction f(A $a = null) {}\n", "<?php\nfunction f(?A $a = null) {}\n", False),
        ("it.php", "<?php\nfunction f(A $a) {}\n", "<?php\nfunction f(?A $a) {}\n", True),
    ],
)  # fmt: skip
def test_annotations_alone_are_no_other_signature(
    repository: Repository, path: str, old: str, new: str, is_told: bool
) -> None:
    repository.commit("begin", {path: old})
    repository.commit("Read in another way", {path: new})
    (topic,) = topics(repository, "HEAD~1..HEAD")
    assert bool(topic.surface) is is_told
