from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Fold, Source, Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.evidence.gather import FileEvidence, gather
from diff_insight.insight.analysis import analyse
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.insight.insight import Author, Part
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.file_questions import ask_about_files
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.topic_types import typed_topics, with_types_of_topics
from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.sentences.translation import Wording
from tests.scripted_model import scripted

EN = Wording("en")


def nothing(_done: int, _known: int) -> None:
    return


def file(path: str, old: str, new: str, **changes: object) -> FileChange:
    hunks = read_hunks(f"@@ -1 +1 @@\n-{old}\n+{new}\n", "x")
    base = FileChange(path, Status.MODIFIED, hunks=hunks, additions=1, deletions=1)
    return replace(base, **changes)  # type: ignore[arg-type]


def new(path: str, text: str) -> FileChange:
    hunks = read_hunks(f"@@ -0,0 +1 @@\n+{text}\n", "x")
    return FileChange(path, Status.ADDED, hunks=hunks, additions=1, deletions=0)


def gone(path: str, text: str) -> FileChange:
    hunks = read_hunks(f"@@ -1 +0,0 @@\n-{text}\n", "x")
    return FileChange(path, Status.REMOVED, hunks=hunks, additions=0, deletions=1)


def change(*files: FileChange) -> ChangeSet:
    return ChangeSet(Source("repo"), files)


LINKS = [file(f"docs/{name}.md", "see https://old.example/ now", "see https://new.example/ now") for name in "abc"]


@pytest.fixture(scope="module")
def session(model: Model) -> ModelSession:
    return ModelSession("embedded", model, load_prompts(None))


@pytest.fixture(scope="module")
def writer(untrained_settings: ModelSettings, cache: Path) -> Iterator[ModelSession]:
    """The embedded model as it comes, taken for one that writes."""
    with Model(
        replace(untrained_settings, writes=True),
        self_test_results=cache / "diff-insight" / "self_test_results",
    ) as writing:
        yield ModelSession("embedded", writing, load_prompts(None))


def test_without_a_model_types_follow_the_status_and_no_probability_is_claimed() -> None:
    analysis = analyse(change(*LINKS, new("new.md", "b")), EN, DEFAULT_TYPES, None, nothing)
    assert [insight.change_type for insight in analysis.files] == ["minor update"] * 3 + ["new feature"]
    assert {insight.probability for insight in analysis.files} == {None}


def test_files_stay_in_the_order_of_the_change(session: ModelSession) -> None:
    files = [file(f"{number}.md", "a word", "b word " * (number % 5 + 1)) for number in range(12)]
    analysis = analyse(change(*files), EN, DEFAULT_TYPES, session, nothing)
    assert [insight.change.path for insight in analysis.files] == [f"{number}.md" for number in range(12)]


def test_the_model_gives_a_type_with_its_probability_and_a_title(session: ModelSession) -> None:
    (insight,) = analyse(change(LINKS[0]), EN, DEFAULT_TYPES, session, nothing).files
    assert insight.change_type in {each.name for each in DEFAULT_TYPES}
    assert insight.probability is not None
    assert 0.25 <= insight.probability <= 1
    assert insight.title


def test_a_model_that_does_not_write_is_not_asked_for_prose(session: ModelSession) -> None:
    analysis = analyse(change(*LINKS), EN, DEFAULT_TYPES, session, nothing)
    assert {insight.explanation_by for insight in analysis.files} == {Author.FACTS}


def test_files_with_nothing_to_read_are_not_asked_about(session: ModelSession) -> None:
    lock = file("package-lock.json", "a", "b", fold=Fold.LOCK_FILE)
    binary = FileChange("x.png", Status.MODIFIED, binary=True, additions=None, deletions=None)
    analysis = analyse(change(lock, binary), EN, DEFAULT_TYPES, session, nothing)
    assert [insight.probability for insight in analysis.files] == [None, None]


def test_an_edit_that_recurs_is_said_once_with_its_files() -> None:
    pages = [file(f"docs/{name}.md", f"https://old.example/{name}", f"https://new.example/{name}") for name in "abc"]
    overview = analyse(change(*pages), EN, DEFAULT_TYPES, None, nothing).overview
    sentence = "Links to `old.example` lead to `new.example` instead in 3 files"
    assert [line.text for line in overview.other_updates] == [f"{sentence}."]
    assert any(f"{sentence}: `a.md`, `b.md`, and `c.md`." in paragraph for paragraph in overview.insights)


def answering(session: ModelSession, **answer: object) -> ModelSession:
    """The session with a model that gives this answer to every question."""
    return replace(session, model=scripted(session.model, answer))


