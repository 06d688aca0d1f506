"""Tells what a sentence or a heading of a guide to an upgrade says: a change, advice, background, or something else."""

import re
from collections.abc import Sequence

from diff_insight.evidence.loss import speaks_of_loss, states_loss

DEPRECATES = re.compile(r"(?:\W|newly )*deprecat", re.IGNORECASE)
"""What the heading over deprecations begins with."""
GONE = re.compile(r"\b(?:remov|drop)", re.IGNORECASE)
"""What says that something is gone."""
OF_VERSION = re.compile(r"[\W\d]*(?:[^\W\d]\w*\W+){0,5}v?\d+(?:\.[\dx]+)*\W*$", re.IGNORECASE)
"""A heading that says of which version a section is, and nothing else."""
LONGEST = 400
"""Maximum characters of a sentence that is quoted, and of a heading that is read."""

_CODE = re.compile(r"`[^`]+`")
_TURNS = re.compile(  # what says that something is other than it was
    r"\b(?:now|must|requir\w+|minimum|at least|chang\w+|no longer|not? (?:\w+ )?(?:any ?more|supported|allowed)"
    r"|stricter|default(?:s|ed)?|split|merged?|disallow\w*|forbid\w*|forbidden|error|throws?|fails?|updated?|revamped"
    r"|bumped|extend(?:s|ed)|obsolete|from this (?:version|release)"
    r"|only (?:gets?|takes?|accepts?|supports?|returns?|allows?)|ha(?:s|ve) (?:a )?(?:different|separate|new))\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|must|will|can(?:not)?|does|do|don't|doesn't|fails?|requires?|uses?|returns?"
    r"|throws?|becomes?|no longer|now)\b"
    r"|^(?:\w+ed|drop|remove|rename|replace|require|change|move|use|make|switch|split|stricter"
    r"|changes? (?:to|in|of))\b|\w+ed$",
    re.IGNORECASE,
)
_ALL = re.compile(r"\bbreaking changes\b", re.IGNORECASE)  # what speaks of the whole upgrade
_VAGUE = re.compile(
    r"(?:\W*(?:minor )?(?:bc[- ])?break(?:ing(?: change)?)?\b\W*)?"
    r"(?:stricter|changes?|changed|new|updated?|different|improved|extended|customi[sz]e)\b"
    r"|.*\b(?:converted|declared|reworked|redone|cleaned up|overhauled|rewritten|improved)\b",
    re.IGNORECASE,
)
_MEMBERS_GONE = re.compile(  # of which only the text below says which they are
    r"(?:functions|methods|variables|constants|types|classes|fields|options|apis|members|properties|exports)"
    r"(?:[ /](?:signatures?|removed|renamed|changed|consolidated|added|changes?))+$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\?$|\b(?:features|apis|methods|functions|options|settings|changes|classes|names|removals|deprecations)$",
    re.IGNORECASE,
)
_TO_ADDRESS = r"^to (?:address|fix|migrate|upgrade|update|resolve)\b[^:,`]{0,40}:"
_ADVICE = re.compile(
    rf"{_TO_ADDRESS}\s|\binstead\b|\bin favou?r of\b"
    r"|\b(?:old|previous|former|earlier) behaviou?r can be (?:restored|kept)\b"
    r"|\byou(?:'ll| will| may| might)? (?:need|have) to\b|\byou (?:should|must|can (?!now\b|no longer\b))"
    r"|^please\b|^(?:use|replace|rename|change|make sure|switch|migrate|set|install|call|pass|ensure|refer to)\b"
    r"|^to [^,.]{1,80}, (?:use|set|add|remove|pass|call|see)\b",
    re.IGNORECASE,
)
_IMPERATIVE = re.compile(
    r"(?:if [^,]{1,120}, )?(?:please\b(?! note\b| be aware\b)|(?:use|replace|rename|change|make sure|switch|migrate|set"
    r"|install|call|pass|ensure|check)\b)",
    re.IGNORECASE,
)
_DO = re.compile(
    r"(?:if [^,]{1,120}, )?(?:remove|update|upgrade|follow|specify|adjust|add|rename|review)\b", re.IGNORECASE
)
_NOTHING_TO_DO = re.compile(
    r"\bdrop-in replacement\b"
    r"|\bno (?:action|changes?|migration) (?:is |are )?(?:required|needed|necessary)\b|\balready been\b|\btransparent\b"
    r"|\byou can (?:of course )?(?:still|continue|keep)\b|\bfor (?:more )?(?:details|information)\b|\bno need to\b"
    r"|\b(?:does|do|should|will) not (?:affect|require)\b|\baccordingly\b",
    re.IGNORECASE,
)
# What speaks of the time before, and what is no advice without the sentence before it.
_PAST = re.compile(
    r"^(?:previously|before|historically|originally|formerly|until|prior to|since v?\d"
    r"|in (?:the past|earlier|previous))\b|\bwas (?:written|introduced)\b"
    r"|\b(?:was|were) (?:the|an?|always|only|not|`)|\buntil now\b|\bintroduced (?:beta|experimental)\b"
    r"|\bused to\b(?!.*\bnow\b)|\bwould default to\b(?!.*\bnow\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:please (?:report|let|note|see|open)|(?:set|use|call|pass|replace) (?:it|this|that)\b"
    r"|doing (?:so|this|that)\b|as of\b|(?:impact|what changed|why|reason):"
    r"|(?:inside|but|alternatively|otherwise|then)\b|\()",
    re.IGNORECASE,
)
_OF_AUTHORS = re.compile(
    r"(?:we(?:'ll|'re|'ve always| originally| initially| will| plan| recommend| have worked)|there (?:may|might))\b",
    re.IGNORECASE,
)
_OPTIONAL = re.compile(r"\byou (?:may|might) (?:prefer|want|wish|also)\b|\bbelow\b", re.IGNORECASE)
_OF_DOCUMENT = re.compile(r"\bthis (?:\w+ )?(?:upgrade |migration )?(?:guide|document|page|section)\b", re.IGNORECASE)
_DANGLING = re.compile(  # what leans on a sentence before, or is said of some readers only
    r"(?:this|these|those|it|its|it's|they|their|if you|instead|doing so|that's|that is|not only|if your)\b"
    r"|.*\bthis behaviou?r\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:it|it's|its|they|this|these|those)\b(?! is (?:now )?(?:possible|required|necessary))", re.I)
