"""Routes of web services, by the decorators, attributes and calls that declare them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diff_insight.evidence.surface.item import Item, ItemKind

_METHODS = "get|post|put|patch|delete|head|options"
_PATH = r"[\"'`](?P<path>/[^\"'`\s]*)[\"'`]"
_ANY_PATH = r"[\"'](?P<path>[^\"'\s]*)[\"']"


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to declare a route.

    Attributes:
        pattern: matches a line that does; its groups are `path`, and `method` if the line names it.
        only_with: what the file must contain for it to count; None for nothing.
        methods: matches the methods in the rest of the line, for forms that list them there.
    """

    pattern: re.Pattern[str]
    only_with: re.Pattern[str] | None = None
    methods: re.Pattern[str] | None = None


_FORMS = {
    "Python": (
        _Form(re.compile(rf"\s*@\w[\w.]*\.(?P<method>{_METHODS}|websocket)\(\s*(?:path\s*=\s*)?{_PATH}")),
        _Form(
            re.compile(rf"\s*(?:@\w[\w.]*\.route|\w[\w.]*\.add_url_rule)\(\s*{_PATH}"),
            methods=re.compile(r"methods\s*=\s*[\[({]([^\])}]*)"),
        ),
        _Form(re.compile(rf"\s*(?:re_)?path\(\s*r?{_ANY_PATH}\s*,"), re.compile(r"^urlpatterns\b", re.MULTILINE)),
        _Form(re.compile(rf"\s*(?:Route|WebSocketRoute|Mount)\(\s*{_PATH}"), re.compile(r"\bstarlette\b")),
    ),
    "JavaScript": (
        _Form(
            re.compile(rf"[\s;]*(?:\w+\.)*\w*(?:[aA]pp|[rR]outer?|[rR]outes|[sS]erver|fastify|[aA]pi)"
                       rf"\.(?P<method>{_METHODS}|all)\(\s*{_PATH}\s*,"),
        ),
    ),
    "Java": (
        _Form(re.compile(rf"\s*@(?P<method>Get|Post|Put|Patch|Delete|Request)Mapping\("
                         rf"\s*(?:(?:value|path)\s*=\s*)?\{{?\s*{_PATH}")),
        _Form(re.compile(rf"\s*@Path\(\s*{_ANY_PATH}"), re.compile(r"\b(?:jakarta|javax)\.ws\.rs\b")),
    ),
    "C#": (
        _Form(re.compile(rf"\s*\[Http(?P<method>Get|Post|Put|Patch|Delete|Head)\(\s*{_ANY_PATH}")),
        _Form(re.compile(rf"\s*\w+\.Map(?P<method>Get|Post|Put|Patch|Delete)?\(\s*{_PATH}")),
        _Form(re.compile(rf"\s*\[Route\(\s*{_ANY_PATH}")),
    ),
    "Go": (
        _Form(re.compile(rf"\s*\w[\w.]*\.(?P<method>GET|POST|PUT|PATCH|DELETE|HEAD|Get|Post|Put|Patch|Delete)"
                         rf"\(\s*{_PATH}\s*,")),
        _Form(re.compile(r"\s*\w[\w.]*\.Handle(?:Func)?\(\s*\"(?:(?P<method>[A-Z]+) )?(?P<path>/[^\"\s]*)\"\s*,")),
    ),
    "Ruby": (
        _Form(re.compile(rf"\s*(?P<method>{_METHODS}) {_PATH}.*\bdo\b")),
        _Form(
            re.compile(rf"\s*(?P<method>{_METHODS}) {_ANY_PATH}\s*(?:,|=>)"), re.compile(r"\.routes\.draw\b")
        ),
    ),
}  # fmt: skip
_ALIASES = {"TypeScript": "JavaScript", "TSX": "JavaScript"}
_QUOTED = re.compile(r"[\"'](\w+)[\"']")
_NO_METHOD = frozenset({"request", "all", ""})
_MARKS = re.compile(r"[\"'`]")
# A part of a path that Django hands on, in an expression or by a converter.
_PARAMETER = re.compile(r"\(\?P<(\w+)>[^()]*\)|<\w+:(\w+)>")
_ESCAPED = re.compile(r"\\([.\-])")
_OPENS_COMMENT = re.compile(r"\s*/\*(?!.*\*/)")  # at the beginning of a line, since a path may have these signs
_TRIPLE = re.compile(r"\"{3}|'{3}")


def declare_routes(lines: Iterable[str], language: str) -> bool:
    """Whether any of these lines of a source may declare a route."""
    forms = _FORMS.get(_ALIASES.get(language, language), ())
    return any(form.pattern.match(line) for line in lines if _MARKS.search(line) for form in forms)


def routes(text: str, language: str) -> Iterator[Item]:
    """Yield the routes that a source declares, as `GET /users`, or as `/users` where no method is named.

    Args:
        text: the source.
        language: display name of its language.
    """
    forms = [
        form
        for form in _FORMS.get(_ALIASES.get(language, language), ())
        if form.only_with is None or form.only_with.search(text)
    ]
    quoted = False
    for number, line in enumerate(text.split("\n") if forms else (), start=1):
        # An example in a docstring or a block comment declares no route.
        if language == "Python":
            turns = len(_TRIPLE.findall(line)) % 2 == 1
        else:
            turns = _OPENS_COMMENT.match(line) is not None or (quoted and "*/" in line)
        quoted ^= turns
        if quoted or not _MARKS.search(line):
            continue
        for form in forms:
            if match := form.pattern.match(line):
                for method in _methods(form, match, line):
                    name = f"{method} {match['path']}" if method else match["path"]
                    if match["path"]:
                        yield Item(ItemKind.ROUTE, name, number, number)
                break


def path_of(route: str) -> str:
    """The path of a route as users meet it, whether Django's source writes it as an expression or not."""
    plain = _PARAMETER.sub(lambda match: f"<{match[1] or match[2]}>", route.removeprefix("^").removesuffix("$"))
    return _ESCAPED.sub(r"\1", plain)


def _methods(form: _Form, match: re.Match[str], line: str) -> list[str]:
    if form.methods:
        listed = form.methods.search(line, match.end())
        return [method.upper() for method in _QUOTED.findall(listed[1])] if listed else [""]
    method = match.groupdict().get("method") or ""
    return ["" if method.lower() in _NO_METHOD else method.upper()]
