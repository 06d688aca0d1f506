"""Checks whether everything a report needs is available, with advice where it is not."""

import locale
import platform
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from diff_insight import __version__
from diff_insight.changes.git.command import installed_git
from diff_insight.errors import DiffInsightError
from diff_insight.llm.client.answer_cache import state_of
from diff_insight.sentences.translation import language_of_locale
from diff_insight.system import paths
from diff_insight.system.processors import usable_processors
from diff_insight.workflows.finding import Finding, State
from diff_insight.workflows.project import Project

_OLDEST_GIT = (2, 31)  # the first that supports GIT_CONFIG_COUNT


def examine(project: Project, configuration_error: str | None) -> Iterator[Finding]:
    """Run all checks in turn.

    Args:
        project: the project whose settings and pins are checked.
        configuration_error: what is wrong with its configuration; None if nothing is.
    """
    yield Finding("version", State.OK, f"diff-insight {__version__}, Python {platform.python_version()}")
    yield Finding("threads", State.OK, str(usable_processors()))
    if find_spec("llama_cpp") is None:
        advice = "reports are made with --no-model until `pip install llama-cpp-python` has built it"
        yield Finding("llama.cpp", State.NOTE, "llama-cpp-python is not installed", advice)
    else:
        # Here and not above, since it loads llama.cpp.
        from diff_insight.workflows.doctor_models import examine_models

        yield from examine_models(project)
    yield _configuration(project, configuration_error)
    yield _cache()
    yield _git()
    yield _locale()


def _configuration(project: Project, error: str | None) -> Finding:
    if error:
        return Finding("configuration", State.FAILS, error)
    return Finding("configuration", State.OK, str(project.configuration or "none; `config show` lists all settings"))


def _cache() -> Finding:
    try:
        state = state_of(paths.results())
    except DiffInsightError as error:
        return Finding("cache", State.NOTE, str(error))
    return Finding("cache", State.OK, f"{state.results} answers, {state.size / (1 << 20):.1f} MiB")


def _git() -> Finding:
    version = installed_git()
    if version is None:
        return Finding("git", State.NOTE, "not installed", "without git, only --patch and --compare-json work")
    found = ".".join(map(str, version))
    if version < _OLDEST_GIT:
        return Finding("git", State.FAILS, found, f"git {'.'.join(map(str, _OLDEST_GIT))} or newer is required")
    return Finding("git", State.OK, found)


def _locale() -> Finding:
    encoding = (sys.stdout.encoding or locale.getencoding()).lower().replace("-", "")
    found = f"reports are in {language_of_locale()}, the terminal uses {encoding}"
    if encoding != "utf8":
        return Finding("locale", State.NOTE, found, "set LC_ALL=C.UTF-8 so that all characters can be shown")
    return Finding("locale", State.OK, found)
