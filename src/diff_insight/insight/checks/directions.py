"""Checks that a sentence does not turn a change around: what something becomes is not what was removed."""

import re

from diff_insight.changes.changeset import FileChange

_CHANGES = r"(?:chang|updat|renam|replac|mov|lead|led|point|goes|went|switch|migrat|becom|rais|lower|set|correct)\w*"
_OF_THE_PAST = re.compile(
    r"\b(?:no longer|not|remov\w*|delet\w*|drop\w*|instead|old|previous\w*|before|used to)\b", re.I
)

# What stands after the change, and what before it; Chinese and Japanese put particles where English has prepositions.
_NEW = (
    re.compile(rf"\b{_CHANGES}\b[^.`]*(?:`[^`]+`[^.`]*)?\b(?:to|into|by|with)\s+`([^`]+)`", re.I),
    re.compile(r"\bbecomes?\s+`([^`]+)`", re.I),
    re.compile(r"`([^`]+)`\s*(?:に|へと?)(?:変わ|変更|更新|置き換|移行|改め|修正)"),
    re.compile(r"(?:改为|变为|改成|变成|更新为|替换为|更改为)(?:指向)?了?\s*`([^`]+)`"),
    re.compile(r"(?:更新|更改|修改)(?:[^`。，]|`[^`]+`)*?为\s*`([^`]+)`"),
)
_OLD = (
    re.compile(r"\bfrom\s+`([^`]+)`\s+to\b", re.I),
    re.compile(r"`([^`]+)`\s*から"),
    re.compile(r"[从由]\s*`([^`]+)`"),
)


class Directions:
    """Which words of a file stand only before the change, and which only after it."""

    def __init__(self, file: FileChange) -> None:
        before = [file.old_path or file.path]
        after = [file.path]
        for line in (line for hunk in file.hunks for line in hunk.lines):
            if line.kind != "+":
                before.append(line.text)
            if line.kind != "-":
                after.append(line.text)
        self._before = "\n".join(before).casefold()
        self._after = "\n".join(after).casefold()

    def are_turned(self, sentence: str) -> bool:
        """Whether a sentence says that something becomes what only stood there before, or was what is only there now.

        English sentences that tell of the past, such as those with "no longer", are not judged.
        """
        if _OF_THE_PAST.search(re.sub(r"`[^`]*`", "``", sentence)):
            return False
        became = (match[1].casefold() for pattern in _NEW for match in pattern.finditer(sentence))
        was = (match[1].casefold() for pattern in _OLD for match in pattern.finditer(sentence))
        return any(name in self._before and name not in self._after for name in became) or any(
            name in self._after and name not in self._before for name in was
        )
