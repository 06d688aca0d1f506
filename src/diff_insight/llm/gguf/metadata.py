"""What a GGUF says of itself: architecture, size, quantisation, context, chat template, licence."""

from collections.abc import Callable
from pathlib import Path

from gguf import GGUFReader, LlamaFileType
from pydantic import BaseModel, ConfigDict

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import check_is_gguf
from diff_insight.llm.gguf.task import METADATA_KEY, Trained

_F16 = 2


class GgufInfo(BaseModel):
    """The metadata of a GGUF; None and '' where it says nothing.

    Attributes:
        architecture: llama.cpp's name of it, such as `llama` or `qwen2`.
        title: what its authors call it.
        parameters: the number of its weights.
        size: of the file in bytes.
        quantisation: the type that most of its weights have, such as `Q4_0`.
        context: tokens it was trained to attend to.
        cell_bytes: what a token of a sequence takes in the KV cache, in bytes; 0 where the file does not say its shape.
        chat_template: its Jinja2 template; a model without one is no instruct model.
        licence: as its authors name it.
        languages: codes of the languages its authors name.
        trained_types: the types of change it was trained to choose from.
        adapter_sha256: of the adapter that was merged into it.
    """

    model_config = ConfigDict(frozen=True)

    architecture: str
    title: str
    parameters: int
    size: int
    quantisation: str
    context: int | None
    cell_bytes: int
    chat_template: str | None
    licence: str
    languages: tuple[str, ...]
    trained_types: tuple[str, ...]
    adapter_sha256: str | None


def gguf_info(path: Path) -> GgufInfo:
    """Read the metadata of a GGUF.

    Raises:
        ModelError: the file is missing, no GGUF, or damaged.
    """
    check_is_gguf(path)
    try:
        return _info(path, GGUFReader(path))
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, MemoryError, OSError) as error:
        # What a damaged file makes of the reader, which trusts counts and offsets, cannot be foreseen.
        raise ModelError(f"the metadata of {path} cannot be read ({error}): the file is damaged") from None


def _info(path: Path, reader: GGUFReader) -> GgufInfo:
    def metadata(key: str) -> object:
        field = reader.get_field(key)
        return field.contents() if field else None

    architecture = str(metadata("general.architecture") or "")
    context, file_type, trained = (
        metadata(f"{architecture}.context_length"),
        metadata("general.file_type"),
        metadata(METADATA_KEY),
    )
    languages = metadata("general.languages")
    template = metadata("tokenizer.chat_template")
    learnt = Trained.model_validate_json(str(trained)) if trained else None
    return GgufInfo(
        architecture=architecture,
        title=str(metadata("general.name") or ""),
        parameters=sum(int(tensor.n_elements) for tensor in reader.tensors),
        size=path.stat().st_size,
        quantisation=_type_name(file_type),
        context=context if isinstance(context, int) else None,
        cell_bytes=_cell_bytes(lambda name: metadata(f"{architecture}.{name}")),
        chat_template=template if isinstance(template, str) else None,
        licence=str(metadata("general.license") or ""),
        languages=tuple(map(str, languages)) if isinstance(languages, list) else (),
        trained_types=learnt.labels if learnt else (),
        adapter_sha256=learnt.adapter_sha256 if learnt else None,
    )


def _cell_bytes(metadata: Callable[[str], object]) -> int:
    """As llama.cpp lays it out: a key and a value of half precision for each head of each layer."""

    def number(name: str, otherwise: int = 0) -> int:
        value = metadata(name)
        if isinstance(value, list):  # a number for each layer
            value = max(value, default=otherwise)
        return value if isinstance(value, int) else otherwise

    heads = number("attention.head_count")
    usual = number("embedding_length") // max(1, heads)
    widths = number("attention.key_length", usual) + number("attention.value_length", usual)
    return number("block_count") * number("attention.head_count_kv", heads) * widths * _F16


def _type_name(file_type: object) -> str:
    if not isinstance(file_type, int):
        return ""
    try:
        return LlamaFileType(file_type).name.removeprefix("MOSTLY_").removeprefix("ALL_")
    except ValueError:
        return ""
