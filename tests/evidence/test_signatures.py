import pytest

from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.code.python import PYTHON
from diff_insight.evidence.signatures import differs_in_advice


@pytest.mark.parametrize("default", ["(" * 5000 + ")" * 5000, "-" * 20_000 + "1", "'\\d'", "1\nimport os", "…"])
def test_a_hostile_signature_is_only_compared_as_text(default: str) -> None:
    before, after = f"read(path=1, n={default})", f"read(path=2, n={default})"
    assert not differs_in_advice(PYTHON, before, after)
    assert differs_in_advice(PYTHON, before, before)


def test_a_comment_in_a_signature_changes_nothing() -> None:
    typescript = code_language("a.ts")
    assert typescript
    assert differs_in_advice(typescript, "a: { /* whole */ b: string }", "a: {\n  b: string }")
    assert not differs_in_advice(typescript, "a: { b: string }", "a: { b: number }")
