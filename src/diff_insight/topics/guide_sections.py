"""Reads what a section of a guide to an upgrade tells: by its heading, sentences of its text, or items of its lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diff_insight.evidence.loss import speaks_of_loss
from diff_insight.topics.entries import Entry, numbers_in, without_number, without_references
from diff_insight.topics.markup import SENTENCE_END, plain_text
from diff_insight.topics.name_lists import in_a_row, is_bare_name
from diff_insight.topics.sections import Block, BlockKind, Section
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import Origin

DEPRECATES = re.compile(r"(?:\W|newly )*deprecat", re.IGNORECASE)
"""What the heading over deprecations begins with."""
GONE = re.compile(r"\b(?:remov|drop)", re.IGNORECASE)
"""What says that something is gone."""
OF_VERSION = re.compile(r"[\W\d]*(?:[^\W\d]\w*\W+){0,5}v?\d+(?:\.[\dx]+)*\W*$", re.IGNORECASE)
"""A heading that says of which version a section is, and nothing else."""
LONGEST = 400
"""Maximum characters of a sentence that is quoted, and of a heading that is read."""

_TURNS = re.compile(  # what says that something is other than it was
    r"\b(?:now|must|requir\w+|minimum|at least|chang\w+|no longer|not? (?:\w+ )?(?:any ?more|supported|allowed)"
    r"|stricter|default\w*|split|merged?|disallow\w*|forbid\w*|forbidden|error|throws?|fails?|updated?|revamped"
    r"|bumped|extend(?:s|ed)|obsolete)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|must|will|can(?:not)?|does|do|don't|doesn't|fails?|requires?|uses?|returns?"
    r"|throws?|becomes?|no longer|now)\b"
    r"|^(?:\w+ed|drop|remove|rename|replace|require|change|move|use|make|switch|split|stricter"
    r"|changes? (?:to|in|of))\b|\w+ed$",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"(?:stricter|changes?|new|updated?|different|improved|extended|customi[sz]e)\b", re.IGNORECASE)
_ALL = re.compile(r"\bbreaking changes\b", re.IGNORECASE)  # what speaks of the whole upgrade
_ADVICE = re.compile(
    r"^to (?:address|fix|migrate|upgrade|update|resolve)\b[^:]{0,40}:\s|\binstead\b|\bin favou?r of\b"
    r"|\byou(?:'ll| will| may| might)? (?:need|have) to\b|\byou (?:should|must|can (?!now\b|no longer\b))"
    r"|^please\b|^(?:use|replace|rename|change|make sure|switch|migrate|set|install|call|pass|ensure|refer to)\b"
    r"|^to [^,.]{1,80}, (?:use|set|add|remove|pass|call|see)\b",
    re.IGNORECASE,
)
_DO = re.compile(
    r"(?:if [^,]{1,120}, )?(?:remove|update|upgrade|follow|specify|adjust|add|rename|review)\b", re.IGNORECASE
)
_NOTHING_TO_DO = re.compile(
    r"\bno (?:action|changes?|migration) (?:is |are )?(?:required|needed|necessary)\b|\balready been\b|\btransparent\b"
    r"|\bfor (?:more )?(?:details|information)\b"
    r"|\b(?:does|do|should|will) not (?:affect|require)\b",
    re.IGNORECASE,
)
# What speaks of the time before, and what is no advice without the sentence before it.
_PAST = re.compile(
    r"^(?:previously|before|historically|originally|formerly|until|prior to|since v?\d"
    r"|in (?:the past|earlier|previous))\b|\bwas (?:written|introduced)\b"
    r"|\b(?:was|were) (?:the|an?|always|only|not|`)|\buntil now\b|\bintroduced (?:beta|experimental)\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:please (?:report|let|note|see|open)|(?:set|use|call|pass|replace) (?:it|this|that)\b"
    r"|(?:inside|but|alternatively|otherwise|then)\b|\()",
    re.IGNORECASE,
)
_OF_AUTHORS = re.compile(
    r"(?:we(?:'ll|'re|'ve always| originally| initially| will| plan| recommend| have worked)|there (?:may|might))\b",
    re.IGNORECASE,
)
_OF_DOCUMENT = re.compile(r"\bthis (?:\w+ )?(?:upgrade |migration )?(?:guide|document|page|section)\b", re.IGNORECASE)
_DANGLING = re.compile(  # what leans on a sentence before, or is said of some readers only
    r"(?:this|these|those|it|its|it's|they|their|if you)\b", re.IGNORECASE
)
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
_ENDS = re.compile(r"[.!?…)`”\"']\W*$")
_ADDRESS = re.compile(r"^to (?:address|fix|migrate|upgrade|update|resolve)\b[^:]{0,40}:\s*", re.IGNORECASE)
_LINK_ALONE = re.compile(r"\[[^\]]*\]\(#[^)]*\)\W*$")
_LINKED_TITLE = re.compile(r"\[.*\]\(https?://[^()\s]*\)\W*$", re.DOTALL)
_NUMBER = re.compile(r"\[?#\d+\]?:?\s+")
_NEXT_TITLE = re.compile(r",\s*\[#\d+\]")
_GENERAL = re.compile(r"(?:in )?(?:details?|(?:a )?notes?|other|miscellaneous|general|changes|more)$", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\?$|\b(?:features|apis|methods|functions|options|settings|changes|classes|names|removals|deprecations)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"`[^`]+`|[A-Z]\w*[a-z][A-Z]\w*|\w+[._]\w+|[a-z]\w*\(\)")
_CODE = re.compile(r"`[^`]+`")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_SET = re.compile(r"\b(?:enabled|disabled|added)\b", re.IGNORECASE)  # what happens to the members of a list
_OF_THESE = re.compile(r"\b(?:affected|deprecated|removed|renamed|changed|these)\b", re.IGNORECASE)
_WORDS = 3  # minimum words of an item, and of a heading that says by itself what happened
_SHORT = 5  # maximum words of a heading that names nothing and is told with a sentence that does
_CONTEXT = 60  # maximum characters of a heading that is told before each item
_TERM = 8  # maximum words of an item that its details explain


@dataclass(frozen=True, slots=True)
class _Reading:
    """A section with what it takes to read it.

    Attributes:
        section: the section.
        path: the document's.
        newest: the major version that the document leads to; 0 if it is not known.
        title: the heading in plain text.
        told: the blocks that tell what changed.
        to_do: the blocks that say what to do about it.
    """

    section: Section
    path: str
    newest: int
    title: str
    told: tuple[Block, ...]
    to_do: tuple[Block, ...]

    def sentences(self, blocks: Sequence[Block]) -> list[str]:
        """The sentences of blocks and of what stands below their first paragraphs."""
        written = [text for block in blocks for text in (block.text, *block.details)]
        return [each for text in written for each in SENTENCE_END.split(plain_text(text, self.path))]

    def under_title(self, sentence: str) -> str:
        """A sentence after the heading, unless that could stand over any."""
        return sentence if _GENERAL.match(self.title) else f"{self.title}: {sentence}"

    def says_change(self, text: str) -> bool:
        """Whether a text says that something is other than it was."""
        match = _FROM_VERSION.match(text)
        is_of_newest = match is not None and int(match["major"]) == self.newest > 0
        return (is_of_newest or speaks_of_loss(text) or _TURNS.search(text) is not None) and not _ALL.search(text)

    def is_past(self, sentence: str) -> bool:
        """Whether a sentence speaks of the time before."""
        match = _FROM_VERSION.match(sentence)
        is_of_earlier = match is not None and match["since"] and int(match["major"]) < self.newest
        return bool(is_of_earlier) or _PAST.search(sentence) is not None


def entries_of_section(section: Section, path: str, newest: int, *, with_items: bool) -> Iterator[tuple[int, Entry]]:
    """Yield the entries of a section, each with its line from 0 on, and without its first line.

    Args:
        section: the section.
        path: the path of its document.
        newest: the major version that the document leads to; 0 if it is not known.
        with_items: whether items of lists are read.
    """
    title = plain_text(section.title, path).strip(" :")
    read = _Reading(section, path, newest, title, *_parted(section, path))
    items = [block for block in read.told if block.kind is BlockKind.ITEM]
    first = next(iter(section.blocks), None)
    is_list = bool(items) and first is not None and (first in items or first.text.rstrip().endswith(":"))
    if is_list and not _is_telling(title):
        if with_items:
            yield from list(_changing(read, items)) or list(_of_names(read)) or _together(read, items)
        return
    if section.is_leaf and OF_VERSION.match(title) and not items:
        yield from _of_paragraphs(read)
        return
    is_told = section.is_leaf or (_is_telling(title) and speaks_of_loss(title))
    if not is_told or not title or title.endswith("?") or OF_VERSION.match(title):
        return
    changing = list(_changing(read, items))
    if len(changing) > 1 and (_is_telling(title) or (with_items and section.blocks[1] in items)):
        yield from changing  # which say what the heading or the sentence below it speaks of
    elif with_items and (named := list(_of_names(read))):
        yield from named
    else:
        yield from _of_text(read)


def _parted(section: Section, path: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What a section tells, and what it says is to be done: a paragraph that says so, and the lists below it."""
    told: list[Block] = []
    to_do: list[Block] = []
    is_to_do = False
    for block in section.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            is_to_do = _ADDRESS.match(f"{plain_text(block.text, path)} ") is not None
        (to_do if is_to_do else told).append(block)
    return tuple(told), tuple(to_do)


