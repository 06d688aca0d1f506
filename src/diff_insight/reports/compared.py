"""Names briefly the versions that a report compares."""

from diff_insight.reports.report import Range

_DIGITS = 9  # shown of an object id


def compared(versions: Range) -> str:
    """For example `v1.4 → v1.5 (0a1b2c3d4 → 5e6f7a8b9)`; '' for a patch, which names none.

    Ids are left out if the names are ids themselves.
    """
    ids = " → ".join(id_[:_DIGITS] for id_ in (versions.base_id, versions.head_id) if id_)
    names = " → ".join(name for name in (versions.base, versions.head) if name)
    sides = ((versions.base, versions.base_id), (versions.head, versions.head_id))
    if all(not id_ or (name and id_.startswith(name)) for name, id_ in sides):
        return ids if len(names) > len(ids) else names
    return f"{names} ({ids})" if names else ids
