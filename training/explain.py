"""Compares the explanations of a model trained to explain with the sentences a report makes from facts.

    python -m training.explain --dev DEV.jsonl.gz --model model.gguf --out build/explanations.jsonl

Each line of the result has a change's diff and both explanations; the table shows how many sentences of each name only
what the change contains.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

from diff_insight.evaluation.rows import labelled_changes
from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.checks.grounding import rejection, sentences_of
from diff_insight.insight.checks.title_check import allowed_names_of
from diff_insight.insight.questions.answers import ExplainedAnswer, answer_type, json_schema
from diff_insight.insight.questions.file_text import file_tokens
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode
from diff_insight.llm.client.model import Model
from diff_insight.llm.prompt.frame import frame
from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.sentences.files import explanation
from diff_insight.sentences.translation import Wording

_ANSWER = 220  # tokens
_SEED = 1


def explained(model: Model, files: Sequence[FileEvidence]) -> list[str]:
    """The model's explanation of each file, in English."""
    schema = answer_type(tuple(label.name for label in DEFAULT_TYPES), ExplainedAnswer)
    around = frame(model.tokenizer, load_prompts(None).file_messages(PromptMode.TRAINED, DEFAULT_TYPES, "en"))
    room = QUESTIONS[PromptMode.TRAINED].input_tokens
    questions = [Question(file_tokens(PromptMode.TRAINED, file, model.tokenize, room) + around.after) for file in files]
    said = [""] * len(files)
    with model.uncached_session(
        around.before,
        json_schema(schema),
        max_tokens=_ANSWER,
        longest=room + len(around.after),
        questions=len(questions),
    ) as asking:
        for answer in asking.answer(questions):
            if isinstance(answer, Answer):
                said[answer.question] = " ".join(json.loads(answer.text)["explanation"])
    return said


def main() -> None:
    """Explain a sample, write both explanations, and print how many sentences name only what the change contains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=100)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    changes = [change for change in labelled_changes(arguments.dev) if "en" in change.said]
    chosen = random.Random(_SEED).sample(changes, min(arguments.sample, len(changes)))  # noqa: S311 - a fixed sample
    files = [change.evidence(with_subject=False) for change in chosen]
    with Model(ModelSettings(arguments.model, writes=False)) as model:
        by_model = explained(model, files)
    file_from_facts = [" ".join(explanation(Wording("en"), file)) for file in files]
    with arguments.out.open("w") as out:
        for change, model_says, facts_say in zip(chosen, by_model, file_from_facts, strict=True):
            row = {"path": change.change.path, "diff": change.change.diff, "model": model_says, "facts": facts_say}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    print("| explanations | files | sentences | that name only what the change contains |\n|---|---|---|---|")
    for way, texts in (("trained", by_model), ("from facts", file_from_facts)):
        checked = [
            rejection(sentence, allowed_names_of(file), "en") is None
            for file, text in zip(files, texts, strict=True)
            for sentence in sentences_of(text)
        ]
        print(f"| {way} | {len(files)} | {len(checked)} | {sum(checked) / max(1, len(checked)):.3f} |")


if __name__ == "__main__":
    main()
