"""Finding pages, components and listeners."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from watchkeep.duty.announcements import events
from watchkeep.duty.announcements.models import Announcement, Component, StatusPage, Subscriber, Update
from watchkeep.duty.announcements.permissions import P
from watchkeep.estate.services import queries as services
from watchkeep.kernel import secrets
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.facts import told

_MARK = "status.key"
A_YEAR = 365 * 24 * 3600


def by_domain(host: str) -> str | None:
    """The short name of the page whose own domain this is."""
    return StatusPage.objects.filter(domain=host, is_active=True).values_list("slug", flat=True).first()


def may_read(page: StatusPage, actor: Actor | None, key: str = "") -> bool:
    """Whether somebody may read a page: it is public, they belong to its organisation, or they hold its secret.

    ``key`` is the secret itself or the mark that ``opened_by`` made of it.
    """
    if not page.is_active:
        return actor is not None and actor.may(P.SEE)
    if not page.is_private:
        return True
    if actor is not None and (actor.may(P.SEE) or actor.organisation == page.organisation_id):
        return True
    return bool(key) and (secrets.digest(key) == secrets.digest(page.key) or _is_mark(page, key))


def opened_by(page: StatusPage, key: str) -> str | None:
    """A mark for a browser that came with the secret; None when it is not the secret. A new secret ends it."""
    if not key or secrets.digest(key) != secrets.digest(page.key):
        return None
    return secrets.sign([page.pk, secrets.digest(page.key).hex()[:16]], _MARK)


def components_behind(service_ids: Iterable[int]) -> list[Component]:
    """The components that show these services or anything that depends on them, page by page."""
    ids = [*service_ids]
    reached = {*ids, *services.distances(ids)} if ids else set()
    found = Component.objects.filter(services__in=reached, is_active=True, page__is_active=True)
    return list(found.select_related("page").distinct().order_by("page_id", "position", "pk"))


def components_of_ticket(service_id: int | None) -> list[Component]:
    """The components that an incident on this service is felt on."""
    return components_behind([service_id]) if service_id else []


def listening_to(page: StatusPage, components: Iterable[int]) -> QuerySet[Subscriber]:
    """Who hears of news on these components: those who chose one of them, and those who chose none in particular."""
    chosen = Q(components=None) | Q(components__in=[*components])
    return Subscriber.objects.listening().filter(chosen, page=page).distinct().order_by("pk")


def dropped_programs(page: StatusPage, most: int = 5) -> list[tuple[datetime, dict[str, Any]]]:
    """The programs that were told no more because they were gone, the latest first: when, and what is on record."""
    rows = told("status_page", page.pk, kind=events.ProgramDropped.kind).order_by("-id")[:most]
    return [(row.at, row.data) for row in rows]


def of_ticket(ticket_id: int) -> list[Announcement]:
    """What is announced, or waits to be, of an incident; with the updates that wait."""
    drafts = Update.objects.filter(state=Update.State.DRAFT).order_by("id")
    found = Announcement.objects.filter(ticket=ticket_id).exclude(state="discarded").select_related("page")
    return list(found.prefetch_related(Prefetch("updates", drafts, to_attr="waiting")).order_by("id"))


def waiting() -> QuerySet[Update]:
    """Words that wait for approval, the oldest first."""
    found = Update.objects.filter(state=Update.State.DRAFT).select_related("announcement__page")
    return found.order_by("id")


def _is_mark(page: StatusPage, text: str) -> bool:
    value = secrets.unsign(text, _MARK, A_YEAR)
    return bool(value == [page.pk, secrets.digest(page.key).hex()[:16]])
