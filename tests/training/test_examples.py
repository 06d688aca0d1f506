import json
from collections import Counter
from pathlib import Path

import pytest

from diff_insight.evaluation.rows import LabelledChange, labelled_changes
from diff_insight.insight.questions.answers import TitleAnswer, answer_type
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.llm.worker.weights import Weights
from training.examples import Examples, examples, held_out_examples, is_held_out
from training.settings import ExampleSettings, read_settings

ROOT = Path(__file__).parents[2]
DIFF = "@@ -1,2 +1,2 @@\n-The old limit is 5.\n+The new limit is 7.\n same\n"
TYPES = ("new feature", "breaking change", "bug fix", "minor update")


def document(number: int, month: str, label: str) -> dict[str, object]:
    said = {"type": label, "title": "Update the limit"}
    return {
        "path": f"d{number}.md",
        "status": "modified",
        "date": f"{month}10",
        "diff": DIFF,
        "labels": {"en": said, "ja": {**said, "title": "上限の更新"}},
    }


def code(number: int, repo: str, label: str) -> dict[str, object]:
    title = f"raise the limit {number}"
    return {"path": f"c{number}.py", "status": "modified", "diff": DIFF, "type": label, "title": title, "repo": repo}


@pytest.fixture(scope="module")
def settings() -> ExampleSettings:
    return read_settings(ROOT / "training/first.toml").examples


@pytest.fixture(scope="module")
def changes(settings: ExampleSettings, tmp_path_factory: pytest.TempPathFactory) -> list[LabelledChange]:
    out_month, *_, out_repo = settings.held_out
    rows = [document(n, "202409", TYPES[n % 4]) for n in range(12)]
    rows += [document(n, out_month, "minor update") for n in range(100, 103)]
    rows += [code(n, "o/r", TYPES[n % 4]) for n in range(40)]
    rows += [code(n, out_repo, "bug fix") for n in range(200, 203)]
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return list(labelled_changes(path))


@pytest.fixture(scope="module")
def make() -> Examples:
    return Examples(Tokenizer(embedded_model().path))


def text(weights: Weights, tokens: tuple[int, ...]) -> str:
    return weights.constraint_tokenizer.decode_bytes(list(tokens)).decode()


def test_what_is_held_out_is_never_trained_on(
    settings: ExampleSettings, changes: list[LabelledChange], make: Examples, weights: Weights
) -> None:
    trained = " ".join(text(weights, example.tokens) for example in examples(settings, changes, make))
    held_out = list(held_out_examples(settings, changes, make))
    assert len(held_out) == 3 * 2 + 3 * 2  # in two languages; with the author's words and without
    for number in (100, 101, 102, 200, 201, 202):
        assert f"{number}." not in trained
        assert any(f"{number}." in text(weights, example.tokens) for example in held_out)


def test_of_what_is_held_out_from_a_date_on_the_rest_is_trained_on(
    settings: ExampleSettings, tmp_path: Path, make: Examples
) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [{**code(n, "o/r", "bug fix"), "date": date} for n, date in enumerate(["2025-06-30", "2025-07-01"])]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    since = settings.model_copy(update={"held_out": {"o/r": "2025-07"}})
    changes = list(labelled_changes(path))
    assert [is_held_out(since, change) for change in changes] == [False, True]


def test_in_languages_without_titles_examples_end_with_their_type(
    settings: ExampleSettings, changes: list[LabelledChange], make: Examples
) -> None:
    english = settings.model_copy(update={"titles": ("en",)})
    titled = {example.language for example in examples(english, changes, make) if example.titled}
    assert titled == {"en"}
    assert {example.language for example in examples(settings, changes, make) if example.titled} > {"en"}


def test_the_same_seed_gives_the_same_examples(
    settings: ExampleSettings, changes: list[LabelledChange], make: Examples
) -> None:
    shuffled = changes[::-1]
    once = list(examples(settings, changes, make))
    assert list(examples(settings, changes, make)) == once
    assert Counter(e.label for e in examples(settings, shuffled, make)) == Counter(e.label for e in once)


def test_an_answer_fits_the_schema_and_its_type_is_chosen_by_the_marked_token(
    settings: ExampleSettings, changes: list[LabelledChange], make: Examples, weights: Weights
) -> None:
    schema = answer_type(TYPES, TitleAnswer)
    for example in examples(settings, changes, make):
        given, chosen = example.tokens[: example.label_at], example.tokens[example.label_at]
        assert text(weights, given).endswith('{"modification_type":"')
        assert example.label.startswith(text(weights, (chosen,)))
        if example.titled:
            answer = text(weights, example.tokens).rpartition("assistant\n")[2]
            assert schema.model_validate_json(answer).modification_type == example.label


def test_the_prefix_that_names_the_type_stands_before_the_authors_words_or_is_hidden(
    settings: ExampleSettings, changes: list[LabelledChange], make: Examples, weights: Weights
) -> None:
    kinds: Counter[str] = Counter()
    for example in examples(settings, changes, make):
        said = text(weights, example.tokens[: example.label_at])
        subject = next((line for line in said.splitlines() if line.startswith("commit: ")), "")
        kind = "none" if not subject else "plain" if subject.startswith("commit: raise") else "prefixed"
        kinds[f"{example.kind.partition(' ')[0]} {kind}"] += 1
        if kind == "prefixed":
            assert subject.startswith("commit: fix: ") == (example.label == "bug fix")
    assert kinds["documents plain"] == kinds["documents prefixed"] == 0
    assert kinds["code none"] > kinds["code prefixed"] > 0
    assert kinds["code plain"] > kinds["code prefixed"]
