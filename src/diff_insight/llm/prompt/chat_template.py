"""Renders chat templates, which are programs by the model's author, in Jinja2's sandbox in a separate process."""

import json
import resource
import subprocess
import sys
from functools import lru_cache
from typing import NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from diff_insight.errors import ModelError

_SECONDS = 5  # CPU time; the templates of well-known models take a few milliseconds
_MEMORY = 512 << 20  # bytes of address space

Turn = tuple[str, str]
"""A message: its role and its content."""


class TemplateRefusedError(Exception):
    """The template fails on these messages, or rejects them."""


@lru_cache(maxsize=64)
def rendered(template: str, turns: tuple[Turn, ...], bos: str, eos: str) -> str:
    """Render messages with a chat template, followed by the opening of an answer.

    The template gets a few seconds and half a GiB, since it may loop forever.

    Args:
        template: Jinja2 source, as stored in a GGUF.
        turns: the messages.
        bos: the text of the token that begins a sequence.
        eos: the text of the token that ends it.

    Raises:
        TemplateRefusedError: the template fails, tries to leave the sandbox, or rejects the messages.
        ModelError: the template takes too much time or memory.
    """
    asked = json.dumps({"template": template, "turns": turns, "bos": bos, "eos": eos})
    done = subprocess.run(
        [sys.executable, "-P", "-m", "diff_insight.llm.prompt.chat_template"],
        input=asked.encode(),
        capture_output=True,
        check=False,
    )
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise ModelError(
            f"the model's chat template took more than {_SECONDS} seconds or {_MEMORY >> 20} MiB: the model file is "
            "damaged or was tampered with; use another one"
        ) from None
    if "text" not in answer:
        raise TemplateRefusedError(answer["error"])
    return str(answer["text"])


def _main() -> None:
    _limit(resource.RLIMIT_CPU, _SECONDS)
    _limit(resource.RLIMIT_AS, _MEMORY)
    asked = json.load(sys.stdin)
    # No `strftime_now`: with today's date in the prompt, answers would change tomorrow.
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    try:
        text = environment.from_string(asked["template"]).render(
            messages=[{"role": role, "content": content} for role, content in asked["turns"]],
            add_generation_prompt=True,
            bos_token=asked["bos"],
            eos_token=asked["eos"],
            enable_thinking=False,
            raise_exception=_refuse,
        )
    except MemoryError:
        return
    except Exception as error:  # a template can raise anything
        answer = {"error": str(error) or type(error).__name__}
    else:
        answer = {"text": text}
    json.dump(answer, sys.stdout)


def _limit(resource_: int, most: int) -> None:
    """Lower a limit of this process, unless whoever started it set a lower one, which cannot be raised."""
    _, hard = resource.getrlimit(resource_)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource_, (limit, limit))


def _refuse(message: str) -> NoReturn:
    raise TemplateError(message)


if __name__ == "__main__":
    _main()
