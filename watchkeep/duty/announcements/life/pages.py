"""Pages, their groups and components."""

import re
import secrets as random
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.announcements import events
from watchkeep.duty.announcements.life.copying import remove_bucket
from watchkeep.duty.announcements.life.standing import reckon
from watchkeep.duty.announcements.life.subscribing import end_subscriptions
from watchkeep.duty.announcements.models import LANGUAGES, Component, ComponentGroup, Copy, StatusPage, Worth
from watchkeep.duty.announcements.permissions import P
from watchkeep.estate.services.models import Service
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.records import save

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
_TAKEN = frozenset({"confirm", "stop", "page"})


@transaction.atomic
def add_page(*, by: Actor, name: str, slug: str, **values: Any) -> StatusPage:
    """Add a status page. Its folder copy is written from now on."""
    by.need(P.MANAGE, _("add status pages"))
    page = StatusPage(key=random.token_urlsafe(24))
    save(page, name=name, **_checked(values | {"slug": slug}))
    tell(events.PageAdded(record=page.pk, by=by, name=page.name, is_private=page.is_private))
    Copy.objects.create(page=page, kind=Copy.Kind.FOLDER, wanted_at=clock.now(), due_at=clock.now(), revision=1)
    return page


@transaction.atomic
def edit_page(page: StatusPage, *, by: Actor, **changes: Any) -> None:
    """Change name, address, readers or texts of a page.

    When it becomes private, or another's, those who asked hear no more, and buckets meant for others are emptied of it.
    """
    by.need(P.MANAGE, _("change status pages"))
    was = page.organisation_id
    if changed := save(page, **_checked(changes), changed_at=clock.now()):
        if page.organisation_id not in (None, was):
            end_subscriptions(page, by=by)
            for copy in Copy.objects.filter(page=page, kind=Copy.Kind.S3, is_leaving=False):
                remove_bucket(copy, by=by)
        tell(events.PageEdited(record=page.pk, by=by, changed=[name for name in changed if name != "changed_at"]))


@transaction.atomic
def renew_key(page: StatusPage, *, by: Actor) -> None:
    """Replace the secret link of a private page. Whoever came by the old one stands outside, and hears no more."""
    by.need(P.MANAGE, _("change status pages"))
    page.key = random.token_urlsafe(24)
    page.save(update_fields=["key"])
    end_subscriptions(page, by=by)
    tell(events.KeyRenewed(record=page.pk, by=by))


@transaction.atomic
def save_group(group: ComponentGroup, *, by: Actor, **values: Any) -> ComponentGroup:
    """Add a group of components, or change its name or place."""
    by.need(P.MANAGE, _("change status pages"))
    save(group, **_translated(values))
    tell(events.GroupSaved(record=group.page_id, by=by, group=group.pk, name=group.name))
    return group


@transaction.atomic
def remove_group(group: ComponentGroup, *, by: Actor) -> None:
    """Dissolve a group. Its components stay and stand alone."""
    by.need(P.MANAGE, _("change status pages"))
    tell(events.GroupRemoved(record=group.page_id, by=by, group=group.pk, name=group.name))
    group.delete()


@transaction.atomic
def save_component(
    component: Component, *, by: Actor, services: Iterable[Service] | None = None, **values: Any
) -> Component:
    """Add a component, or change what is known of it. One that is hidden keeps its history."""
    by.need(P.MANAGE, _("change status pages"))
    group = values.get("group")
    if group is not None and group.page_id != component.page_id:
        raise Refused(_("That group is on another page."), field="group")
    changed = save(component, **_translated(values))
    if services is not None:
        component.services.set(services)
        changed.append("services")
    tell(events.ComponentSaved(
        record=component.page_id, by=by, component=component.pk, name=component.name, changed=changed
    ))  # fmt: skip
    return component


@transaction.atomic
def set_status(component: Component, status: str, *, by: Actor) -> None:
    """Say by hand how a component fares. What is announced on it may still make it worse."""
    by.need(P.PUBLISH, _("change what the public sees"))
    if status not in Worth.values:
        raise Refused(_("There is no such status."), field="status")
    component.own_status = status
    component.save(update_fields=["own_status"])
    reckon([component.pk], by=by)
    component.refresh_from_db(fields=["status", "changed_at"])


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Values that can be served: a domain that is one, a zone that there is, a short name that is not ours."""
    if "domain" in values:
        values["domain"] = (values["domain"] or "").strip().lower().rstrip(".") or None
        if values["domain"] and not _DOMAIN.fullmatch(values["domain"]):
            raise Refused(_("Give a host name such as status.example.com, without https:// and path."), field="domain")
    if values.get("slug") in _TAKEN:
        raise Refused(_("This short name is used by Watchkeep itself."), field="slug")
    if "time_zone" in values:
        try:
            ZoneInfo(values["time_zone"])
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise Refused(_("There is no such time zone."), field="time_zone") from error
    return _translated(values)


def _translated(values: dict[str, Any]) -> dict[str, Any]:
    """Keep only translations that say something, in languages that there are."""
    if "translations" in values:
        known = dict(LANGUAGES)
        said = {code: {name: text.strip() for name, text in texts.items() if text.strip()}
                for code, texts in values["translations"].items() if code in known}  # fmt: skip
        values["translations"] = {code: texts for code, texts in said.items() if texts}
    return values