def test_a_title_that_the_change_does_not_bear_out_is_replaced_and_a_notice_says_so(session: ModelSession) -> None:
    files = [file(f"{n}.md", f"limit {n}0", f"limit {n}1") for n in range(6)]
    untrue = answering(session, modification_type="minor update", modification_title="Rename `Zebra` to `Okapi`")
    analysis = analyse(change(*files), EN, DEFAULT_TYPES, untrue, nothing)
    assert {insight.title_by for insight in analysis.files} == {Author.FACTS}
    assert not any("Zebra" in insight.title for insight in analysis.files)
    assert {drop.reason for insight in analysis.files for drop in insight.dropped} == {RejectionReason.UNKNOWN_NAME}
    assert {notice.kind: notice.count for notice in analysis.notices}[NoticeKind.TITLES_REPLACED] == 6


def test_no_removed_file_is_called_new_whatever_the_model_answers(session: ModelSession) -> None:
    files = [gone(f"{n}.md", f"A page about limits {n}") for n in range(6)]
    wrong = answering(session, modification_type="new feature", modification_title="Remove a page about limits")
    analysis = analyse(change(*files), EN, DEFAULT_TYPES, wrong, nothing)
    assert {(insight.change_type, insight.type_by) for insight in analysis.files} == {
        ("breaking change", Author.FACTS)
    }  # fmt: skip
    assert {notice.kind: notice.count for notice in analysis.notices}[NoticeKind.TYPES_REPLACED] == 6


def test_titles_in_japanese_are_japanese_whatever_the_model_writes(session: ModelSession) -> None:
    analysis = analyse(change(*LINKS), Wording("ja"), DEFAULT_TYPES, session, nothing)
    assert all("リンク" in insight.title for insight in analysis.files)


def test_a_model_that_writes_is_asked_about_files_only(writer: ModelSession) -> None:
    steps: list[tuple[int, int]] = []
    files = [file(f"docs/page-{n}.md", f"limit {n}0", f"limit {n}1") for n in range(6)]
    analysis = analyse(change(*files), EN, DEFAULT_TYPES, writer, lambda done, known: steps.append((done, known)))
    assert steps[0] == (0, 6)
    assert steps[-1] == (6, 6)
    assert analysis.cost.questions == sum(each.cost.questions for each in analysis.files)
    by_facts = analyse(change(*files), EN, DEFAULT_TYPES, None, nothing)
    told, proved = analysis.overview, by_facts.overview
    assert (told.introduction, told.insights) == (proved.introduction, proved.insights)
    summary = proved.summary
    for titled, of_facts in zip(analysis.files, by_facts.files, strict=True):
        summary = summary.replace(of_facts.title, titled.title)
    assert told.summary == summary


def test_no_sentence_of_a_model_names_what_the_change_lacks(writer: ModelSession) -> None:
    answer = answering(
        writer,
        modification_type="minor update",
        modification_title="Change the limit to 11",
        explanation=["The limit goes from 10 to 11. It now calls `send_mail` of Zebra."],
    )
    files = change(file("docs/a.md", "limit 10", "limit 11"))
    asked = dict(enumerate(gather(files).files))
    ((_, insight),) = ask_about_files(answer.model, answer.prompts, EN, DEFAULT_TYPES, asked)
    assert insight.explanation == ("The limit goes from 10 to 11.",)
    assert [(drop.part, drop.reason) for drop in insight.dropped] == [
        (Part.EXPLANATION, RejectionReason.UNKNOWN_NAME)
    ]  # fmt: skip
    assert not insight.asked_again  # what is left explains the file
    assert insight.title == "Change the limit to 11"


@pytest.mark.parametrize("explanation", ["It calls `send_mail`.", "The link to `x` breaks off at"])
def test_a_model_is_asked_once_more_if_nothing_is_left_of_its_explanation(
    writer: ModelSession, explanation: str
) -> None:
    answer = answering(
        writer,
        modification_type="minor update",
        modification_title="Raise the limit to 11",
        explanation=[explanation],
    )
    asked = dict(enumerate(gather(change(file("docs/a.md", "limit 10", "limit 11"))).files))
    ((_, insight),) = ask_about_files(answer.model, answer.prompts, EN, DEFAULT_TYPES, asked)
    assert insight.asked_again
    assert insight.explanation_by is Author.FACTS


