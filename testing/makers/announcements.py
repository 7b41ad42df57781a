"""Builders of status pages and what is announced on them."""

from itertools import count
from typing import Any

from watchkeep.duty.announcements import life
from watchkeep.duty.announcements.models import Announcement, Component, ComponentGroup, StatusPage
from watchkeep.estate.services.models import Service
from watchkeep.kernel.actors import CLOCK

_number = count(1)


def status_page(name: str = "Nordwind", **more: Any) -> StatusPage:
    """A public status page; give an organisation for a private one."""
    return life.add_page(by=CLOCK, **{"name": name, "slug": f"page-{next(_number)}"} | more)


def component(page: StatusPage, name: str = "Checkout", *services: Service, group: str = "", **more: Any) -> Component:
    """A component of a page, on these services."""
    values: dict[str, Any] = {"name": name, "position": next(_number) % 30000} | more
    if group:
        values["group"] = ComponentGroup.objects.get_or_create(page=page, name=group)[0]
    return life.save_component(Component(page=page), by=CLOCK, services=services, **values)


def announcement(*components: Component, status: str = "partial_outage", **more: Any) -> Announcement:
    """A published incident on these components."""
    values = {"title": "Payments fail", "body": "We look into it.", "phase": "investigating", "by": CLOCK} | more
    return life.announce(components[0].page, effects={one.pk: status for one in components}, **values)
