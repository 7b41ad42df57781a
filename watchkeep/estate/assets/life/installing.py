"""Installing: the software that sources list. The same list again costs one statement, another one its difference."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.events import SoftwareChanged
from watchkeep.estate.assets.models import Installation, SoftwareList, Source
from watchkeep.estate.assets.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import tell_many

_TITLES = """
INSERT INTO assets_title (key, name, publisher, version, manager, purl, cpe)
SELECT * FROM unnest(%s::bytea[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS d(key, name, publisher, version, manager, purl, cpe)
 ORDER BY 1 ON CONFLICT (key) DO NOTHING
"""
_INSTALL = """
INSERT INTO assets_installation (item_id, source_id, title_id, since)
SELECT d.item, %s, d.title, d.at FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS d(item, title, at)
ON CONFLICT (item_id, source_id, title_id) WHERE until IS NULL DO NOTHING
"""
_MOVED = "INSERT INTO assets_titlemoved (title_id) SELECT DISTINCT unnest(%s::bigint[])"
_LISTED = """
INSERT INTO assets_softwarelist AS l (item_id, source_id, digest, size, seen_at, changed_at)
SELECT d.item, %s, d.digest, d.size, d.at, d.at
  FROM unnest(%s::bigint[], %s::bytea[], %s::int[], %s::timestamptz[]) AS d(item, digest, size, at)
ON CONFLICT (item_id, source_id) DO UPDATE
   SET digest = EXCLUDED.digest, size = EXCLUDED.size, seen_at = greatest(l.seen_at, EXCLUDED.seen_at),
       changed_at = CASE WHEN l.digest = EXCLUDED.digest THEN l.changed_at ELSE EXCLUDED.changed_at END
"""

_END = """
WITH ended AS (
    UPDATE assets_installation i SET until = greatest(i.since, d.at)
      FROM unnest(%s::bigint[], %s::timestamptz[]) AS d(id, at) WHERE i.id = d.id RETURNING i.title_id
) INSERT INTO assets_titlemoved (title_id) SELECT DISTINCT title_id FROM ended
"""


@dataclass(frozen=True, slots=True)
class Package:
    """A piece of software as a source names it."""

    name: str
    publisher: str = ""
    version: str = ""
    manager: str = ""
    purl: str = ""
    cpe: str = ""

    key: bytes = field(init=False, repr=False, compare=False)
    """What tells it from every other title."""

    def __post_init__(self) -> None:
        """Reckon the key once: the same package is on many machines."""
        told = f"{self.name}\0{self.publisher}\0{self.version}\0{self.manager}"
        key = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=16).digest()
        object.__setattr__(self, "key", key)


@transaction.atomic
def install_many(
    lists: Mapping[int, Sequence[Package]],
    *,
    by: Actor,
    source: Source,
    at: datetime | None = None,
    moments: Mapping[int, datetime] | None = None,
) -> dict[int, tuple[int, int]]:
    """Make what a source lists of each item hold, and nothing else that it listed before.

    Answers how many titles came and went, by item, where any did. As many statements for a hundred items as for one.
    ``moments``: when each list was made, where that is not one and the same.
    """
    by.need(P.REPORT, _("report what items are like"))
    now = clock.now()
    made = {item: min((moments or {}).get(item) or at or now, now) for item in lists}
    listed = {item: {package.key: package for package in packages} for item, packages in lists.items()}
    digests = {item: hashlib.blake2b(b"".join(sorted(keys)), digest_size=32).digest() for item, keys in listed.items()}
    known = dict(SoftwareList.objects.filter(source=source, item__in=[*lists]).values_list("item", "digest"))
    news = [item for item in lists if bytes(known.get(item, b"")) != digests[item]]
    changed = _change({item: listed[item] for item in news}, source=source, made=made) if news else {}
    with connection.cursor() as cursor:
        told = [(item, digests[item], len(listed[item]), made[item]) for item in lists]
        if told:
            cursor.execute(_LISTED, [source.pk, *(list(column) for column in zip(*told, strict=True))])
    tell_many([
        SoftwareChanged(record=item, by=by, source=source.slug, came=came, went=went)
        for item, (came, went) in changed.items()
    ])  # fmt: skip
    return changed


def _change(
    listed: Mapping[int, Mapping[bytes, Package]], *, source: Source, made: Mapping[int, datetime]
) -> dict[int, tuple[int, int]]:
    titles = _titles({key: package for packages in listed.values() for key, package in packages.items()})
    held: dict[int, dict[int, int]] = {item: {} for item in listed}
    rows = Installation.objects.open().filter(source=source, item__in=[*listed])
    for pk, item, title in rows.values_list("pk", "item", "title"):
        held[item][title] = pk
    wanted = {item: {titles[key] for key in keys} for item, keys in listed.items()}
    came = {item: wanted[item] - held[item].keys() for item in listed}
    went = {item: [pk for title, pk in held[item].items() if title not in wanted[item]] for item in listed}
    new = [(item, title, made[item]) for item, several in came.items() for title in sorted(several)]
    if new:
        with connection.cursor() as cursor:
            cursor.execute(_INSTALL, [source.pk, *(list(column) for column in zip(*new, strict=True))])
            cursor.execute(_MOVED, [[title for _item, title, _at in new]])
    gone = [(pk, made[item]) for item, pks in went.items() for pk in pks]
    if gone:
        with connection.cursor() as cursor:
            cursor.execute(_END, [list(column) for column in zip(*gone, strict=True)])
    return {item: (len(came[item]), len(went[item])) for item in listed if came[item] or went[item]}


def _titles(packages: Mapping[bytes, Package]) -> dict[bytes, int]:
    """The titles of these packages; those that nobody has named yet are kept."""
    found = _known(packages)
    if missing := sorted(packages.keys() - found.keys()):
        rows = [
            (
                key,
                one.name[:200],
                one.publisher[:200],
                one.version[:120],
                one.manager[:30],
                one.purl[:600],
                one.cpe[:300],
            )
            for key in missing
            for one in (packages[key],)
        ]
        with connection.cursor() as cursor:
            cursor.execute(_TITLES, [list(column) for column in zip(*rows, strict=True)])
        found |= _known(missing)
    return found


def _known(keys: Collection[bytes]) -> dict[bytes, int]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, id FROM assets_title WHERE key = ANY(%s)", [[*keys]])
        return {bytes(key): pk for key, pk in cursor.fetchall()}
