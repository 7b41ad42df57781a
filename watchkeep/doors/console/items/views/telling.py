"""What a list of items is narrowed to by links from elsewhere, each with a way out."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.estate.assets.models import Item
from watchkeep.estate.people.models import Person
from watchkeep.estate.services.models import Service
from watchkeep.estate.suppliers.models import Contract, Supplier


@dataclass(frozen=True)
class Chip:
    """One such narrowing: the parameter, its value, what it says, and the address without it."""

    name: str
    value: str
    words: str
    without: str


def chips(request: Request) -> list[Chip]:
    """Those of the address."""
    actor = request.actor
    about: dict[str, tuple[Any, str, Any]] = {
        "owner": (Person.objects.visible_to(actor), "pk", _("Owned by %(name)s")),
        "user": (Person.objects.visible_to(actor), "pk", _("With %(name)s")),
        "location": (Item.objects.visible_to(actor), "pk", _("In %(name)s")),
        "supplier": (Supplier.objects.visible_to(actor), "pk", _("From %(name)s")),
        "contract": (Contract.objects.visible_to(actor), "pk", _("On %(name)s")),
        "service": (Service.objects.visible_to(actor), "slug", _("Under %(name)s")),
    }
    told = [
        Chip(name, value, words % {"name": _name(rows, key, value)}, _without(request, name))
        for name, (rows, key, words) in about.items()
        if (value := request.GET.get(name))
    ]
    if port := request.GET.get("port", "")[:20]:
        told.append(Chip("port", port, _("Port %(port)s open") % {"port": port}, _without(request, "port")))
    return told


def _without(request: Request, name: str) -> str:
    query = request.GET.copy()
    for one in (name, "cursor"):
        query.pop(one, None)
    return f"?{query.urlencode()}"


def _name(rows: Any, key: str, value: str) -> str:
    is_odd = key == "pk" and not (value.isascii() and value.isdigit() and len(value) < 18)
    found = None if is_odd else rows.filter(**{key: value}).first()
    return str(found) if found else "?"
