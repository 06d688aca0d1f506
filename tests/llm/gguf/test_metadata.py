from diff_insight.llm.gguf.metadata import gguf_info
from diff_insight.llm.worker.weights import Weights


def test_a_token_of_a_sequence_takes_what_llama_cpp_says_it_takes(weights: Weights) -> None:
    assert gguf_info(weights.settings.path).cell_bytes == weights.cell_bytes
