"""Addresses of the queue, the room, and one for each verb."""

from django.urls import path

from watchkeep.doors.console.incidents.views import (
    grouping,
    judging,
    living,
    opening,
    overruling,
    paging,
    room,
    talking,
)
from watchkeep.doors.console.queue.views import bulk, listing, saving
from watchkeep.work.tickets.models import Kind

VERBS = {
    "acknowledge": living.acknowledge,
    "triage": judging.triage,
    "start": living.start,
    "hold": living.hold,
    "resume": living.resume,
    "restore": living.restore,
    "resolve": living.resolve,
    "close": living.close,
    "cancel": living.cancel,
    "reopen": living.reopen,
    "reply": talking.reply,
    "note": talking.note,
    "update": talking.update,
    "attach": talking.attach,
    "assign": judging.assign,
    "severity": judging.severity,
    "priority": judging.priority,
    "deadline": judging.deadline,
    "edit": judging.edit,
    "amend": judging.amend,
    "escalate": paging.escalate,
    "page": paging.page,
    "impact": overruling.impact,
    "pin": overruling.pin,
    "unpin": overruling.unpin,
    "accept": overruling.accept,
    "refuse": overruling.refuse,
    "affect": overruling.affect,
    "major": overruling.major,
    "no-major": overruling.no_major,
    "merge": grouping.merge,
    "unmerge": grouping.unmerge,
    "parent": grouping.parent,
    "link": grouping.link,
    "watch": grouping.watch,
    "unwatch": grouping.unwatch,
}

ONLY = {"kind": Kind.INCIDENT}

urlpatterns = [
    path("incidents", listing.queue, ONLY, name="incidents"),
    path("incidents/news", listing.news, ONLY, name="incidents-news"),
    path("incidents/views", listing.views, ONLY, name="incidents-views"),
    path("incidents/new", opening.open_, name="incident-new"),
    path("incidents/bulk", bulk.choose, name="incidents-bulk"),
    path("incidents/views/new", saving.save, ONLY, name="incidents-view-save"),
    path("incidents/<str:number>", room.show, name="incident"),
    *(path(f"incidents/<str:number>/{name}", view, name=f"incident-{name}") for name, view in VERBS.items()),
    path("incidents/<str:number>/affected/<int:pk>/spare", overruling.spare, name="incident-spare"),
    path("incidents/<str:number>/links/<int:pk>/delete", grouping.unlink, name="incident-unlink"),
    path("incidents/<str:number>/entries/<int:entry>/pin", talking.pin, name="incident-entry-pin"),
    path("incidents/<str:number>/files/<int:pk>", talking.file, name="incident-file"),
    path("incidents/<str:number>/clocks/<int:pk>", room.clock, name="incident-clock"),
]
