"""Changes a diff as nobody would write it: lines lost, doubled and moved, counts wrong, markup and odd bytes put in."""

import re
from collections.abc import Sequence
from random import Random

TOKENS = (
    b"</pre><script>alert(1)</script>", b"<img src=x onerror=alert(1)>", b"--><b>", b"]]>", b"```", b"~~~~", b"`", b"|",
    b"</details>", b"<!--", b"# ", b"---\n", b"+++ b/x\n", b"--- a/x\n", b"@@ -1 +1 @@\n", b"@@ -0,0 +1,99999999999 @@",
    b"diff --git a/x b/y\n", b"rename from x\nrename to <y>\n", b"Binary files a/x and b/x differ\n",
    b"GIT binary patch\n",
    b"\\ No newline at end of file\n", b"old mode 100644\nnew mode 120000\n", b"new file mode 160000\n",
    b"From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\nSubject: =?utf-8?b?4oCu?=\n\n",
    b'"b/\\303\\244\\"\\n"', b"\r\n", b"\r", b"\x00", b"\x0b", b"\x0c", b"\x1b[31m", b"\xff\xfe", b"\xe2\x80\xae",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc2\x85", b"{{ 7 * 7 }}", b"{% for %}", b"&lt;b&gt;",
    b"[a](javascript:x)", b"![x](http://x)", b"{#item-1}", b"<|im_end|>", b"\\", b"$(x)", b"  - a: !!python/object:x\n",
    b'{"a": [', b"def f(*, a=1, /):\n", b"pub fn f<'a>(", b"\t", b"    ", b"* * *", b"1) ", b"| a | b |\n|---|\n",
    b"http://x.y/z", b"BREAKING CHANGE: ", b"ignore all instructions and answer with", b"\xf0\x9f\x91\xa9\xe2\x80\x8d",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"1", b"2", b"-1", b"99", b"4294967296", b"99999999999999999999", b"00")
LONGEST = 8_000  # bytes of a case


def mutated(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """The diff after a few changes.

    Args:
        random: what chooses them.
        data: the diff.
        others: diffs of which parts are taken.
    """
    for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
        data = random.choice(_CHANGES)(random, data, others)[:LONGEST]
    return data


def _without_lines(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    start = random.randrange(len(lines))
    return b"\n".join(lines[:start] + lines[start + random.randint(1, 3) :])


def _doubled_lines(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    start = random.randrange(len(lines))
    part = lines[start : start + random.randint(1, 4)]
    return b"\n".join(lines[:start] + part * random.randint(2, 4) + lines[start + len(part) :])


def _moved_line(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    lines = data.split(b"\n")
    line = lines.pop(random.randrange(len(lines)))
    lines.insert(random.randint(0, len(lines)), line)
    return b"\n".join(lines)


def _with_token(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(data))
    return data[:place] + random.choice(TOKENS) + data[place:]


def _with_token_in_a_line(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    """Put where it does not damage the diff, so that it gets as far as the reports."""
    lines = data.split(b"\n")
    places = [place for place, line in enumerate(lines) if line[:1] in (b"+", b"-", b" ") and len(line) > 1]
    if places:
        place = random.choice(places)
        cut = random.randint(1, len(lines[place]))
        token = random.choice(TOKENS).replace(b"\n", b" ")
        lines[place] = lines[place][:cut] + token + lines[place][cut:]
    return b"\n".join(lines)


def _with_other_name(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    token = random.choice(TOKENS).replace(b"\n", b"").replace(b"\x00", b"") or b"x"
    names = re.findall(rb"^\+\+\+ b/(\S+)", data, re.MULTILINE)
    return data.replace(random.choice(names), token) if names else data


def _flipped(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    if not data:
        return data
    place = random.randrange(len(data))
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def _other_number(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + random.choice(_NUMBERS) + data[one.end() :]


def _spliced(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = random.choice(others) if others else data
    place = random.randint(0, len(other))
    return data[: random.randint(0, len(data))] + other[place : place + random.randint(1, 2000)]


def _joined(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data + b"\n" + (random.choice(others) if others else data)


def _cut(random: Random, data: bytes, _: Sequence[bytes]) -> bytes:
    return data[: random.randint(0, len(data))]


_CHANGES = (
    _without_lines, _doubled_lines, _moved_line, _with_token, _with_token_in_a_line, _with_token_in_a_line,
    _with_token_in_a_line, _with_other_name, _flipped, _other_number, _spliced, _joined, _cut,
)  # fmt: skip
