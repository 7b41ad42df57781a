"""Reads of sign-in logs: whose key it is, what applications mean, and which groups hold seats."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models import Application, Seat, SeatGroup, SignInLog
from watchkeep.estate.people.models import Group
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.secrets import digest

STATES = ("unknown", "known", "aside")


def log_by(key: str) -> SignInLog | None:
    """The sign-in log that a key opens; None if it opens nothing."""
    return SignInLog.objects.filter(digest=digest(key), is_active=True).first() if key else None


def in_state(rows: QuerySet[Application], state: str) -> QuerySet[Application]:
    """Applications that nobody knows, that mean a product, or that are set aside; those in no state are all."""
    if state == "unknown":
        return rows.unknown()  # type: ignore[attr-defined,no-any-return]  # the queryset of the model
    if state == "known":
        return rows.filter(product__isnull=False, set_aside="")
    return rows.exclude(set_aside="") if state == "aside" else rows


def suggested_for(application: Application) -> dict[str, str]:
    """What a correction of an application may begin with: a product's name and the pattern that it becomes."""
    return {
        "new_product": rules.product_for(application.name)[:120], "pattern": rules.pattern_for(application.name),
    }  # fmt: skip


def group_named(name: str) -> Group:
    """The group of this name, or of a directory and a name (“Entra: Designers”). Refused if it is not clear which."""
    name = name.strip()
    found = list(Group.objects.filter(name__iexact=name)[:2])
    source, colon, rest = name.partition(":")
    if not found and colon:
        found = list(Group.objects.filter(source__name__iexact=source.strip(), name__iexact=rest.strip())[:2])
    if len(found) == 1:
        return found[0]
    words = _("Several groups are called “%(name)s”.") if found else _("No group is called “%(name)s”.")
    raise Refused(words % {"name": name[:120]}, field="group", code="unknown")


def with_seats(rows: QuerySet[SeatGroup]) -> QuerySet[SeatGroup]:
    """Groups that mean seats, with their directory and how many hold one through them (``held``)."""
    held = Seat.objects.taken().filter(group=OuterRef("group"), product=OuterRef("product")).order_by()
    counted = held.values("group").annotate(n=Count("pk")).values("n")
    return rows.select_related("group__source", "product").annotate(held=Coalesce(Subquery(counted), 0))
