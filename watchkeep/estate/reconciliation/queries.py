"""Reads: the lists with their counts, and how things stand this morning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery.models import Doubt
from watchkeep.estate.reconciliation.models import Case, Finding, Keeper, Kind, Standing, Tally
from watchkeep.estate.reconciliation.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.pages import capped_count

if TYPE_CHECKING:
    from watchkeep.kernel.actors import Actor

SHOWN = ("item__cls", "item__user", "item__location", "owner_team", "owner_person", "case")
NEW_FOR = timedelta(days=1)
MOST_NAMED = 200


@dataclass(frozen=True)
class Heap:
    """The findings of one kind: how many are open, how many of them since yesterday, what their items cost in euro."""

    kind: Kind
    count: int
    cost: Decimal
    new: tuple[int, bool]
    keepers: tuple[Keeper, ...] = ()


@dataclass(frozen=True)
class Word:
    """One thing that is said in the morning, and the kind whose list shows it."""

    text: str
    kind: str = ""


def heaps(actor: Actor) -> list[Heap]:
    """All kinds with their counts, which are kept and not counted."""
    if not actor.may(P.SEE):
        return []
    kept = {row.kind: row for row in Tally.objects.all()}
    nothing = Tally(count=0, cost=Decimal(0))
    since, kept_by = clock.now() - NEW_FOR, keepers()
    made = []
    for kind in Kind:
        row = kept.get(kind, nothing)
        fresh = Finding.objects.open().filter(kind=kind, opened_at__gte=since)
        new = capped_count(fresh) if row.count else (0, False)
        made.append(Heap(kind, row.count, row.cost, new, tuple(kept_by.get(kind, ()))))
    return made


def keepers(kind: str = "") -> dict[str, list[Keeper]]:
    """Who looks after which list, of those who are still here; of one kind, or of all."""
    rows = Keeper.objects.filter(person__is_active=True).select_related("person")
    made: dict[str, list[Keeper]] = {}
    for row in rows.filter(kind=kind) if kind else rows:
        made.setdefault(row.kind, []).append(row)
    return made


def findings(actor: Actor, kind: str, *, team: int | None = None, aside: bool = False) -> QuerySet[Finding]:
    """The findings of a kind, the newest first, with what a line shows."""
    rows = Finding.objects.visible_to(actor)
    rows = (rows.set_aside() if aside else rows.open()).filter(kind=kind)
    return (rows if team is None else rows.filter(owner_team=team)).select_related(*SHOWN)


def of_item(item: int, actor: Actor) -> list[Finding]:
    """What does not agree about an item."""
    return list(Finding.objects.visible_to(actor).current().filter(item=item).select_related("case"))


def doubt_about(item: int) -> int | None:
    """The doubt that waits for somebody."""
    return Doubt.objects.open().filter(item=item).values_list("pk", flat=True).first()


def case(pk: int) -> tuple[Case, list[Finding]]:
    """A case, and the first of what belongs to it."""
    found = Case.objects.select_related("rule__team").get(pk=pk)
    return found, list(found.findings.filter(ended_at=None).select_related("item__cls")[:MOST_NAMED])


def new_items(since: datetime | None = None) -> QuerySet[Item]:
    """What has been looked after since yesterday."""
    since = since or clock.now() - NEW_FOR
    return Item.objects.filter(pk__in=Standing.objects.filter(is_counted=True, added_at__gte=since).values("pk"))


def morning() -> list[Word]:
    """How things stand, as one would say it. Of few things it is said what they are."""
    kept = {row.kind: row.count for row in Tally.objects.all()}
    things = kept.get("items", 0)
    words = [Word(ngettext("%(n)s thing", "%(n)s things", things) % {"n": f"{things:,}"})]
    fresh, is_more = capped_count(Standing.objects.filter(is_counted=True, added_at__gte=clock.now() - NEW_FOR))
    words.append(Word(_("%(n)s new") % {"n": f"{fresh:,}{'+' if is_more else ''}"}))
    return words + [Word(_said(Kind(kind), kept[kind]), kind) for kind in Kind.values if kept.get(kind)]


def _said(kind: Kind, count: int) -> str:
    if kind == Kind.EXPIRING:
        return _expiry(count)
    days = _unseen() if kind == Kind.MISSING else 0
    words: dict[str, str] = {
        Kind.ORPHAN: _("%(n)s %(what)s that nobody bought"),
        Kind.GHOST: _("%(n)s %(what)s bought and never seen"),
        Kind.STRAY: _("%(n)s %(what)s of people who left"),
        Kind.ZOMBIE: _("%(n)s %(what)s still seen although retired"),
        Kind.MISSING: ngettext(
            "%(n)s %(what)s not seen for %(days)s day", "%(n)s %(what)s not seen for %(days)s days", days
        ),
        Kind.DUPLICATE: ngettext("%(n)s doubt", "%(n)s doubts", count),
        Kind.UNOWNED: _("%(n)s %(what)s that nobody owns"),
        Kind.OUT_OF_WARRANTY: _("%(n)s %(what)s out of warranty"),
        Kind.OUT_OF_SUPPORT: _("%(n)s %(what)s out of support"),
    }
    if kind == Kind.MISSING and not days:
        return _("%(n)s %(what)s missing since today") % {"n": f"{count:,}", "what": _called(kind, count)}
    return words[kind] % {"n": f"{count:,}", "what": _called(kind, count), "days": days}


def _called(kind: Kind, count: int) -> str:
    """``laptops``, when there are few and all of them are; else ``things``. A house's own classes are things, too."""
    if count <= MOST_NAMED:
        slugs = {*Finding.objects.open().filter(kind=kind).values_list("item__cls__slug", flat=True)[:MOST_NAMED]}
        if len(slugs) == 1 and (named := _names(count).get(slugs.pop())):
            return named
    return ngettext("thing", "things", count)


def _names(count: int) -> dict[str, str]:
    """What so many things of a class are called in a sentence, by the class's short name."""
    return {
        "computer": ngettext("computer", "computers", count),
        "laptop": ngettext("laptop", "laptops", count),
        "desktop": ngettext("desktop computer", "desktop computers", count),
        "server": ngettext("server", "servers", count),
        "network_device": ngettext("network device", "network devices", count),
        "printer": ngettext("printer", "printers", count),
        "phone": ngettext("phone", "phones", count),
        "virtual_machine": ngettext("virtual machine", "virtual machines", count),
        "cloud": ngettext("cloud resource", "cloud resources", count),
    }


def _unseen() -> int:
    """How long the ones that are missing have not been seen: the shortest such time, in days."""
    since = Finding.objects.open().filter(kind=Kind.MISSING).values_list("since", flat=True)[:MOST_NAMED]
    return min(((clock.now() - at).days for at in since), default=0)


def _expiry(count: int) -> str:
    rows: Any = Finding.objects.open().filter(kind=Kind.EXPIRING)
    until = [text for text in rows.values_list("item__values__valid_until", flat=True)[:MOST_NAMED] if text]
    first = date.fromisoformat(min(until)[:10]) if until else clock.now().date()
    left = (first - clock.now().date()).days
    day = first.strftime("%A") if 0 <= left < 7 else first.isoformat()
    words = {"n": count, "day": day}
    if left < 0:
        return _("%(n)s certificates, one of which died on %(day)s") % words
    return ngettext(
        "%(n)s certificate that dies on %(day)s", "%(n)s certificates, the first of which dies on %(day)s", count
    ) % words  # fmt: skip
