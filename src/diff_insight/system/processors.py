"""How many processors this process may use."""

import os


def usable_processors() -> int:
    """Processors this process is allowed to run on, or all of the machine if the system does not say (macOS)."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
