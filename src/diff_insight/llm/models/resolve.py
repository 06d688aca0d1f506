"""Finds the model that a word names: a GGUF's path, a name of the store, or the embedded model."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import ModelFile, read_model_file
from diff_insight.llm.models.store import EMBEDDED, ModelStore


@dataclass(frozen=True, slots=True)
class ResolvedModel:
    """A model whose bytes are known, and the name under which it is pinned and reported."""

    name: str
    file: ModelFile


def is_path(word: str) -> bool:
    """Whether a word names a file, and no model of the store: it has a slash, or ends in .gguf."""
    return "/" in word or "\\" in word or word.endswith(".gguf")


def resolve_model(word: str, store: ModelStore) -> ResolvedModel:
    """The model of the user's that a word names.

    Raises:
        ModelError: there is none, it cannot be read, or it is not the file that was added to the store.
    """
    if is_path(word):
        return ResolvedModel(Path(word).stem, read_model_file(Path(word)))
    if stored := store.find(word):
        return ResolvedModel(word, stored.read())
    names = [model.name for model in store.models()]
    near = get_close_matches(word, [*names, EMBEDDED], n=1)
    hint = f"did you mean {near[0]}?" if near else "`diff-insight models add FILE` adds one, and a path ends in .gguf"
    raise ModelError(f"there is no model {word!r} among those that were added ({', '.join(names) or 'none'}): {hint}")
