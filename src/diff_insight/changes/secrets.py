"""Finds secrets in texts with detect-secrets: passwords, tokens, keys, and high-entropy strings."""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import version

MASK = "REDACTED_{number}"
"""Replacement for a secret: a valid identifier in any language, with the same number for the same secret."""

_EVERYWHERE = 8  # minimum characters of a secret that is masked everywhere; a shorter one may be a word
_AT_ONCE = 10_000  # characters of a line that are scanned together
_OVERLAP = 500
_SETTINGS_SUFFIX = ".ini"  # makes the scanner treat an unquoted `PASSWORD=word` as a secret
_QUOTING = frozenset(
    f".{name}"
    for name in re.findall(
        r"\w+",
        "bash c cc cpp cs css go h hpp htm html ipynb java js jsx kt lua m md mjs php pl ps1 py r rb rs rst scala sh "
        "svg swift ts tsx vb vue xml",
    )
)
"""Suffixes of programs, where unquoted text is a name, and of prose, where it is a word."""

_RUN = re.compile(r"[\w.+/~-]+={0,2}")
_KEY_BEGINS = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|PuTTY-User-Key-File-")
_KEY_ENDS = re.compile(r"-----END [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----|^Private-MAC:")
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=]{16,}")
_MOST_KEY_LINES = 400  # of a private key whose end is missing

_SETTINGS = {
    "plugins_used": [
        {"name": name}
        for name in (
            "ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector",
            "DiscordBotTokenDetector", "GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector",
            "IbmCosHmacDetector", "JwtTokenDetector", "KeywordDetector", "MailchimpDetector", "NpmDetector",
            "OpenAIDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "SoftlayerDetector",
            "SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector",
        )
    ]
    + [{"name": "Base64HighEntropyString", "limit": 4.5}, {"name": "HexHighEntropyString", "limit": 3.0}],
    # Without the filter that lets a comment in the text exempt its line (`pragma: allowlist secret`).
    "filters_used": [
        {"path": f"detect_secrets.filters.heuristic.{name}"}
        for name in (
            "is_sequential_string", "is_potential_uuid", "is_likely_id_string", "is_templated_secret",
            "is_prefixed_with_dollar_sign", "is_indirect_reference", "is_not_alphanumeric_string",
        )
    ],
}  # fmt: skip

_OF_FILES = ("detect_secrets.filters.common.is_invalid_file", "detect_secrets.filters.heuristic.is_non_text_file")
"""Filters that are on by default and look for a file, which does not exist here."""


class Secrets:
    """The secrets found so far, numbered in order of discovery.

    A secret is masked wherever it occurs. One short enough to be a word is masked only in lines equal to the one in
    which it was found.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._short: dict[str, set[str]] = {}
        self._long: re.Pattern[str] | None = None
        self._compiled = 0  # how many of the secrets `_long` covers

    def __len__(self) -> int:
        return len(self._numbers)

    def learn(self, texts: Iterable[str], suffix: str) -> None:
        """Search texts of one file for secrets; its suffix decides whether secrets must be quoted.

        Args:
            texts: the texts, each of several lines.
            suffix: of the file's name, such as `.py`; '' if there is none.
        """
        readings = (suffix,) if suffix in _QUOTING else (suffix, _SETTINGS_SUFFIX)
        for text in texts:
            lines = text.split("\n")
            found = [*_in_keys(lines), *(each for reading in readings for each in _in_lines(lines, reading))]
            for line, secret in found:
                self._numbers.setdefault(secret, len(self._numbers) + 1)
                if len(secret) < _EVERYWHERE:
                    self._short.setdefault(line, set()).add(secret)

    def masked(self, text: str) -> str:
        """The text with each known secret masked; the number of lines stays the same."""
        if self._short:
            text = "\n".join(
                self._replaced(line, _pattern(self._short[line])) if line in self._short else line
                for line in text.split("\n")
            )
        if self._compiled < len(self._numbers):
            self._long = _pattern(secret for secret in self._numbers if len(secret) >= _EVERYWHERE)
            self._compiled = len(self._numbers)
        return self._replaced(text, self._long)

    def _replaced(self, text: str, pattern: re.Pattern[str] | None) -> str:
        if pattern is None:
            return text
        return pattern.sub(lambda found: MASK.format(number=self._numbers[found[0]]), text)


def scanner() -> str:
    """Name and version of the secret scanner, on which a report depends."""
    return f"detect-secrets {version('detect-secrets')}"


def _pattern(secrets: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for any of the secrets, longest first, so that a secret contained in another does not truncate it."""
    ordered = sorted(secrets, key=lambda secret: (-len(secret), secret))
    return re.compile("|".join(map(re.escape, ordered))) if ordered else None


def _in_keys(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The key lines of private keys, of which the scanner only recognises the first line."""
    left = 0
    for line in lines:
        if _KEY_BEGINS.search(line):
            left = _MOST_KEY_LINES
        elif _KEY_ENDS.search(line):
            left = 0
        elif left:
            left -= 1
            yield from ((line, part) for part in _KEY_LINE.findall(line))


def _in_lines(lines: list[str], suffix: str) -> Iterator[tuple[str, str]]:
    # Imported here, since the import takes a quarter of a second and most reports are not redacted.
    from detect_secrets.core.scan import scan_diff
    from detect_secrets.settings import get_filters, get_settings, transient_settings

    pieces = [(line, piece) for line in lines for piece in _pieces(line.removesuffix("\r")) if piece.strip()]
    if not pieces:
        return
    # The scanner takes text that is not in a file only as a diff, of which it scans the added lines.
    written = "".join(f"+{piece}\n" for _, piece in pieces)
    diff = f"--- /dev/null\n+++ b/text{suffix}\n@@ -0,0 +1,{len(pieces)} @@\n{written}"
    with transient_settings(_SETTINGS):
        get_settings().disable_filters(*_OF_FILES)
        get_filters.cache_clear()
        found = {(secret.line_number, secret.secret_value) for secret in scan_diff(diff) if secret.secret_value}
    for number, value in sorted(found):
        line, piece = pieces[number - 1]
        yield from ((line, secret) for secret in _whole(piece, value))


def _pieces(line: str) -> Iterator[str]:
    """A line in overlapping parts, since some patterns take time quadratic in its length."""
    for start in range(0, max(1, len(line)), _AT_ONCE):
        yield line[start : start + _AT_ONCE + _OVERLAP]


def _whole(line: str, value: str) -> Iterator[str]:
    """The complete secret: some patterns match only its beginning."""
    start = line.find(value)
    while start >= 0:
        end = start + len(value)
        if (run := _RUN.match(line, end - 1 if _RUN.match(line[end - 1]) else end)) and _RUN.match(value[-1]):
            end = max(end, run.end())
        yield line[start:end]
        start = line.find(value, end)
