"""The catalogue as somebody sees it, and what is left to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from watchkeep.estate.people.models import Person
from watchkeep.estate.people.queries import with_permission
from watchkeep.kernel import clock
from watchkeep.work.requests.models import CatalogueItem, Category, Edition, Holding
from watchkeep.work.requests.permissions import P
from watchkeep.work.requests.rules.holding import Entitlement

if TYPE_CHECKING:
    from collections.abc import Callable

    from watchkeep.kernel.actors import Actor

STANDINGS = (
    ("offered", _("Offered")),
    ("drafted", _("With a draft")),
    ("never", _("Never published")),
    ("retired", _("Retired")),
    ("review", _("To be looked at again")),
)
"""How an item can stand, for filters."""
_STANDING: dict[str, Callable[[], Q]] = {
    "offered": lambda: Q(is_active=True, edition__isnull=False),
    "drafted": lambda: Q(pk__in=Edition.objects.filter(state=Edition.State.DRAFT).values("item")),
    "never": lambda: Q(is_active=True, edition=None),
    "retired": lambda: Q(is_active=False),
    "review": lambda: Q(is_active=True, review_on__lte=clock.now().date()),
}


def catalogue(actor: Actor, *, words: str = "", category: Category | None = None) -> QuerySet[CatalogueItem]:
    """What this actor may order now, as it stands on the shelves; ``words`` narrows to what holds them all."""
    rows = CatalogueItem.objects.visible_to(actor).offered().select_related("category", "edition", "service")
    if category:
        rows = rows.filter(category=category)
    return _with_words(rows, words)


def items(
    actor: Actor, *, words: str = "", category: Category | None = None, audience: str = "", standing: str = ""
) -> QuerySet[CatalogueItem]:
    """Items for who works with the catalogue, to be paged by name and id; ``standing`` is one of ``STANDINGS``.

    Each says whether somebody writes at its next edition: ``has_draft``.
    """
    drafts = Edition.objects.filter(item=OuterRef("pk"), state=Edition.State.DRAFT)
    seen = CatalogueItem.objects.visible_to(actor).select_related("category", "edition", "owner")
    seen = seen.annotate(has_draft=Exists(drafts))
    rows = _with_words(seen, words).filter(_STANDING.get(standing, Q)())
    if category:
        rows = rows.filter(category=category)
    return rows.filter(audience=audience) if audience else rows


def owners() -> QuerySet[Person]:
    """Who can own an item: whoever may look after the catalogue."""
    return with_permission(P.CATALOGUE).order_by("name", "id")


def held_of(item: CatalogueItem) -> int:
    """How many of it people have now."""
    return Holding.objects.had().filter(item=item).aggregate(many=Sum("quantity"))["many"] or 0


def categories(actor: Actor) -> QuerySet[Category]:
    """The shelves on which this actor finds something, each with how much: ``many``."""
    seen = CatalogueItem.objects.visible_to(actor).offered().order_by().values("pk")
    return Category.objects.filter(items__in=seen).annotate(many=Count("items", distinct=True))


def entitlement(edition: Edition, person: Person | None) -> Entitlement:
    """What somebody has of an item and what is left to them, in one query. What is on its way counts."""
    standing = Holding.objects.standing().filter(item=edition.item_id)
    own = Q(person=person.pk) if person else Q(pk__in=())
    found = standing.aggregate(own=Sum("quantity", filter=own), everybody=Sum("quantity"))
    return Entitlement(edition.most_each, edition.most_in_all, found["own"] or 0, found["everybody"] or 0)


def holdings_of(person: Person | int) -> QuerySet[Holding]:
    """What somebody has now, the newest first."""
    rows = Holding.objects.had().filter(person=person)
    return rows.select_related("item", "request__ticket", "request__edition").order_by("-id")


def _with_words(rows: QuerySet[CatalogueItem], words: str) -> QuerySet[CatalogueItem]:
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word) | Q(summary__icontains=word) | Q(search_words__icontains=word)
        )  # fmt: skip
    return rows
