from collections.abc import Sequence
from dataclasses import replace

import pytest

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.notice import NoticeKind
from diff_insight.insight.analysis import Analysis, analyse
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.insight import Author
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.llm.client.model import Model
from diff_insight.sentences.translation import Wording
from diff_insight.topics.audiences import LEAST
from diff_insight.topics.topic import Audience, Topic
from tests.repository import Repository, change_of
from tests.scripted_model import scripted

CODE = "def read(path, limit=1):\n    return path\n"
OPEN = "Walk the tree of folders lazily (#3)"  # neither words nor facts tell its kind


@pytest.fixture(scope="module")
def session(model: Model) -> ModelSession:
    return ModelSession("embedded", model, load_prompts(None))


def answering(
    session: ModelSession, probability: float | None = None, *, fails: bool = False, **answer: object
) -> ModelSession:
    answer = {"audience": "users", "title": "A", "modification_type": "minor update", **answer}
    return replace(session, model=scripted(session.model, answer, probability=probability, fails=fails))


def analysed(changes: ChangeSet, session: ModelSession | None) -> Analysis:
    return analyse(changes, Wording("en"), DEFAULT_TYPES, session, lambda _done, _known: None)


def history(repository: Repository, subjects: Sequence[str]) -> ChangeSet:
    """A commit for each subject, each in a source file of its own."""
    repository.commit("begin", {f"src/{number}.py": "x = 1\n" for number in range(len(subjects))})
    for number, subject in enumerate(subjects):
        repository.commit(subject, {f"src/{number}.py": f"x = {number + 2}\n"})
    return change_of(repository.folder, f"HEAD~{len(subjects)}..HEAD")


def topic(analysis: Analysis, title: str) -> Topic:
    return next(typed.topic for typed in analysis.topics if typed.topic.title == title)


def model_part(found: Topic) -> float:
    return sum(reason.points for reason in found.reasons if reason.name == "model")


def test_the_model_has_a_part_in_a_weight_which_stays_the_sum_of_its_reasons(
    repository: Repository, session: ModelSession
) -> None:
    changes = history(repository, [OPEN])
    by_rule = topic(analysed(changes, None), "Walk the tree of folders lazily")
    more = topic(analysed(changes, answering(session, 0.97, audience="users")), by_rule.title)
    less = topic(analysed(changes, answering(session, 0.97, audience="contributors")), by_rule.title)
    assert model_part(less) < model_part(more)
    for found in (more, less):
        assert found.weight == pytest.approx(by_rule.weight + model_part(found))
        assert found.weight == pytest.approx(sum(reason.points for reason in found.reasons), abs=0.03)
        assert (found.audience is Audience.USERS) is (found.weight >= LEAST)


def test_a_model_never_weighs_more_than_two_points(repository: Repository, session: ModelSession) -> None:
    changes = history(repository, [OPEN])
    for said in ("users", "contributors"):
        found = topic(analysed(changes, answering(session, audience=said)), "Walk the tree of folders lazily")
        assert abs(model_part(found)) <= 2


def test_an_answer_near_even_odds_leaves_the_weight_as_it_is(repository: Repository, session: ModelSession) -> None:
    changes = history(repository, [OPEN])
    by_rule = topic(analysed(changes, None), "Walk the tree of folders lazily")
    for said in ("users", "contributors"):
        assert topic(analysed(changes, answering(session, 0.51, audience=said)), by_rule.title) == by_rule


def test_the_model_is_not_asked_whom_a_declared_break_or_a_test_concerns(
    repository: Repository, session: ModelSession
) -> None:
    changes = history(repository, ["feat!: drop the old reader (#1)", "test: cover the reader (#2)"])
    found = analysed(changes, answering(session, 0.99, audience="users"))
    assert {model_part(typed.topic) for typed in found.topics} == {0}
    assert topic(found, "cover the reader").audience is Audience.CONTRIBUTORS


def test_topics_are_in_the_order_of_the_weights_that_the_model_leaves(
    repository: Repository, session: ModelSession
) -> None:
    changes = history(repository, [OPEN, "Fix a crash in the reader of zones (#4)", "Add an option for zones (#5)"])
    weights = [typed.topic.weight for typed in analysed(changes, session).topics]
    assert weights == sorted(weights, reverse=True)


def merged(repository: Repository) -> ChangeSet:
    repository.commit("begin", {"a.py": CODE})
    base = repository.git("rev-parse", "HEAD").decode().strip()
    repository.git("checkout", "-q", "-b", "limits")
    repository.commit("Read whole archives without a limit", {"a.py": CODE.replace(", limit=1", "")})
    repository.git("checkout", "-q", "-")
    message = "Merge pull request #7 from ada/limits\n\nLift the limit of `read`"
    repository.git("merge", "-q", "--no-ff", "-m", message, "limits")
    return change_of(repository.folder, f"{base}..HEAD")


@pytest.mark.parametrize(
    ("letter", "title"), [("A", "Lift the limit of `read`"), ("B", "Read whole archives without a limit")]
)
def test_of_competing_titles_the_model_chooses_one_and_all_stay_candidates(
    repository: Repository, session: ModelSession, letter: str, title: str
) -> None:
    found = analysed(merged(repository), answering(session, title=letter, audience="users"))
    (typed,) = found.topics
    assert typed.topic.title == title
    assert typed.topic.candidates[0].text == title
    assert len(typed.topic.candidates) == 2
    assert found.retitled == {0}


def test_the_model_chooses_the_type_of_a_topic_of_which_neither_words_nor_facts_tell_the_kind(
    repository: Repository, session: ModelSession
) -> None:
    changes = history(repository, [OPEN])
    answers = answering(session, 0.9, audience="users", modification_type="bug fix")
    (typed,) = analysed(changes, answers).topics
    assert (typed.type.name, typed.type_by, typed.probability) == ("bug fix", Author.MODEL, 0.9)
    (by_rule,) = analysed(changes, None).topics
    assert (by_rule.type.name, by_rule.type_by) == ("minor update", Author.FACTS)


def test_where_the_model_fails_rules_decide_and_a_notice_says_so(repository: Repository, session: ModelSession) -> None:
    changes = history(repository, [OPEN])
    failed, by_rule = analysed(changes, answering(session, fails=True)), analysed(changes, None)
    assert [typed.topic.weight for typed in failed.topics] == [typed.topic.weight for typed in by_rule.topics]
    assert {notice.kind: notice.count for notice in failed.notices}[NoticeKind.TOPICS_FAILED] == 2


def test_the_cost_of_choices_counts(repository: Repository, session: ModelSession) -> None:
    found = analysed(history(repository, [OPEN]), answering(session, audience="users", modification_type="bug fix"))
    assert found.topic_cost.questions == 2
    assert found.cost.questions >= 2


def test_another_title_than_the_first_needs_a_model_that_is_sure(repository: Repository, session: ModelSession) -> None:
    found = analysed(merged(repository), answering(session, 0.8, title="B", audience="users"))
    assert found.topics[0].topic.title == "Lift the limit of `read`"
    assert found.retitled == frozenset()


def test_a_model_that_was_not_trained_for_these_questions_is_not_asked_them(
    repository: Repository, session: ModelSession
) -> None:
    answers = answering(session, modification_type="bug fix", modification_title="Walk the tree lazily")
    assert session.model.trained
    untaught = session.model.trained.model_copy(update={"topics": {}})
    object.__setattr__(answers.model, "trained", untaught)
    found = analysed(history(repository, [OPEN]), answers)
    assert found.topic_cost.questions == 0
    assert model_part(found.topics[0].topic) == 0
