"""Seats: taken from the pool, used as sign-ins tell, and freed again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from watchkeep.estate.licences import queries
from watchkeep.estate.licences.events import SeatFreed, SeatTaken
from watchkeep.estate.licences.life.recounting import ask_to_recount
from watchkeep.estate.licences.life.using import ask_to_reckon
from watchkeep.estate.licences.models import Peak, Product, Seat
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person, Team
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many

MOST_TOLD = 20_000
_SIGNED_IN = """
INSERT INTO licences_signin (product_id, person_id, "on", source, noted_at)
SELECT d.product, d.person, d.day, %s, %s
  FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS d (product, person, day)
ON CONFLICT (product_id, person_id, "on") DO NOTHING
RETURNING product_id, person_id, "on"
"""
_USED = """
UPDATE licences_seat s SET used_on = d.day, idle_on = NULL
  FROM (SELECT product, person, max(day) AS day
          FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS t (product, person, day) GROUP BY product, person) d
 WHERE s.product_id = d.product AND s.person_id = d.person AND s.until IS NULL
   AND (s.used_on IS NULL OR s.used_on < d.day)
"""
Day = tuple[int, int, date]
"""A product, who used it, and when."""


@dataclass(frozen=True)
class Noted:
    """What came of a list of sign-ins: how many were noted, and which addresses nobody has."""

    known: int
    unknown: list[str]


def take_seat(product: Product, *, by: Actor, person: Person, team: Team | None = None, because: str = "") -> Seat:
    """Give somebody a seat from the pool. Of two who want the last one, one gets it and the other is told."""
    return take_seats(product, by=by, people=[person], team=team, because=because)[0]


@transaction.atomic
def take_seats(
    product: Product, *, by: Actor, people: Sequence[Person], team: Team | None = None, because: str = ""
) -> list[Seat]:
    """Give each of these people a seat from the pool: all of them, or nobody where not enough are left."""
    by.need(P.MANAGE_ENTITLEMENTS, _("give seats"))
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    if gone := [one for one in people if not one.is_active]:
        raise Refused(_("%(name)s has left.") % {"name": gone[0].name}, field="person", code="inactive")
    if had := Seat.objects.taken().filter(product=product, person__in=people).select_related("person").first():
        raise Refused(_("%(name)s has a seat.") % {"name": had.person.name}, field="person", code="taken")
    if (left := max(0, queries.free_seats(product))) < len(people):
        raise Refused(_none_left(product, left, len(people)), field="person", code="none_left")
    seats = Seat.objects.bulk_create(
        [Seat(product=product, person=one, team=team, because=because[:200]) for one in people]
    )
    ask_to_reckon([product.pk])
    tell_many([SeatTaken(record=product.pk, by=by, seat=one.pk, person=one.person_id) for one in seats])
    return seats


@transaction.atomic
def free_seat(seat: Seat, *, by: Actor, reason: str) -> bool:
    """Put a seat back into the pool. Returns whether it was taken until now: twice changes nothing."""
    by.need(P.MANAGE_ENTITLEMENTS, _("take seats back"))
    if not (reason := reason.strip()[:300]):
        raise Refused(_("Say why."), field="reason", code="missing")
    now = clock.now()
    if Seat.objects.taken().filter(pk=seat.pk).update(until=now, end_reason=reason) != 1:
        return False
    seat.until, seat.end_reason = now, reason
    ask_to_reckon([seat.product_id])
    tell(SeatFreed(record=seat.product_id, by=by, seat=seat.pk, person=seat.person_id, reason=reason))
    return True


@transaction.atomic
def note_sign_ins(product: Product, *, by: Actor, days: Mapping[str, date], source: str) -> Noted:
    """Note who used a product last on which day, by mail address. The same again changes nothing."""
    by.need(P.REPORT, _("report who uses software"))
    if len(days) > MOST_TOLD:
        raise Refused(_("At most %(n)s people at once.") % {"n": MOST_TOLD}, field="sign_ins", code="too_many")
    today = clock.now().date()
    told = {email.strip().lower(): day for email, day in days.items()}
    if late := [email for email, day in told.items() if day > today]:
        raise Refused(_("%(who)s has not signed in yet: the day is to come.") % {"who": late[0]}, field="on")
    known = dict(Person.objects.filter(email__in=[*told]).order_by("pk").values_list("email", "pk"))
    note_days({(product.pk, person, told[email]) for email, person in known.items()}, source=source)
    return Noted(len(known), sorted(told.keys() - known.keys()))


def note_days(days: Collection[Day], *, source: str) -> set[Day]:
    """Note on which days which people used which products. Returns those that were not noted yet."""
    if not days:
        return set()
    columns: list[list[Any]] = [list(column) for column in zip(*sorted(days), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_SIGNED_IN, [source[:40], clock.now(), *columns])
        new = {(product, person, on) for product, person, on in cursor.fetchall()}
        cursor.execute(_USED, columns)
    ask_to_reckon({product for product, _person, _on in new})
    return new


@transaction.atomic
def note_peak(product: Product, *, by: Actor, on: date, most: int) -> Peak:
    """Note how many used a product at once on a day; the highest of a day stays."""
    by.need(P.REPORT, _("report who uses software"))
    if on > clock.now().date():
        raise Refused(_("This day is to come."), field="on")
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    peak, _is_new = Peak.objects.get_or_create(product=product, on=on, defaults={"most": most})
    if most > peak.most:
        Peak.objects.filter(pk=peak.pk).update(most=most)
        peak.most = most
        ask_to_recount([product.pk], on, on + timedelta(days=queries.PEAK_DAYS))
    ask_to_reckon([product.pk])
    return peak


def _none_left(product: Product, left: int, wanted: int) -> str:
    if not left:
        return _("No seat of %(name)s is left.") % {"name": product.name}
    return _("%(wanted)s seats of %(name)s are wanted, and %(left)s are left.") % {
        "wanted": wanted, "name": product.name, "left": left,
    }  # fmt: skip
