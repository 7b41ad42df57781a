"""Groups whose members hold seats: who comes into one has a seat, and who goes has none, with the reason on record.

Such a seat is taken even when none is left: a directory lets people in whether or not it was paid for, and then the
product's position says so. A seat that somebody was given by hand stays theirs.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.licences.events import SeatFreed, SeatGroupAdded, SeatGroupRemoved, SeatTaken
from watchkeep.estate.licences.life.using import ask_to_reckon
from watchkeep.estate.licences.models import Product, Seat, SeatGroup
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Group, GroupMember
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell, tell_many


@transaction.atomic
def add_seat_group(group: Group, *, by: Actor, product: Product) -> SeatGroup:
    """Let whoever is in a group of a directory hold a seat of a product, from now on."""
    by.need(P.MANAGE_ENTITLEMENTS, _("give seats"))
    if SeatGroup.objects.filter(group=group, product=product).exists():
        raise Refused(_("Its members hold seats of it already."), field="group", code="taken")
    line = SeatGroup.objects.create(group=group, product=product)
    tell(SeatGroupAdded(record=product.pk, by=by, group=group.name))
    _follow(line, group.source.actor())
    return line


@transaction.atomic
def remove_seat_group(line: SeatGroup, *, by: Actor) -> None:
    """Let being in a group mean no seat any more. Who held one through it holds none."""
    by.need(P.MANAGE_ENTITLEMENTS, _("take seats back"))
    words = _("Being in %(group)s means no seat any more.") % {"group": line.group.name}
    record, name, of_group = line.product_id, line.group.name, _held(line)
    line.delete()
    _let_go(of_group, by, words)
    tell(SeatGroupRemoved(record=record, by=by, group=name))


@transaction.atomic
def follow_group(group: int) -> None:
    """Give and free the seats that a group means, as its members are now."""
    for line in SeatGroup.objects.filter(group=group).select_related("group__source").order_by("product_id"):
        _follow(line, line.group.source.actor())


@transaction.atomic
def follow_returned(person: int) -> None:
    """Somebody is back: they have the seats again that their groups mean."""
    for group in GroupMember.objects.filter(person=person).order_by("group").values_list("group", flat=True):
        follow_group(group)


@transaction.atomic
def leave_groups(source: int, group: int | None = None) -> None:
    """A group of a directory, or all of them, are about to be forgotten: who held seats through them holds none."""
    lines = SeatGroup.objects.filter(group__source=source).select_related("group__source").order_by("product_id")
    for line in lines.filter(group=group) if group else lines:
        remove_seat_group(line, by=line.group.source.actor())


def _follow(line: SeatGroup, by: Actor) -> None:
    Product.objects.select_for_update(no_key=True).get(pk=line.product_id)
    members = GroupMember.objects.filter(group=line.group_id)
    inside = {*members.values_list("person", flat=True)}
    gone = [seat for seat in _held(line) if seat.person_id not in inside]
    _let_go(gone, by, _("No longer in %(group)s.") % {"group": line.group.name})
    taken = Seat.objects.taken().filter(product=line.product_id)
    fresh = members.filter(person__is_active=True).exclude(person__in=taken.values("person")).order_by("person")
    because = _("In %(group)s") % {"group": line.group.name}
    seats = Seat.objects.bulk_create([
        Seat(product_id=line.product_id, person_id=person, group_id=line.group_id, because=because[:200])
        for person in fresh.values_list("person", flat=True)
    ])  # fmt: skip
    if seats:
        tell_many([SeatTaken(record=one.product_id, by=by, seat=one.pk, person=one.person_id) for one in seats])
        ask_to_reckon([line.product_id])


def _held(line: SeatGroup) -> list[Seat]:
    """The seats that are held through a group, kept as they are until the end."""
    rows = Seat.objects.taken().filter(group=line.group_id, product=line.product_id).order_by("pk")
    return list(rows.select_for_update(no_key=True))


def _let_go(seats: Sequence[Seat], by: Actor, reason: str) -> None:
    """Free seats, but for those of people who are in another group that means one."""
    if not seats:
        return
    product, people = seats[0].product_id, [one.person_id for one in seats]
    others = SeatGroup.objects.filter(product=product).exclude(group=seats[0].group_id).values("group")
    stay = GroupMember.objects.filter(group__in=others, person__in=people).order_by("-group")
    instead = dict(stay.values_list("person", "group"))
    for one in seats:
        one.group_id = instead.get(one.person_id)
    Seat.objects.bulk_update([one for one in seats if one.group_id], ["group"], batch_size=1000)
    freed = [one for one in seats if not one.group_id]
    Seat.objects.filter(pk__in=[one.pk for one in freed]).update(until=clock.now(), end_reason=reason[:300])
    tell_many([
        SeatFreed(record=product, by=by, seat=one.pk, person=one.person_id, reason=reason[:300]) for one in freed
    ])  # fmt: skip
    ask_to_reckon([product])
