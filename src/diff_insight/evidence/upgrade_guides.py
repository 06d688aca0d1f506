"""Tells from its path whether a document is a guide to an upgrade."""

import re
from pathlib import PurePosixPath

TURN = r"(?:upgrad(?:e|ing)|migrat(?:e|ing|ion))"
"""The pattern of a word that says that a text is about an upgrade."""

_GUIDE = re.compile(
    r"(?!.*from[-_ ](?!v?\d|version|older|earlier|previous))"  # from another tool
    rf"(?:{TURN}(?:(?:[-_. ]?(?:guide|notes|v?\d|(?:to|from)[-_ ]?.*\d)|[-_ ][a-z]+[-_ ]v?\d).*)?$"
    r"|.*(?:migration|upgrade|upgrading)[-_ ]?(?:guide|notes)$"
    r"|(?-i:UPDATING)(?:[-_ ].*\d.*)?$"  # in small letters it may be about how to update data
    r"|v?\d+(?:\.\d+)*[-_]?to[-_]?v?\d+(?:\.\d+)*(?:[-_][a-z-]+)?$"
    r"|(?:api[-_ ]|breaking[-_ ]?)changes(?:[-_ ](?:in[-_ ])?v?\d.*)?$"
    rf"|.*{TURN}[-_ ](?:to|from|guide|v)[-_ ]?.*\d|.*\d[-_ .]{TURN}(?:[-_ ]guide)?$)",
    re.IGNORECASE,
)
_FOLDER = re.compile(r"upgrading|(?:upgrade|migration)[-_ ]guides?", re.IGNORECASE)
_OF_VERSIONS = re.compile(r"(?:migrat(?:e|ing|ions?)|upgrades?)/v?\d+\.[\dx.]+", re.IGNORECASE)


def is_upgrade_guide(path: str) -> bool:
    """Whether a document is by its name, or by that of its folder, about an upgrade as a whole."""
    pure = PurePosixPath(path)
    is_of_version = _OF_VERSIONS.fullmatch(f"{pure.parent.name}/{pure.stem}") is not None
    return is_of_version or _GUIDE.match(pure.stem) is not None or _FOLDER.fullmatch(pure.parent.name) is not None
