"""Secret calendar addresses of any sort: one page that makes, shows and closes them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from watchkeep.doors.console.asking import Request
from watchkeep.doors.ui.signs import Words
from watchkeep.doors.ui.toasts import toast
from watchkeep.estate.calendars.models import Address
from watchkeep.kernel.actors import Actor


@dataclass(frozen=True)
class Choices:
    """Things of one sort that an address may be made for: what is asked, and what it is called."""

    title: Words
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Sort:
    """One sort of addresses. ``page``, ``new``, ``close`` and ``read`` are the names of their places."""

    lead: Words
    whole: Words
    """What an address shows that was made for nothing else."""
    parent: tuple[str, Words]
    page: str
    new: str
    close: str
    read: str
    rows: Callable[[], QuerySet[Any]]
    shows: Callable[[Any], object]
    groups: Callable[[Request], Iterable[Choices]]
    revoke: Callable[[Any, Actor], None]


@dataclass(frozen=True)
class _Line:
    """One address, and what it shows."""

    address: Address
    shows: object
    close: str


def page(request: Request, sort: Sort, *, chosen: str = "") -> HttpResponse:
    """The reader's addresses, and the one that was just made, this once."""
    key = request.session.pop(sort.page, "")
    rows = sort.rows().living().filter(owner=request.user)  # type: ignore[attr-defined]  # they are addresses
    lines = [_Line(one, sort.shows(one), reverse(f"console:{sort.close}", args=[one.pk])) for one in rows]
    fresh = request.build_absolute_uri(reverse(f"console:{sort.read}", args=[key])) if key else ""
    place, words = sort.parent
    drawn = {
        "sort": sort, "lines": lines, "groups": [*sort.groups(request)], "chosen": chosen, "fresh": fresh,
        "parent": (reverse(f"console:{place}"), words), "new": reverse(f"console:{sort.new}"),
    }  # fmt: skip
    return render(request, "console/addresses.html", drawn)


def show(request: Request, sort: Sort, key: str) -> HttpResponse:
    """Go to the page, which shows a new address once: reading it again makes no second one."""
    request.session[sort.page] = key
    return redirect(f"console:{sort.page}")


def close(request: Request, sort: Sort, pk: int) -> HttpResponse:
    """Close one of the reader's addresses."""
    sort.revoke(get_object_or_404(sort.rows(), pk=pk, owner=request.user), request.actor)
    toast(request, _("The address no longer opens."))
    return redirect(f"console:{sort.page}")
