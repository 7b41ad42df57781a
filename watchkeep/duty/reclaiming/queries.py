"""Reads: the ways, cases with what is left of them, what actions are told of a seat, and the report."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from watchkeep.duty.connections import queries as actions
from watchkeep.duty.reclaiming import rules
from watchkeep.duty.reclaiming.models import FOR_PEOPLE, OPEN, Case, Reclaim, State, Way
from watchkeep.duty.reclaiming.permissions import P
from watchkeep.estate.licences.models import Cover, Product, Seat
from watchkeep.estate.people.models import Identity, Person
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.queries import takes_requests

GIVEN = frozenset({"person", "product"})
"""The names of placeholders that a way may use besides the usual ones."""
MOST_NAMED = 50


def with_counts(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with how many seats they are about (``seats``), and for how many something is left (``left``)."""
    left = Count("reclaims", filter=Q(reclaims__state__in=OPEN))
    machine = Count("reclaims", filter=Q(reclaims__state=State.RUNNING))
    return rows.annotate(seats=Count("reclaims"), left=left, at_it=machine).select_related("person", "ticket")


def lines_of(case: Case) -> QuerySet[Reclaim]:
    """The seats of a case with all that a report says of them."""
    return case.reclaims.select_related("person", "seat__product__owner", "action_run")


def ways_of(products: Iterable[int]) -> dict[int, Way]:
    """The ways of products, by product."""
    rows = Way.objects.filter(product__in=set(products)).select_related("connection", "product")
    return {way.product_id: way for way in rows}


def products(actor: Actor) -> QuerySet[Product]:
    """Products of which somebody has a seat, or that have a way already; none without the permission."""
    if not actor.may(P.SEE):
        return Product.objects.none()
    has_seat = Exists(Seat.objects.filter(product=OuterRef("pk"), until=None))
    return Product.objects.filter(has_seat | Exists(Way.objects.filter(product=OuterRef("pk"))))


def given(person: Person, product: Product) -> dict[str, Any]:
    """What placeholders mean when a seat of this person is taken back. Plain JSON."""
    marks = Identity.objects.living().filter(person=person).values_list("subject", "user_name")
    subject, user_name = next(iter(marks), ("", ""))
    return {
        "person": {
            "name": person.name, "email": person.email, "login": person.email.partition("@")[0],
            "external_id": subject, "user_name": user_name or person.email,
        },
        "product": {"name": product.name, "publisher": product.publisher, "id": product.pk},
    }  # fmt: skip


def who_decides(rows: Iterable[Reclaim]) -> Person | None:
    """Whoever owns most of what is left and can be given a request; None when nobody does.

    Of a product that nobody owns, whoever owns its latest entitlement.
    """
    products = [row.seat.product for row in rows]
    covers = Cover.objects.filter(product__in=products, entitlement__owner__isnull=False).order_by("entitlement_id")
    owner_of = {one.product_id: one.entitlement.owner for one in covers.select_related("entitlement__owner")}
    owners: dict[Person, int] = {}
    for product in products:
        if owner := product.owner or owner_of.get(product.pk):
            owners[owner] = owners.get(owner, 0) + 1
    ranked = sorted(owners, key=lambda one: (-owners[one], one.pk))
    return next((one for one in ranked if takes_requests(one)), None)


def report(case: Case) -> bytes:
    """The report of a case as CSV: as it was when nothing was left, or as it is now."""
    if case.report is not None:
        return bytes(case.report)
    head = ("person", "email", "product", "why", "state", "how", "by", "at", "proof", "reason", "failed")
    return rules.table(head, (_row(case, line) for line in lines_of(case)))


def left_for_people(case: Case) -> list[Reclaim]:
    """The first seats of a case with which somebody has to do something."""
    return list(lines_of(case).filter(state__in=FOR_PEOPLE)[:MOST_NAMED])


def way_in_words(line: Reclaim) -> str:
    """How a seat was taken back, or is being."""
    if line.action_run and line.state in {State.RUNNING, State.DONE} and not line.failed:
        return _("Action %(run)s: %(name)s") % {
            "run": line.action_run.pk,
            "name": actions.label_of(line.action_run.action),
        }
    return _("By people") if line.state != State.KEPT else ""


def _row(case: Case, line: Reclaim) -> tuple[object, ...]:
    return (
        line.person.name, line.person.email, line.seat.product.name, case.why, line.state, way_in_words(line),
        line.done_by_name, _moment(line.done_at), line.proof, line.reason, line.failed,
    )  # fmt: skip


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""
