"""Checks that a sentence gives no purpose, benefit or quality of its own: small models invent them readily."""

import re

from diff_insight.insight.checks.grounding import AllowedNames

_WORDS = re.compile(
    r"\b(improv|enhanc|comprehensive|experience|better|clarity|clearer|streamlin|ensur|reflect|optimi[sz]|simplif"
    r"|readab|robust|consisten|accura|efficien|latest|modern|focus)\w*"
    r"|(改善|向上|使いやす|わかりやす|最適化|反映|最新|明確|簡素化|効率|正確|改进|提升|提高|优化|更好|更清晰|体验|简化|准确|一致性)",
    re.IGNORECASE,
)


def invents_purpose(sentence: str, allowed_names: AllowedNames) -> bool:
    """Whether a sentence praises or explains with a word that neither the change nor its authors use.

    Args:
        sentence: in any of the languages of reports.
        allowed_names: what the change and its authors say.
    """
    return any(not allowed_names.mentions(match[1] or match[2]) for match in _WORDS.finditer(sentence))
