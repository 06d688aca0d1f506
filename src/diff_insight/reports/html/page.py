"""Makes self-contained pages: style and script are inline, and a Content-Security-Policy blocks all others."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from diff_insight.errors import UsageError
from diff_insight.sentences.code_spans import spans, unfenced
from diff_insight.system.package_data import package_data
from diff_insight.system.visible import visible


@dataclass(frozen=True, slots=True)
class Assets:
    """The style and script of a page, and the Content-Security-Policy that allows no others, and images inside it."""

    style: Markup
    script: Markup
    policy: str


class Pages:
    """Renders templates with every value escaped.

    Args:
        templates: a folder whose templates, styles and scripts override the built-in ones of the same name.

    Raises:
        UsageError: the folder does not exist.
    """

    def __init__(self, templates: Path | None = None) -> None:
        if templates and not templates.is_dir():
            raise UsageError(f"the template folder {templates} does not exist")
        own = FileSystemLoader(package_data("reports/templates"))
        self._loader = ChoiceLoader([*([FileSystemLoader(templates)] if templates else []), own])
        self._environment = Environment(
            loader=self._loader,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,
        )
        self._environment.filters.update(prose=prose, visible=visible, plain=plain)

    def assets(self, styles: Iterable[str], scripts: Iterable[str]) -> Assets:
        """Join the named styles into one and the named scripts into one.

        Raises:
            UsageError: one of them is missing, or cannot be inlined in a page.
        """
        style, script = (self._joined(names) for names in (styles, scripts))
        policy = {
            "default-src": "'none'",
            "style-src": _hash(style),
            "script-src": _hash(script),
            "img-src": "data:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        return Assets(style, script, "; ".join(f"{name} {value}" for name, value in policy.items()))

    def render(self, template: str, values: Mapping[str, object]) -> str:
        """Render a template to a page.

        Raises:
            UsageError: the user's template is invalid.
        """
        try:
            return self._environment.get_template(template).render(values)
        except TemplateError as error:
            raise UsageError(f"the template {template} cannot be used: {error}") from None

    def _joined(self, names: Iterable[str]) -> Markup:
        try:
            text = "\n".join(self._loader.get_source(self._environment, name)[0] for name in names)
        except TemplateError as error:
            raise UsageError(f"the file {error} is not in the template folders") from None
        if "</" in text or "<!--" in text:
            raise UsageError("a style or script contains `</` or `<!--`, which would end its element in the page")
        return Markup(text)  # noqa: S704 - from the tool, or from the user's own --templates


def prose(sentence: str) -> Markup:
    """A sentence as HTML, with its code spans as `<code>` elements."""
    return Markup().join(
        Markup("<code>{}</code>").format(visible(span.text)) if span.is_code else visible(span.text)
        for span in spans(" ".join(sentence.split()))
    )  # fmt: skip


def plain(sentence: str) -> str:
    """A sentence without the backticks of its code spans."""
    return visible(unfenced(sentence))


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
