"""Reads what a section of a guide to an upgrade tells: by its heading, sentences of its text, or items of its lists."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diff_insight.evidence.loss import speaks_of_loss, states_loss
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import letters_of, numbers_in, without_number, without_references
from diff_insight.topics.guide_sentences import (
    DEPRECATES,
    GONE,
    LONGEST,
    OF_VERSION,
    adds_change,
    advice_among,
    begins_to_do,
    begins_with_advice,
    can_stand_alone,
    is_dangling,
    is_deprecation,
    is_past,
    is_pronominal,
    is_telling,
    is_whole,
    lacks_subject,
    leaves_open,
    needs_more,
    says_change,
    says_clearly,
    says_turn,
    to_do_among,
)
from diff_insight.topics.markup import SENTENCE_END, plain_text
from diff_insight.topics.name_lists import in_a_row, in_rows, is_bare_name
from diff_insight.topics.sections import Block, BlockKind, Section
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import Origin

_LINK_ALONE = re.compile(r"\[[^\]]*\]\(#[^)]*\)\W*$")
_LINKED_TITLE = re.compile(r"\[.*\]\(https?://[^()\s]*\)\W*$", re.DOTALL)
_NUMBER = re.compile(r"\[?#\d+\]?:?\s+")
_LINKED_NUMBER = re.compile(r"^\d+:?\s+")  # of an item that begins with a link to a pull request
_LABEL = re.compile(r"^breaking(?: changes?)?: (?=\S)|(?:^|(?<=: ))what(?:'s| has)? changed: (?=\S)", re.IGNORECASE)
_NEXT_TITLE = re.compile(r",\s*\[#\d+\]")
_GENERAL = re.compile(
    r"(?:in )?(?:details?|(?:a )?notes?|other|miscellaneous|general|(?:breaking |api )?changes|more|summary"
    r"|upgrad(?:e|ing))$",
    re.IGNORECASE,
)
_NAME = re.compile(r"`[^`]+`|[A-Z]\w*[a-z][A-Z]\w*|\w+[._]\w+|[a-z]\w*\(\)")
_CODE = re.compile(r"`[^`]+`")
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_SET = re.compile(r"\b(?:enabled|disabled|added)\b", re.IGNORECASE)  # what happens to the members of a list
_SHOWN = re.compile(r"\b(?:tables?|lists?|examples?)\b", re.IGNORECASE)  # of a lead that says what follows it
_OF_THESE = re.compile(r"\b(?:affected|deprecated|removed|renamed|changed|these)\b", re.IGNORECASE)
_WORDS = 3  # minimum words of an item, and of a heading that is told alone
_BELOW_TITLE = 2  # level of the headings below the title of a document
_TITLE = 4  # maximum words of what may only name what follows
_CONTEXT = 60  # maximum characters of a heading that is told before each item
_DETAILS = 240  # maximum characters of what stands behind a vague heading
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
        return sentence if _GENERAL.match(self.title) else f"{self.title.rstrip('.')}: {sentence}"

    def says_change(self, text: str) -> bool:
        """Whether a text says that something is other than it was."""
        return says_change(text, self.newest)

    def is_past(self, sentence: str) -> bool:
        """Whether a sentence speaks of the time before."""
        return is_past(sentence, self.newest)

    def is_clear(self, sentence: str) -> bool:
        """Whether a sentence can be quoted by itself as what is so now."""
        return is_whole(sentence) and not self.is_past(sentence) and not is_dangling(sentence)


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
    if is_list and not is_telling(title):
        if with_items:
            yield from (
                list(_changing(read, items)) or list(_of_names(read)) or list(_together(read, items)) or _of_text(read)
            )
        return
    if section.is_leaf and OF_VERSION.match(title) and not items:
        yield from _of_paragraphs(read)
        return
    if not title or title.endswith("?") or OF_VERSION.match(title):
        return
    names_change = _CODE.search(title) is not None and says_change(title, newest)
    if not (section.is_leaf or (is_telling(title) and (speaks_of_loss(title) or names_change))):
        yield from _of_introduction(read)
        return
    changing = list(_changing(read, items))
    if len(changing) > 1 and (is_telling(title) or (with_items and section.blocks[1] in items)):
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
            is_to_do = begins_to_do(plain_text(block.text, path))
        (to_do if is_to_do else told).append(block)
    return tuple(told), tuple(to_do)


def _of_paragraphs(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield the first sentence of each paragraph that says what changed, where the heading only names a version."""
    for block in read.told:
        sentences = read.sentences([block])
        clear = filter(read.is_clear, sentences)
        if block.kind is BlockKind.PARAGRAPH and (telling := next(filter(read.says_change, clear), "")):
            yield block.line, _entry(read, telling, sentences, at_end=False, of=block)