def test_what_fails_is_asked_once_more_and_what_fails_again_is_dropped_with_its_reason(
    untrained_settings: ModelSettings, cache: Path
) -> None:
    files = [file(f"docs/page-{n}.md", f"limit {n}0", f"limit {n}1") for n in range(3)]
    # The embedded model answers in English whatever it is asked for.
    settings = replace(untrained_settings, writes=True)
    with Model(settings, self_test_results=cache / "diff-insight" / "self_test_results") as model:
        session = ModelSession("embedded", model, load_prompts(None))
        analysis = analyse(change(*files), Wording("ja"), DEFAULT_TYPES, session, nothing)
    assert {drop.reason for insight in analysis.files for drop in insight.dropped} >= {RejectionReason.WRONG_LANGUAGE}
    for insight in analysis.files:
        assert insight.cost.questions == 1 + insight.asked_again
        assert insight.asked_again or insight.explanation_by is Author.MODEL
        assert insight.checked >= len(insight.dropped)


def test_a_model_that_does_not_write_is_asked_once(session: ModelSession) -> None:
    analysis = analyse(change(*LINKS), EN, DEFAULT_TYPES, session, nothing)
    assert {insight.asked_again for insight in analysis.files} == {False}


def test_files_with_the_very_same_edit_are_asked_about_once_and_told_alike(session: ModelSession) -> None:
    answer = {"modification_type": "minor update", "modification_title": "Change the link to new.example"}
    titled = answering(session, **answer)
    first, *others = analyse(change(*LINKS), EN, DEFAULT_TYPES, titled, nothing).files
    assert [insight.same_as for insight in others] == [first.change.path] * 2
    assert {(insight.change_type, insight.probability, insight.title) for insight in others} == {
        (first.change_type, first.probability, first.title)
    }
    assert {insight.title_by for insight in (first, *others)} == {Author.MODEL}
    assert [insight.cost.questions for insight in (first, *others)] == [1, 0, 0]


def test_contributors_are_named_only_when_asked_for() -> None:
    commits = tuple(
        Commit(str(n), "x", "", name, None, frozenset({"a.md"})) for n, name in enumerate(["Ada", "Bob", "Ada"])
    )
    changes = replace(change(file("a.md", "a", "b")), commits=commits)
    named = analyse(changes, EN, DEFAULT_TYPES, None, nothing, with_contributors=True)
    assert named.contributors == (("Ada", 2), ("Bob", 1))
    assert "Contributors: Ada (2 commits) and Bob (1 commit)." in named.overview.insights
    silent = analyse(changes, EN, DEFAULT_TYPES, None, nothing)
    assert silent.contributors is None
    assert not any("Ada" in paragraph for paragraph in silent.overview.insights)


@pytest.mark.parametrize(
    ("probability", "label", "author"), [(0.7, "bug fix", Author.ESTIMATE), (0.5, "minor update", Author.FACTS)]
)
def test_an_open_topic_takes_the_estimate_of_its_main_file_if_it_is_certain(
    probability: float, label: str, author: Author
) -> None:
    analysis = analyse(change(file("src/a.py", "x = 1", "x = 2")), EN, DEFAULT_TYPES, None, nothing)
    (topic,) = (typed.topic for typed in analysis.topics)
    (insight,) = analysis.files
    main = replace(insight, change_type="bug fix", type_by=Author.ESTIMATE, probability=probability)
    (typed,) = typed_topics(DEFAULT_TYPES, [topic], {main.change.path: main}, {})
    assert (typed.type.name, typed.type_by) == (label, author)
    (told,) = with_types_of_topics([main], [typed], {main.change.path: 0})
    assert told.change_type == label


def test_what_removes_something_deprecated_is_a_breaking_change_whatever_the_model_answers(
    session: ModelSession,
) -> None:
    edit = file("src/it/a.py", "x = 1", "x = 2")
    said = Commit("1", "Remove deprecated `read_all`", "", "Ada", None, frozenset({edit.path}))
    evidence = FileEvidence(edit, (), (), (said,), (said,))
    wrong = answering(session, modification_type="new feature", modification_title="Remove `read_all`")
    ((_, insight),) = ask_about_files(wrong.model, wrong.prompts, EN, DEFAULT_TYPES, {0: evidence})
    assert (insight.change_type, insight.type_by) == ("breaking change", Author.FACTS)


def test_a_topic_that_removes_something_deprecated_is_a_breaking_change() -> None:
    edit = file("src/it/a.py", "x = 1", "x = 2")
    said = Commit("1", "Remove deprecated `read_all` option", "", "Ada", None, frozenset({edit.path}))
    changes = replace(change(edit), commits=(said,))
    (typed,) = analyse(changes, EN, DEFAULT_TYPES, None, nothing).topics
    assert (typed.topic.title, typed.type.name) == ("Remove deprecated `read_all` option", "breaking change")