_ALSO = re.compile(
    r"(?!.*\b(?:recommend|you (?:should|need|may|can))\b)"
    r"(?:(?:also|additionally|furthermore|moreover|in addition)\b|(?!th(?:is|ese|erefore)\b)(?:\S+ ){1,3}also\b)",
    re.IGNORECASE,
)
_FROM_VERSION = re.compile(
    r"(?P<since>(?:in|from|with|since|as of|starting (?:in|with|from))\s+)?(?:[A-Z@][\w.@/-]*\s+)?v?(?P<major>\d{1,6})"
    r"(?:\.[\dx]+)*(?=[\s,])",
    re.IGNORECASE,
)
_WILL = re.compile(r"\bwill\b", re.IGNORECASE)
_DEPRECATED = re.compile(r"\b(?:is|are|being) (?:now )?deprecated\b", re.IGNORECASE)
_CLEARLY = re.compile(r"\b(?:now(?! that\b)|must|no longer|not (?:\w+ )?any ?more)\b", re.IGNORECASE)
_ONLY_MORE = re.compile(
    r"\bthere (?:is|are) (?:also |one |an? )?(?:more|new|another|other)\b"
    r"|\bnow (?:has|supports?|offers?|provides?|comes?|includes?|can|also)\b|\bcan now\b"
    r"|^(?:by default )?add(?:ed|s)?\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[A-Z`]\S*(?:\s+\S+){3,}[.]", re.DOTALL)
_ENDS = re.compile(r"[.!?…)`”\"']\W*$")
_ADDRESS = re.compile(rf"{_TO_ADDRESS}\s*", re.IGNORECASE)
_WITHOUT_SUBJECT = re.compile(
    r"(?:(?:now|also|no longer) )?(?:takes|returns|accepts|uses|requires|provides|supports|expects|implements|embeds"
    r"|extends|throws|contains|must|can|is|are|has|have)\b|now (?:return|accept|use|require|take|throw)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(  # what something is like now, the next sentence says
    r"\b(?:signatures?|types?|shapes?|structures?|formats?|behaviou?rs?|apis?|interfaces?|semantics|handling|meaning)\b"
    r"[^.]{0,60}\bha(?:s|ve) (?:also )?(?:been )?(?:changed|updated|reworked|redesigned)(?: in v?\d[\d.]*)?\W*$",
    re.IGNORECASE,
)
_OFFERS = re.compile(r"you can (?:replace|use|rewrite|write)\b", re.IGNORECASE)
_WORDS = 3  # minimum words of a heading that says by itself what happened


def says_change(text: str, newest: int) -> bool:
    """Whether a text says that something is other than it was.

    Args:
        text: a sentence, heading or item.
        newest: the major version that the document leads to; 0 if it is not known.
    """
    match = _FROM_VERSION.match(text)
    is_of_newest = match is not None and int(match["major"]) == newest > 0
    words = _CODE.sub("`", text)  # what names are made of says nothing
    is_loss = speaks_of_loss(words)
    if _ALL.search(text) or (_ONLY_MORE.search(words) and not is_loss):
        return False
    return is_of_newest or is_loss or _TURNS.search(words) is not None