def _of_introduction(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield the sentence that says what is gone, above the sections that show what to do about it.

    What stands right below the title of a document is about all of it.
    """
    if read.section.level < _BELOW_TITLE:
        return
    for block in read.told:
        sentences = read.sentences([block]) if block.kind is BlockKind.PARAGRAPH else []
        if telling := next((each for each in sentences if read.is_clear(each) and states_loss(each)), ""):
            yield block.line, _entry(read, read.under_title(telling), sentences, at_end=False, of=block)
            return


def _of_text(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield what the heading and the text tell: one entry, and another one for each sentence that adds a change."""
    sentences = read.sentences([block for block in read.told if block.kind is BlockKind.PARAGRAPH])
    places = [place for place, each in enumerate(sentences) if is_whole(each) and not read.is_past(each)]
    changing = [place for place in places if read.says_change(sentences[place])]
    more = [place for place in changing[1:] if adds_change(sentences[place])]
    clear = [place for place in changing if not is_dangling(sentences[place])]
    sure = [place for place in clear if says_clearly(sentences[place])]
    chosen = next(iter(sure or clear or changing), None)
    telling = _with_next(sentences, chosen) if chosen is not None else ""
    rest = read.sentences(read.told) if not more else sentences[: more[0]]
    said = read.under_title(telling)
    adds = bool(clear) and needs_more(read.title, telling) and len(said) <= LONGEST
    if is_telling(read.title) and not adds:
        said = _with_details(read) if telling or read.says_change(read.title) else ""
    elif not telling:
        said = read.title if read.to_do and len(read.title.split()) >= _WORDS else ""
    if said:
        yield read.section.line, _entry(read, said, rest)
    for place, end in pairwise([*more, len(sentences)]):
        yield read.section.line, _entry(read, read.under_title(sentences[place]), sentences[place:end], at_end=False)


def _with_next(sentences: Sequence[str], place: int) -> str:
    """A sentence, with the one after it if that says how something has changed."""
    both = " ".join(sentences[place : place + 2])
    is_open = leaves_open(sentences[place]) and len(both) <= LONGEST and not both.endswith(":")
    return both if is_open else sentences[place]


def _with_details(read: _Reading) -> str:
    """The heading, after a vague one the first sentences of paragraphs and items that say what is so now."""
    found: list[str] = []
    for block in read.told if needs_more(read.title, "") else ():
        first = read.sentences([block])[0]
        if read.is_clear(first) and len(first.split()) > _TITLE and len("; ".join([*found, first])) <= _DETAILS:
            found.append(first.rstrip(".,;"))
    return read.under_title("; ".join(found)) if found else read.title


def _of_names(read: _Reading) -> Iterator[tuple[int, Entry]]:
    """Yield the lists and tables that are nothing but names, each with the words before it or the heading."""
    replacements = dict(map(_in_cells, _rows(read)))
    around = [block for block in read.told if block.kind is BlockKind.PARAGRAPH]  # what a row says is of that row
    for lead, blocks in _lists(read):
        if not all(is_bare_name(plain_text(block.text, read.path)) for block in blocks):
            continue
        is_table = blocks[0].kind is BlockKind.ROW
        names = [name for name, _ in map(_in_cells, _rows(read, blocks))] if is_table else _names(read, blocks)
        if begins_with_advice(lead):
            # What happened to them stands above what to do about it.
            lead = next((each for each in read.sentences(around) if read.is_clear(each) and states_loss(each)), lead)
        if (
            not begins_with_advice(lead)
            and (speaks_of_loss(lead) or says_turn(lead) or _SET.search(lead))
            and not (read.is_past(lead) or (_SHOWN.search(lead) and is_telling(read.title)))
        ):
            words = lead
        elif (
            read.title and read.says_change(read.title) and (not lead or _OF_THESE.search(lead) or _SHOWN.search(lead))
        ):
            words = read.title
        else:
            continue
        shown = [f"{name} → {new}" if (new := replacements.get(name)) else name for name in names]
        for row in in_rows(shown):
            yield blocks[0].line, _entry(read, f"{words.rstrip(' :.')}: {row}", read.sentences(around))


def _names(read: _Reading, blocks: Sequence[Block]) -> list[str]:
    return [plain_text(block.text, read.path).rstrip(".,;") for block in blocks]


def _rows(read: _Reading, blocks: Sequence[Block] | None = None) -> list[list[str]]:
    """The cells of the rows among some blocks, or all of what is read, the name of a member after that of its class."""
    found = [
        [plain_text(text, read.path).rstrip(".,;") for text in (block.text, *block.details)]
        for block in blocks or read.section.blocks
        if block.kind is BlockKind.ROW
    ]
    if len({row[0] for row in found}) == len(found):
        return found
    return [[f"{row[0]} {row[1]}", *row[2:]] if len(row) > 1 else row for row in found]


def _in_cells(row: Sequence[str]) -> tuple[str, str]:
    """The name that a row is about, and what stands instead of it; '' if it does not say so."""
    name, *others = row
    if len(others) > 1 and all(map(is_bare_name, others[:2])):
        return f"{name} {others[0]}", others[1]
    return name, others[0] if len(others) == 1 or (others and is_bare_name(others[0])) else ""


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
    """Yield the words before a list if they speak of a change, together with its items if it follows them directly."""
    lead = read.section.blocks[0]
    if lead not in items:
        said = read.sentences([lead])[-1]
        listed = ", ".join(plain_text(item.text, read.path) for item in items)
        text = f"{said} {listed}" if read.section.blocks[1] in items else said.rstrip(":")
        if read.says_change(text) and len(text) <= LONGEST and not begins_with_advice(said):
            yield read.section.line, _entry(read, f"{read.title}: {text}", [])


def _changing(read: _Reading, items: Sequence[Block]) -> Iterator[tuple[int, Entry]]:
    """Yield the items of a list that speak of a change, by themselves or in what stands below their first words."""
    for item in items:
        text = SENTENCE_END.split(plain_text(item.text, read.path))[0]
        details = read.sentences([item])[1:]
        usable = (each for each in details if can_stand_alone(each) and not read.is_past(each))
        changes = list(filter(read.says_change, usable))
        telling = next(filter(_CODE.search, changes), changes[0] if changes else "")
        if item.details and _LINKED_TITLE.match(item.text):
            subject = read_subject(_NUMBER.sub("", _NEXT_TITLE.split(text)[0], count=1)).text
            is_said = speaks_of_loss(subject) and not _CODE.search(telling)
            said = subject if is_said else f"{subject}: {telling or details[0]}"
        elif is_pronominal(text) and not _can_stand_before(read.title):
            continue
        elif read.says_change(text) and not _CODE.fullmatch(text.rstrip(".,;")):
            said = _in_context(read.title, text)
        else:
            listed = in_a_row(changes, "; ", _DETAILS) if len(changes) > 1 else telling
            said = f"{text.rstrip(':')}: {listed}" if telling and len(text.split()) <= _TERM else ""
        if said.endswith(":") and item.details:
            said = f"{said} {in_a_row(details, '; ', _DETAILS)}"
        if len(said.split()) >= _WORDS and not _LINK_ALONE.match(item.text) and len(said) <= 2 * LONGEST:
            yield item.line, _entry(read, said, read.sentences([item]), at_end=False, of=item)


def _can_stand_before(title: str) -> bool:
    """Whether a heading can say what an item is about."""
    says_nothing = OF_VERSION.match(title) or _GENERAL.match(title)
    return bool(title) and len(title) <= _CONTEXT and not says_nothing


def _in_context(title: str, text: str) -> str:
    """The words of an item after its heading, if that says what they do not: what they are about, or what happened."""
    is_about = bool(_NAME.fullmatch(title)) and not OF_VERSION.match(title) and title not in text
    names = _CODE.findall(title)
    is_about |= bool(names) and len(title) <= _CONTEXT and not any(name.strip("`") in text for name in names)
    rest = _CODE.sub("", _IN_PARENTHESES.sub("", text))
    is_about |= (lacks_subject(text) or is_pronominal(text)) and _can_stand_before(title)
    says_nothing = _CODE.search(text) is not None and not (speaks_of_loss(rest) or says_turn(rest))
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
    is_deprecated |= DEPRECATES.match(text) is not None or is_deprecation(read.title)
    said = letters_of(text)
    advice = advice_among([each for each in sentences if letters_of(each) not in said])
    if at_end:
        advice = to_do_among(read.sentences(read.to_do)) or advice
    blocks = [of] if of else read.section.blocks
    told, number = without_number(without_references(text))
    if of and of.text.startswith("["):
        told = _LINKED_NUMBER.sub("", told)
    return Entry(
        text=_LABEL.sub("", told),
        origin=Origin.GUIDE,
        heading="deprecated" if is_deprecated else "breaking",
        numbers=numbers_in("\n".join(text for block in blocks for text in (block.text, *block.details))) or number,
        path=read.path,
        first_line="",
        advice=advice,
    )
