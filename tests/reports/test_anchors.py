import hashlib

from diff_insight.reports.anchors import anchors


def test_an_anchor_is_six_digits_of_the_paths_md5() -> None:
    assert anchors(["articles/ai-services/openai/concepts/provisioned-throughput.md"]) == ["item-022e0c"]


def test_paths_whose_digits_collide_get_a_suffix() -> None:
    digits: dict[str, str] = {}
    number = 0
    while True:  # by the birthday bound two of some 5,000 paths collide in 24 bits
        path = f"file-{number}"
        key = hashlib.md5(path.encode(), usedforsecurity=False).hexdigest()[:6]
        if key in digits:
            break
        digits[key] = path
        number += 1
    assert anchors([digits[key], path, "other"])[:2] == [f"item-{key}", f"item-{key}-2"]
