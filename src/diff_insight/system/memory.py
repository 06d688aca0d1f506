"""How much more memory this process may use."""

from pathlib import Path

_CGROUP = Path("/sys/fs/cgroup")  # cgroup v2; inside a container the root is the container's own cgroup


def available_memory(cgroup: Path = _CGROUP) -> int:
    """Bytes that can be allocated without swapping: the machine's available memory, capped by the container's limit."""
    import psutil  # here because runs without a model need not know

    available = int(psutil.virtual_memory().available)
    allowed, used = _number(cgroup / "memory.max"), _number(cgroup / "memory.current")
    if allowed is not None and used is not None:
        available = min(available, max(0, allowed - used))
    return available


def _number(file: Path) -> int | None:
    try:
        text = file.read_text().strip()
    except OSError:
        return None
    return int(text) if text.isdigit() else None
