"""Resolves a word to a model: the path of a GGUF, or the name of a model in the store."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import ModelFile, read_model_file
from diff_insight.llm.models.store import EMBEDDED, ModelStore
from diff_insight.llm.models.verdict import Verdict


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model file with its SHA-256, the name under which it is pinned and reported, and what was measured of it."""

    name: str
    file: ModelFile
    verdict: Verdict | None = None


def is_path(word: str) -> bool:
    """Whether a word is a path, not the name of a stored model: it contains a slash, or ends in .gguf."""
    return "/" in word or "\\" in word or word.endswith(".gguf")


def resolve_model(word: str, store: ModelStore) -> ResolvedModel:
    """The user's model that a word names.

    Raises:
        ModelError: there is none, it cannot be read, or it is not the file that was added to the store.
    """
    if is_path(word):
        return ResolvedModel(Path(word).stem, read_model_file(Path(word)))
    if stored := store.find(word):
        return ResolvedModel(word, stored.read(), stored.verdict)
    names = [model.name for model in store.models()]
    near = get_close_matches(word, [*names, EMBEDDED], n=1)
    hint = f"did you mean {near[0]}?" if near else "`diff-insight models add FILE` adds one, and a path ends in .gguf"
    raise ModelError(f"there is no model {word!r} among the added ones ({', '.join(names) or 'none'}): {hint}")
