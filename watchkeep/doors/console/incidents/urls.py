"""Addresses of the queue, the room, and one for each verb."""

from django.urls import path

from watchkeep.doors.console.incidents.views import (
    bulk,
    grouping,
    judging,
    living,
    opening,
    paging,
    queue,
    room,
    saving,
    talking,
)

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
    "edit": judging.edit,
    "amend": judging.amend,
    "escalate": paging.escalate,
    "page": paging.page,
    "merge": grouping.merge,
    "unmerge": grouping.unmerge,
    "parent": grouping.parent,
    "link": grouping.link,
    "watch": grouping.watch,
    "unwatch": grouping.unwatch,
}

urlpatterns = [
    path("incidents", queue.queue, name="incidents"),
    path("incidents/news", queue.news, name="incidents-news"),
    path("incidents/new", opening.open_, name="incident-new"),
    path("incidents/bulk", bulk.choose, name="incidents-bulk"),
    path("incidents/views/new", saving.save, name="view-save"),
    path("incidents/views/<int:pk>/delete", saving.drop, name="view-drop"),
    path("incidents/<str:number>", room.show, name="incident"),
    *(path(f"incidents/<str:number>/{name}", view, name=f"incident-{name}") for name, view in VERBS.items()),
    path("incidents/<str:number>/links/<int:pk>/delete", grouping.unlink, name="incident-unlink"),
    path("incidents/<str:number>/files/<int:pk>", talking.file, name="incident-file"),
    path("incidents/<str:number>/clocks/<int:pk>", room.clock, name="incident-clock"),
]
