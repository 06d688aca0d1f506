"""Extracts patches from mails: mailboxes of git, mailing lists, Patchwork and public-inbox, and single messages."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage, Message
from email.utils import parseaddr

_SEPARATOR = re.compile(
    # Its repetitions are bounded, since matching takes time cubic in their length.
    rb"^From (\S{1,320})[^\n]{0,80}?\d\d:\d\d:\d\d[^\n]{0,40} \d{4}\r?\n(?=[A-Za-z][A-Za-z0-9-]*:)",
    re.MULTILINE,
)
_HEADERS = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_OF_CONTENT = re.compile(rb"^Content-(?:Type|Disposition):[^\n]*\n(?:[ \t][^\n]*\n)*", re.MULTILINE | re.IGNORECASE)
_COMMIT = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NO_COMMIT = re.compile(rb"0+")
_TAGS = re.compile(r"^\s*(?:(?:Re|Fwd):\s*|\[[^\]]*\]\s*)+", re.IGNORECASE)
_NUMBER = re.compile(r"\[[^\]]*?\b(\d{1,9})/(\d{1,9})\]")
_IN_BODY = re.compile(r"(From|Subject|Date):\s+(.*)$")
_DIFF = re.compile(r"^(?:---\r?$|diff --git |diff -|Index: |--- \S|@@ -)", re.MULTILINE)
_HAS_DIFF = re.compile(rb"^(?:@@ -\d|diff --git |GIT binary patch)", re.MULTILINE)
_PATCH_NAME = re.compile(r"\.(?:patch|diff)$", re.IGNORECASE)

_Texts = list[tuple[bytes, str | None]]  # each with its charset, None if not given


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that may hold a patch.

    Attributes:
        commit_id: the commit it was made from; '' if unknown.
        subject: without leading `Re:`, `Fwd:` and bracketed tags.
        author: a name, or an address if there is no name.
        day: the date it was sent, in the sender's time zone.
        message: the text above the diff.
        body: all its text parts and attached patches as bytes, with transfer encodings decoded.
        charset: that of the part with the diff; None if not given.
        number: its number in the series and the length of the series; None if not given.
    """

    commit_id: str
    subject: str
    author: str
    day: date | None
    message: str
    body: bytes
    charset: str | None
    number: tuple[int, int] | None

    @property
    def has_diff(self) -> bool:
        """Whether it seems to contain a patch."""
        return _HAS_DIFF.search(self.body) is not None

    @property
    def is_cover_letter(self) -> bool:
        """Whether it is the cover letter of a series."""
        return self.number is not None and self.number[0] == 0 and not self.has_diff


def read_mails(data: bytes) -> list[Mail]:
    """The messages of a mailbox in order, or the single message; empty if the data is something else."""
    starts = [match for match in _SEPARATOR.finditer(data) if _begins_mail(data, match.start())]
    if not starts or data[: starts[0].start()].strip():
        return [_mail("", data)] if _is_mail(data) else []
    ends = [start.start() for start in starts[1:]] + [len(data)]
    mails = []
    for start, end in zip(starts, ends, strict=True):
        is_commit = _COMMIT.fullmatch(start[1]) and not _NO_COMMIT.fullmatch(start[1])
        # Mailboxes escape lines of a message that look like the beginning of another.
        content = re.sub(rb"(?m)^>(>*From )", rb"\1", data[start.end() : end])
        mails.append(_mail(start[1].decode("ascii") if is_commit else "", content))
    return mails


def in_order(mails: list[Mail]) -> list[Mail]:
    """The messages of a series sorted by number, if all have a distinct one; otherwise unchanged."""
    numbers = [mail.number for mail in mails]
    numbered = [number for number in numbers if number]
    if len(numbered) == len(mails) == len(set(numbered)) and len({length for _, length in numbered}) == 1:
        return sorted(mails, key=lambda mail: mail.number or (0, 0))
    return mails


def _begins_mail(data: bytes, position: int) -> bool:
    return position == 0 or data.endswith((b"\n\n", b"\r\n\r\n", b"\n\r\n"), 0, position)


def _is_mail(data: bytes) -> bool:
    head = _HEADERS.match(data)
    if head is None:
        return False
    names = {line.partition(b":")[0].lower() for line in head[0].split(b"\n")}
    return b"subject" in names or {b"from", b"date"} <= names


def _with_texts(data: bytes) -> tuple[EmailMessage, _Texts]:
    """A message with its texts; its content headers are ignored if they are too damaged to parse."""
    try:
        return _as_written(data)
    except (IndexError, LookupError, ValueError):
        return _as_written(_OF_CONTENT.sub(b"", data))


def _as_written(data: bytes) -> tuple[EmailMessage, _Texts]:
    message: EmailMessage = email.message_from_bytes(data, policy=email.policy.default)
    return message, _texts(message)


def _mail(commit_id: str, data: bytes) -> Mail:
    message, parts = _with_texts(data)
    body = b"\n".join(content for content, _ in parts)
    charset = next((name for content, name in parts if _HAS_DIFF.search(content)), None)
    subject, author, day = _header(message, "Subject"), _header(message, "From"), _day(message)
    text = "\n".join(_text(content, name) for content, name in parts)
    above_diff = _DIFF.split(text, maxsplit=1)[0].replace("\r\n", "\n").strip()
    # Someone who forwards another person's patch names the author at the top of the message.
    lines = above_diff.split("\n")
    while lines and (match := _IN_BODY.match(lines[0])):
        if match[1] == "From" and "@" in match[2]:
            author = match[2]
        elif match[1] == "Subject":
            subject = match[2]
        elif match[1] == "From":
            break
        lines.pop(0)
    number = _NUMBER.search(_header(message, "Subject"))
    name, address = parseaddr(author)
    return Mail(
        commit_id=commit_id,
        subject=" ".join(_TAGS.sub("", subject).split()),
        author=name or address,
        day=day,
        message="\n".join(lines).strip(),
        body=body,
        charset=charset,
        number=(int(number[1]), int(number[2])) if number else None,
    )


def _texts(message: Message) -> _Texts:
    """The parts that are non-HTML text or attached patches, with their charsets."""
    return [text for part in message.walk() if not part.is_multipart() and (text := _text_of(part))]


def _text_of(part: Message) -> tuple[bytes, str | None] | None:
    is_patch = _PATCH_NAME.search(part.get_filename() or "") is not None
    is_text = part.get_content_maintype() == "text" and part.get_content_subtype() != "html"
    content = part.get_payload(decode=True)
    return (content, part.get_content_charset()) if isinstance(content, bytes) and (is_text or is_patch) else None


def _text(content: bytes, charset: str | None) -> str:
    for name in ("utf-8", charset):
        try:
            if name:
                return content.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("utf-8", "replace")


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; bytes that a mailer left unencoded are read as UTF-8."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if any(0xDC80 <= ord(character) <= 0xDCFF for character in str(raw)):
        return str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    parsed = _parsed(message, name)
    return str(raw if parsed is None else parsed)


def _parsed(message: EmailMessage, name: str) -> object:
    """A header as parsed by Python's email library; None if it is missing or cannot be parsed."""
    try:
        return message.get(name)
    except Exception:  # the exceptions it raises for a damaged header are unpredictable
        return None


def _day(message: EmailMessage) -> date | None:
    moment = getattr(_parsed(message, "Date"), "datetime", None)
    return moment.date() if moment else None