def _of_paragraphs(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield the first sentence of each paragraph that says what changed, where the heading only names a version."""
    for block in read.told:
        sentences = read.sentences([block])
        clear = (each for each in sentences if _is_whole(each) and not (read.is_past(each) or _DANGLING.match(each)))
        if block.kind is BlockKind.PARAGRAPH and (telling := next(filter(read.says_change, clear), "")):
            yield block.line, _entry(read, telling, sentences, at_end=False, of=block)


def _of_text(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield what the heading and the text tell: one entry, and another one for each sentence that adds a change."""
    sentences = read.sentences([block for block in read.told if block.kind is BlockKind.PARAGRAPH])
    places = [place for place, each in enumerate(sentences) if _is_whole(each) and not read.is_past(each)]
    changing = [place for place in places if read.says_change(sentences[place])]
    more = [place for place in changing[1:] if _ALSO.match(sentences[place])]
    clear = [place for place in changing if not _DANGLING.match(sentences[place])]
    telling = sentences[(clear or changing)[0]] if changing else ""
    rest = read.sentences(read.told) if not more else sentences[: more[0]]
    said = read.under_title(telling)
    is_short = len(read.title.split()) <= _SHORT and not _CODE.search(read.title) and _CODE.search(telling)
    adds = bool(clear) and (_VAGUE.match(read.title) is not None or bool(is_short)) and len(said) <= LONGEST
    if _is_telling(read.title) and not adds:
        said = read.title if telling or read.says_change(read.title) else ""
    elif not telling:
        said = read.title if read.to_do and len(read.title.split()) >= _WORDS else ""
    if said:
        yield read.section.line, _entry(read, said, rest)
    for place, end in pairwise([*more, len(sentences)]):
        yield read.section.line, _entry(read, read.under_title(sentences[place]), sentences[place:end], at_end=False)


def _of_names(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield the lists and tables that are nothing but names, each with the words before it or the heading."""
    replacements = {
        plain_text(row.text, read.path): plain_text(row.details[0], read.path)
        for row in read.section.blocks
        if row.kind is BlockKind.ROW and len(row.details) == 1
    }
    for lead, blocks in _lists(read):
        names = [plain_text(block.text, read.path) for block in blocks]
        if not all(map(is_bare_name, names)):
            continue
        if (speaks_of_loss(lead) or _TURNS.search(lead) or _SET.search(lead)) and not read.is_past(lead):
            words = lead
        elif read.title and read.says_change(read.title) and (not lead or _OF_THESE.search(lead)):
            words = read.title
        else:
            continue
        shown = [f"{name} → {replacements[name]}" if name in replacements else name for name in names]
        yield blocks[0].line, _entry(read, f"{words.rstrip(' :.')}: {in_a_row(shown)}", read.sentences(read.told))


def _lists(read: _Reading) -> Iterator[tuple[str, list[Block]]]:
    """Yield the lists and tables of what a section tells, each with the sentence before it; '' if there is none."""
    lead, blocks = "", list[Block]()
    for block in [*read.told, None]:
        if block and block.kind is not BlockKind.PARAGRAPH:
            blocks.append(block)
            continue
        if blocks:
            yield lead, blocks
        lead, blocks = read.sentences([block])[-1] if block else "", []


def _together(read: _Reading, items: Sequence[Block]) -> Iterator[tuple[int, Entry]]:
    """Yield the words before a list together with its items if only these words speak of a change."""
    lead = read.section.blocks[0]
    if lead not in items:
        text = " ".join([read.sentences([lead])[-1], ", ".join(plain_text(item.text, read.path) for item in items)])
        if read.says_change(text) and len(text) <= LONGEST:
            yield read.section.line, _entry(read, f"{read.title}: {text}", [])


def _changing(read: _Reading, items: Sequence[Block]) -> Iterator[tuple[int, Entry]]:
    """Yield the items of a list that speak of a change, by themselves or in what stands below their first words."""
    for item in items:
        text = SENTENCE_END.split(plain_text(item.text, read.path))[0]
        details = read.sentences([item])[1:]
        changes = [each for each in details if _can_advise(each) and read.says_change(each) and not read.is_past(each)]
        telling = next(filter(_CODE.search, changes), changes[0] if changes else "")
        if item.details and _LINKED_TITLE.match(item.text):
            subject = read_subject(_NUMBER.sub("", _NEXT_TITLE.split(text)[0], count=1)).text
            is_said = speaks_of_loss(subject) and not _CODE.search(telling)
            said = subject if is_said else f"{subject}: {telling or details[0]}"
        elif read.says_change(text) and not _CODE.fullmatch(text):
            said = _in_context(read.title, text)
        else:
            said = f"{text}: {telling}" if item.details and telling and len(text.split()) <= _TERM else ""
        if len(said.split()) >= _WORDS and not _LINK_ALONE.match(item.text) and len(said) <= 2 * LONGEST:
            yield item.line, _entry(read, said, read.sentences([item]), at_end=False, of=item)


def _in_context(title: str, text: str) -> str:
    """The words of an item after its heading, if that says what they do not: what they are about, or what happened."""
    is_about = bool(_NAME.fullmatch(title)) and not OF_VERSION.match(title) and title not in text
    names = _CODE.findall(title)
    is_about |= bool(names) and len(title) <= _CONTEXT and not any(name.strip("`") in text for name in names)
    rest = _CODE.sub("", _IN_PARENTHESES.sub("", text))
    says_nothing = _CODE.search(text) is not None and not (speaks_of_loss(rest) or _TURNS.search(rest))
    is_what_happened = GONE.search(title) is not None and not title.endswith("?") and len(title) <= _CONTEXT
    return f"{title}: {text}" if is_about or (is_what_happened and says_nothing) else text


def _entry(
    read: _Reading, text: str, sentences: Sequence[str], *, at_end: bool = True, of: Block | None = None
) -> Entry:
    """An entry.

    Args:
        read: its section.
        text: what it says.
        sentences: where to look for advice.
        at_end: whether the section's own part about what to do is about it, too.
        of: the item it is; None if it is not one.
    """
    titles = (*read.section.above, read.section.title, text)
    is_deprecated = any(map(DEPRECATES.match, titles)) and not any(map(GONE.search, titles))
    is_deprecated |= DEPRECATES.match(text) is not None
    usable = (each for each in sentences if each not in text and _can_advise(each))
    advice = next(filter(_ADVICE.search, usable), "")
    if at_end:
        to_do = (each for each in read.sentences(read.to_do) if _can_advise(each))
        advice = next((each for each in to_do if _ADVICE.search(each) or _DO.match(each)), advice)
    blocks = [of] if of else read.section.blocks
    told, number = without_number(without_references(text))
    return Entry(
        text=told,
        origin=Origin.GUIDE,
        heading="deprecated" if is_deprecated else "breaking",
        numbers=numbers_in("\n".join(text for block in blocks for text in (block.text, *block.details))) or number,
        path=read.path,
        first_line="",
        advice=_ADDRESS.sub("", advice),
    )


def _is_whole(sentence: str) -> bool:
    """Whether a sentence can be quoted as what changed: not cut by code below it, no advice, not about authors."""
    is_ended = _is_quotable(sentence) and _ENDS.search(sentence) is not None
    others = (_ADDRESS.match, _OF_AUTHORS.match, _OF_DOCUMENT.search, _NOTHING_TO_DO.search)
    return is_ended and not any(finds(sentence) for finds in others)


def _can_advise(sentence: str) -> bool:
    return _is_quotable(sentence) and not (_LEANS.match(sentence) or _NOTHING_TO_DO.search(sentence))


def _is_quotable(sentence: str) -> bool:
    return len(sentence) <= LONGEST and not sentence.endswith(":")


def _is_telling(title: str) -> bool:
    """Whether a heading says by itself what happened."""
    words = len(title.split())
    says_all = (words >= _WORDS and _VERB.search(title)) or (words > 1 and speaks_of_loss(title))
    return bool(says_all) and not (_SEVERAL.search(title) or OF_VERSION.match(title))
