"""Addresses of runbooks, workflows and runs."""

from django.urls import path

from watchkeep.doors.console.procedures.views import drafting, reading, runs, ties, writing

BOOK, DRAFT = "runbooks/<slug:slug>", "runbooks/<slug:slug>/draft"

urlpatterns = [
    path("runbooks", reading.procedures, name="procedures"),
    path("runbooks/new", writing.new, name="procedure-new"),
    path(BOOK, reading.procedure, name="procedure"),
    path(f"{BOOK}/edit", writing.edit, name="procedure-edit"),
    path(f"{BOOK}/review", writing.review, name="procedure-review"),
    path(f"{BOOK}/retire", writing.retire, name="procedure-retire"),
    path(f"{BOOK}/revive", writing.revive, name="procedure-revive"),
    path(f"{BOOK}/compare", reading.compare, name="procedure-compare"),
    path(f"{BOOK}/rehearse", reading.rehearse, name="procedure-rehearse"),
    path(f"{BOOK}/versions/<int:number>", reading.version, name="procedure-version"),
    path(f"{BOOK}/versions/<int:number>/restore", writing.restore, name="procedure-restore"),
    path(f"{BOOK}/ties/<slug:way>", ties.tie, name="procedure-tie"),
    path(f"{BOOK}/ties/<int:pk>/remove", ties.untie, name="procedure-untie"),
    path(DRAFT, drafting.draft, name="procedure-draft"),
    path(f"{DRAFT}/text", drafting.text, name="procedure-text"),
    path(f"{DRAFT}/publish", writing.publish, name="procedure-publish"),
    path(f"{DRAFT}/discard", writing.discard, name="procedure-discard"),
    path(f"{DRAFT}/steps/add/<slug:how>", drafting.add, name="procedure-step-add"),
    path(f"{DRAFT}/steps/<slug:key>/change", drafting.change, name="procedure-step"),
    path(f"{DRAFT}/steps/<slug:key>/move", drafting.move, name="procedure-step-move"),
    path(f"{DRAFT}/steps/<slug:key>/remove", drafting.remove, name="procedure-step-remove"),
    path("incidents/<str:number>/runbooks", runs.choose, name="run-choose"),
    path("incidents/<str:number>/runbooks/<slug:slug>/start", runs.start, name="run-start"),
    path("runs/<int:pk>", runs.run, name="run"),
    path("runs/<int:pk>/rehearse", runs.rehearse, name="run-rehearse"),
    path("runs/<int:pk>/rate", runs.rate, name="run-rate"),
    path("runs/<int:pk>/cancel", runs.cancel, name="run-cancel"),
    path("runs/<int:pk>/undo", runs.undo, name="run-undo"),
    path("runs/<int:pk>/steps/<int:position>/rehearse", runs.rehearse, name="run-step-rehearse"),
    path("runs/<int:pk>/steps/<int:position>/<slug:verb>", runs.work, name="run-step"),
]