def says_clearly(sentence: str) -> bool:
    """Whether a sentence leaves no doubt that something is gone or other than it was."""
    return states_loss(sentence) or _CLEARLY.search(sentence) is not None


def says_turn(text: str) -> bool:
    """Whether the words of a text, whatever they are about, say that something is other than it was."""
    return _TURNS.search(text) is not None


def is_past(sentence: str, newest: int) -> bool:
    """Whether a sentence speaks of the time before, or of a version to come; `newest` as in `says_change`."""
    match = _FROM_VERSION.match(sentence)
    is_of_earlier = match is not None and match["since"] and int(match["major"]) < newest
    if match is not None and 0 < newest < int(match["major"]) and _WILL.search(sentence):
        return True
    return bool(is_of_earlier) or _PAST.search(sentence) is not None


def is_whole(sentence: str) -> bool:
    """Whether a sentence can be quoted as what changed: not cut by code below it, no advice, not about authors."""
    is_ended = is_quotable(sentence) and _ENDS.search(sentence) is not None
    others = (
        _ADDRESS.match,
        _OF_AUTHORS.match,
        _OF_DOCUMENT.search,
        _NOTHING_TO_DO.search,
        _OPTIONAL.search,
        _IMPERATIVE.match,
    )
    return is_ended and not any(finds(sentence) for finds in others)


def is_quotable(sentence: str) -> bool:
    """Whether a sentence is short enough, and no lead-in to what follows it."""
    return len(sentence) <= LONGEST and not sentence.endswith(":")


def is_deprecation(title: str) -> bool:
    """Whether a heading says that something is deprecated, and not that it is gone."""
    return _DEPRECATED.search(title) is not None and not states_loss(title.lower().replace("deprecated", ""))


def is_dangling(sentence: str) -> bool:
    """Whether a sentence leans on the one before it, or is said of some readers only."""
    return _DANGLING.match(sentence) is not None


def is_pronominal(text: str) -> bool:
    """Whether an item begins with a pronoun, so that only what stands before it says what it is about."""
    return _PRONOUN.match(text) is not None


def lacks_subject(text: str) -> bool:
    """Whether an item begins with its verb, so that only its heading says what it is about."""
    return _WITHOUT_SUBJECT.match(text) is not None


def adds_change(sentence: str) -> bool:
    """Whether a sentence tells one more change beside that of the sentences before it."""
    return _ALSO.match(sentence) is not None


def can_stand_alone(sentence: str) -> bool:
    """Whether a sentence can be quoted below what it is about, as advice or detail."""
    return is_quotable(sentence) and not (_LEANS.match(sentence) or _NOTHING_TO_DO.search(sentence))


def advice_among(sentences: Sequence[str]) -> str:
    """The sentence that says best what to do, one that begins so before others; '' if none does."""
    usable = [each for each in sentences if can_stand_alone(each)]
    found = next(filter(_IMPERATIVE.match, usable), "") or next(filter(_ADVICE.search, usable), "")
    return _ADDRESS.sub("", found)


def to_do_among(sentences: Sequence[str]) -> str:
    """The first sentence of a part about what to do that says so, or else the first one; '' if there is none."""
    usable = [each for each in sentences if can_stand_alone(each)]
    saying = next((each for each in usable if _ADVICE.search(each) or _DO.match(each)), "")
    return _ADDRESS.sub("", saying or next(filter(_SENTENCE.fullmatch, usable), ""))


def begins_with_advice(sentence: str) -> bool:
    """Whether a sentence begins with what to do."""
    return _IMPERATIVE.match(sentence) is not None or _OFFERS.match(sentence) is not None


def leaves_open(sentence: str) -> bool:
    """Whether a sentence says that something has changed, and leaves it to the next one to say how."""
    return _OPEN.search(sentence) is not None


def begins_to_do(paragraph: str) -> bool:
    """Whether a paragraph, and the lists below it, are about what to do."""
    return _ADDRESS.match(f"{paragraph} ") is not None


def is_telling(title: str) -> bool:
    """Whether a heading says by itself what happened."""
    words = len(title.split())
    says_all = (words >= _WORDS and _VERB.search(title)) or (words > 1 and speaks_of_loss(title))
    return bool(says_all) and not (_SEVERAL.search(title) or _MEMBERS_GONE.match(title) or OF_VERSION.match(title))


def needs_more(title: str, telling: str) -> bool:
    """Whether a heading that says what happened is told with a sentence of its text: it is vague, or names nothing."""
    if _VAGUE.match(title):
        return True
    names = [name.strip("`").rpartition(".")[2] for name in _CODE.findall(telling)]
    return _CODE.search(title) is None and any(name not in title for name in names)
