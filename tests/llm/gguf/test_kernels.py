import pytest

from diff_insight.llm.gguf.kernels import Kernels, kernels_for

VNNI = "CPU : AVX2 = 1 | AVX512 = 1 | AVX512_VNNI = 1 | REPACK = 1 |"
AVX2 = "CPU : AVX2 = 1 | REPACK = 1 |"


@pytest.mark.parametrize(
    ("types", "system", "kernels"),
    [
        (("Q4_K", "Q6_K"), VNNI, Kernels.TILED),
        (("IQ4_XS",), VNNI, Kernels.TILED),
        (("Q4_K", "Q5_0"), VNNI, Kernels.REPACKED),
        (("Q4_0",), VNNI, Kernels.REPACKED),
        ((), VNNI, Kernels.REPACKED),
        (("Q4_K", "Q6_K"), AVX2, Kernels.REPACKED),
    ],
)
def test_matrices_stay_as_they_are_where_tiled_kernels_take_them_all_and_are_faster(
    types: tuple[str, ...], system: str, kernels: Kernels
) -> None:
    assert kernels_for(types, system) is kernels
