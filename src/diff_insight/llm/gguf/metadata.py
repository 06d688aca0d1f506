"""Reads the metadata of a GGUF: architecture, size, quantisation, context, chat template, licence."""

from collections.abc import Callable
from pathlib import Path

from gguf import GGUFReader, LlamaFileType
from pydantic import BaseModel, ConfigDict

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.header import read_header
from diff_insight.llm.gguf.task import METADATA_KEY, Trained

_F16 = 2


class GgufInfo(BaseModel):
    """The metadata of a GGUF; None or '' for missing values.

    Attributes:
        architecture: llama.cpp's name for it, such as `llama` or `qwen2`.
        title: the name its authors gave it.
        parameters: number of weights.
        size: of the file, in bytes.
        quantisation: the type of most weights, such as `Q4_0`.
        context: context length it was trained with, in tokens.
        cell_bytes: size of a KV cache cell (one token of a sequence), in bytes; 0 if the file does not give its shape.
        chat_template: its Jinja2 template; a model without one is not an instruct model.
        licence: as its authors state it.
        languages: codes of the languages its authors list.
        trained_types: the change types it was trained to choose from.
        adapter_sha256: SHA-256 of the adapter merged into it.
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
        ModelError: the file is missing, not a GGUF, or damaged.
    """
    reader = read_header(path)
    try:
        return _info(path, reader)
    except (ValueError, KeyError, IndexError, TypeError, OverflowError, MemoryError, OSError) as error:
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
    """Size of a cell in llama.cpp's layout: a half-precision key and value for each head of each layer."""

    def number(name: str, otherwise: int = 0) -> int:
        value = metadata(name)
        if isinstance(value, list):  # one number per layer
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
