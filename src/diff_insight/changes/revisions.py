"""Understands how a user names two versions: `BASE HEAD`, `BASE..HEAD`, `BASE...HEAD`, `COMMIT^!`."""

from dataclasses import dataclass

from diff_insight.errors import UsageError


@dataclass(frozen=True, slots=True)
class Range:
    """Two versions to compare.

    Attributes:
        base: the old side; None for the first parent of `head`, or nothing at all where `head` is a root commit.
        head: the new side.
        from_merge_base: compare with the merge base of both, as GitHub does, instead of with `base` itself.
    """

    base: str | None
    head: str
    from_merge_base: bool = False


def parse_range(words: list[str]) -> Range:
    """The range that the words of a command line name; an empty side is HEAD, as in git.

    Raises:
        UsageError: they name no range.
    """
    match words:
        case [base, head] if ".." not in base + head:
            return Range(base, head)
        case [word] if word.endswith("^!") and len(word) > 2:
            return Range(None, word[:-2])
        case [word] if "..." in word:
            base, _, head = word.partition("...")
            return Range(base or "HEAD", head or "HEAD", from_merge_base=True)
        case [word] if ".." in word:
            base, _, head = word.partition("..")
            return Range(base or "HEAD", head or "HEAD")
        case [word] if word:
            after = "" if word == "HEAD" else f"'{word}..HEAD' for what came after it, or "
            raise UsageError(f"'{word}' names one version: say {after}'{word}^!' for what this commit changed")
        case _:
            raise UsageError("name two versions, such as 'v1.4..v1.5' or 'v1.4 v1.5'")
