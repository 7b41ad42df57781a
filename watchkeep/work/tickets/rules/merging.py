"""Two people saved the same ticket: what of it collides."""

from collections.abc import Iterable, Mapping


def overlap(touched: Mapping[str, int], fields: Iterable[str], since: int) -> list[str]:
    """Which of these fields somebody changed after version ``since``.

    ``touched`` holds, by field, the version in which it last changed.
    """
    return [name for name in fields if touched.get(name, 0) > since]
