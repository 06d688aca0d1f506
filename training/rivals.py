"""Compares the adapter with simpler baselines: a table of type metrics on the development sets of labelled changes.

    python -m training.rivals --train TRAIN.jsonl.gz ... --dev DEV.jsonl.gz ... --evaluated EVALUATION.json ...

The baselines are the status of the file alone; the tool's rules; the base model with instructions and examples; and
TF-IDF with balanced logistic regression on the text a model is shown, trained on all rows that are not held out.
Results of models, such as the embedded one with its adapter, are read from the output of `diff-insight evaluate --json`
on the same files.
"""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import platformdirs
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from diff_insight.evaluation.evaluation import Evaluation
from diff_insight.evaluation.predictions import Prediction, predict
from diff_insight.evaluation.rows import LabelledChange, labelled_changes
from diff_insight.evaluation.scores import TypeScores, type_scores
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.file_text import file_text
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode
from diff_insight.llm.models.embedded import embedded_model, prepared_model
from diff_insight.llm.models.options import ModelOptions
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.pipeline import open_session
from diff_insight.sentences.translation import Wording
from training.examples import is_held_out
from training.settings import ExampleSettings, read_settings

NAMES = tuple(label.name for label in DEFAULT_TYPES)


def main() -> None:
    """Print a table per file of changes, with and without the authors' words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="+", required=True)
    parser.add_argument("--settings", type=Path, default=Path("training/second.toml"))
    parser.add_argument("--evaluated", type=Path, nargs="*", default=[])
    parser.add_argument("--zero-shot", type=int, default=200, help="maximum changes the base model is asked about")
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings).examples
    trained = [change for path in arguments.train for change in labelled_changes(path)]
    evaluated = [Evaluation.model_validate_json(path.read_bytes()) for path in arguments.evaluated]
    for path in arguments.dev:
        changes = list(labelled_changes(path))
        has_authors = changes[0].subject is not None
        of_kind = [change for change in trained if (change.subject is not None) == has_authors]
        for with_subjects in (False, True) if has_authors else (False,):
            print(f"\n{path.name}, {'with' if with_subjects else 'without'} the authors' words\n")
            print(
                "| way | changes | accuracy | macro-F1 | accuracy, edited files | macro-F1, edited files | s a file |"
            )
            print("|---|---|---|---|---|---|---|")
            for row in _rows(settings, of_kind, changes, arguments.zero_shot, with_subjects=with_subjects):
                print(row, flush=True)
            for told in evaluated:
                if (told.dataset, told.with_subjects) == (path.name, with_subjects):
                    print(
                        _scored(f"{told.model}, {told.language}", told.types, told.types_of_edited, told.seconds_a_file)
                    )


def _rows(
    settings: ExampleSettings,
    trained: Sequence[LabelledChange],
    changes: Sequence[LabelledChange],
    zero_shot: int,
    *,
    with_subjects: bool,
) -> Iterator[str]:
    language = "en" if all("en" in change.said for change in changes) else "ja"
    known = [change for change in changes if language in change.said and change.said[language].type in NAMES]
    ask = partial(
        predict,
        wording=Wording(language),
        types=DEFAULT_TYPES,
        progress=lambda _done, _known: None,
        with_subjects=with_subjects,
    )
    yield _row("status", by_status(known, language))
    yield _row("rules", ask(None, changes=known).items)
    yield _row("TF-IDF, logistic regression", by_regression(settings, trained, known, language, with_subjects))
    plain = prepared_model(platformdirs.user_cache_path("diff-insight") / "models", None, lambda: None)
    with open_session(ModelOptions(model=str(plain.path), writes=False)) as reader:
        told = ask(reader, changes=known[:: -(-len(known) // zero_shot)])
    yield _row("base model, by example", told.items, told.seconds)


def by_status(changes: Sequence[LabelledChange], language: str) -> list[Prediction]:
    """Types predicted from the file's status alone."""
    said = [
        next((label.name for label in DEFAULT_TYPES if change.change.status in label.statuses), NAMES[-1])
        for change in changes
    ]
    return _predictions(changes, language, said)


def by_regression(
    settings: ExampleSettings,
    trained: Sequence[LabelledChange],
    changes: Sequence[LabelledChange],
    language: str,
    with_subjects: bool,
) -> list[Prediction]:
    """Types predicted by logistic regression on word and character n-grams of the text a trained model is shown."""
    learnt = [
        (change, said.type)
        for change in trained
        if not is_held_out(settings, change)
        for said in list(change.said.values())[:1]
        if said.type in NAMES
    ]
    with Tokenizer(embedded_model().path) as tokenizer:

        def text(change: LabelledChange) -> str:
            file = change.evidence(with_subject=with_subjects)
            tokenize = partial(tokenizer.tokenize, special=False)
            return file_text(PromptMode.TRAINED, file, tokenize, QUESTIONS[PromptMode.TRAINED].input_tokens)

        model = _regression().fit([text(change) for change, _ in learnt], [label for _, label in learnt])
        return _predictions(changes, language, list(model.predict([text(change) for change in changes])))


def _regression() -> Pipeline:
    words = TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2), max_features=200_000)
    letters = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), min_df=5, max_features=100_000, sublinear_tf=True
    )  # fmt: skip
    return make_pipeline(
        make_union(words, letters), LogisticRegression(C=3, max_iter=300, class_weight="balanced", random_state=0)
    )


def _predictions(changes: Sequence[LabelledChange], language: str, said: Sequence[str]) -> list[Prediction]:
    return [
        Prediction(change.change.status.value, change.said[language], label, None, "", by_model=False, names_truly=None)
        for change, label in zip(changes, said, strict=True)
    ]


def _row(way: str, items: Sequence[Prediction], seconds: float | None = None) -> str:
    edited = [item for item in items if item.status == "modified"]
    each = seconds / len(items) if seconds else None
    return _scored(way, type_scores(NAMES, items), type_scores(NAMES, edited), each)


def _scored(way: str, types: TypeScores, of_edited: TypeScores | None, seconds: float | None) -> str:
    figures = [str(figure) for part in (types, of_edited or types) for figure in (part.accuracy, part.macro_f1)]
    return "| " + " | ".join([way, str(types.number), *figures, f"{seconds:.3f}" if seconds else ""]) + " |"


if __name__ == "__main__":
    main()
