"""The page as JSON, in the field names and types of the public Statuspage API v2, which programs of the field read.

https://metastatuspage.com/api describes them. Only published words are read here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from watchkeep.duty.announcements.models import Component, ComponentGroup, Update
from watchkeep.duty.announcements.queries import Shown, Snapshot, address_of

_WORDS = {
    "none": "All Systems Operational",
    "maintenance": "Service Under Maintenance",
    "minor": "Minor Service Outage",
    "major": "Partial System Outage",
    "critical": "Major Service Outage",
}


def document(name: str, snapshot: Snapshot) -> dict[str, Any]:
    """The document of this name, such as ``summary`` or ``incidents/unresolved``."""
    incidents = [one for one in snapshot.shown if not one.is_maintenance][:50]
    planned = [one for one in snapshot.shown if one.is_maintenance][:50]
    parts: dict[str, dict[str, Any]] = {
        "summary": {
            "components": _components(snapshot),
            "incidents": _several(snapshot.incidents, snapshot),
            "scheduled_maintenances": _several([*snapshot.under_way, *snapshot.upcoming], snapshot),
            "status": _status(snapshot),
        },
        "status": {"status": _status(snapshot)},
        "components": {"components": _components(snapshot)},
        "incidents": {"incidents": _several(incidents, snapshot)},
        "incidents/unresolved": {"incidents": _several(snapshot.incidents, snapshot)},
        "scheduled-maintenances": {"scheduled_maintenances": _several(planned, snapshot)},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances": _several(snapshot.upcoming, snapshot)},
        "scheduled-maintenances/active": {"scheduled_maintenances": _several(snapshot.under_way, snapshot)},
    }
    return {"page": _page(snapshot)} | parts[name]


def _page(snapshot: Snapshot) -> dict[str, Any]:
    page = snapshot.page
    return {
        "id": str(page.pk),
        "name": page.name,
        "url": address_of(page).rstrip("/"),
        "time_zone": page.time_zone,
        "updated_at": _at(snapshot.updated_at),
    }


def _status(snapshot: Snapshot) -> dict[str, str]:
    return {"indicator": snapshot.indicator, "description": _WORDS[snapshot.indicator]}


def _components(snapshot: Snapshot) -> list[dict[str, Any]]:
    groups = [_group(group, snapshot) for group in snapshot.groups if snapshot.in_group(group)]
    return [*(_component(one) for one in snapshot.components), *groups]


def _component(component: Component) -> dict[str, Any]:
    return {
        "id": str(component.pk),
        "name": component.name,
        "status": component.status,
        "created_at": _at(component.created_at),
        "updated_at": _at(component.changed_at),
        "position": component.position,
        "description": component.description or None,
        "showcase": True,
        "start_date": component.created_at.date().isoformat(),
        "group_id": f"group-{component.group_id}" if component.group_id else None,
        "page_id": str(component.page_id),
        "group": False,
        "only_show_if_degraded": False,
    }


def _group(group: ComponentGroup, snapshot: Snapshot) -> dict[str, Any]:
    own = snapshot.in_group(group)
    order = ("operational", "under_maintenance", "degraded_performance", "partial_outage", "major_outage")
    return {
        "id": f"group-{group.pk}",
        "name": group.name,
        "status": max((one.status for one in own), key=order.index),
        "created_at": _at(group.created_at),
        "updated_at": _at(max(one.changed_at for one in own)),
        "position": group.position,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": str(group.page_id),
        "group": True,
        "only_show_if_degraded": False,
        "components": [str(one.pk) for one in own],
    }


def _several(shown: Iterable[Shown], snapshot: Snapshot) -> list[dict[str, Any]]:
    return [_incident(one, snapshot) for one in shown]


def _incident(shown: Shown, snapshot: Snapshot) -> dict[str, Any]:
    row = shown.announcement
    names = {one.pk: one.name for one in snapshot.components}
    told = {
        "id": str(row.pk),
        "name": row.title,
        "status": row.state,
        "created_at": _at(row.published_at),
        "updated_at": _at(row.changed_at),
        "monitoring_at": _at(row.monitoring_at),
        "resolved_at": _at(row.ended_at),
        "impact": "maintenance" if shown.is_maintenance else row.impact,
        "shortlink": f"{address_of(snapshot.page)}incident-{row.pk}.html",
        "started_at": _at(row.scheduled_for if shown.is_maintenance else row.published_at),
        "page_id": str(row.page_id),
        "incident_updates": [_update(one, names) for one in shown.updates],
        "components": [_component(one) for one in shown.components],
        "reminder_intervals": None,
    }
    if shown.is_maintenance:
        told |= {"scheduled_for": _at(row.scheduled_for), "scheduled_until": _at(row.scheduled_until)}
    return told


def _update(update: Update, names: dict[int, str]) -> dict[str, Any]:
    at = _at(update.published_at)
    felt = [
        {
            "code": str(one["component"]),
            "name": names[one["component"]],
            "old_status": one.get("old"),
            "new_status": one.get("new"),
        }
        for one in update.effects
        if one["component"] in names
    ]
    return {
        "id": str(update.pk),
        "status": update.phase,
        "body": update.body,
        "incident_id": str(update.announcement_id),
        "created_at": at,
        "updated_at": at,
        "display_at": at,
        "affected_components": felt or None,
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _at(at: datetime | None) -> str | None:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None
