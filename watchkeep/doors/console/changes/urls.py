"""Addresses of changes and their models."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from watchkeep.doors.console.changes.views import carrying, listing, models, planning, reading


class ChangeNumber(StringConverter):
    """A number that people say aloud, so that other words may stand at its place."""

    regex = "(?:[A-Za-z]{2,8}-)?[0-9]{1,18}"


register_converter(ChangeNumber, "change")

urlpatterns = [
    path("changes", listing.changes, name="changes"),
    path("changes/new", planning.new, name="change-new"),
    path("changes/foresee", planning.foresee, name="change-foresee"),
    path("changes/models", models.models, name="change-models"),
    path("changes/models/new", models.add, name="change-model-add"),
    path("changes/models/<slug:slug>", models.model, name="change-model"),
    path("changes/models/<slug:slug>/edit", models.edit, name="change-model-edit"),
    path("changes/models/<slug:slug>/promote", models.promote, name="change-model-promote"),
    path("changes/models/<slug:slug>/demote", models.demote, name="change-model-demote"),
    path("changes/<change:number>", reading.change, name="change"),
    path("changes/<change:number>/amend", planning.amend, name="change-amend"),
    path("changes/<change:number>/answer", planning.answer, name="change-answer"),
    path("changes/<change:number>/risk", planning.why, name="change-why"),
    path("changes/<change:number>/note", reading.note, name="change-note"),
    path("changes/<change:number>/plan/<int:step>", carrying.take_step, name="change-take-step"),
    path("changes/<change:number>/plan/<int:step>/run", carrying.run_step, name="change-run-step"),
    path("changes/<change:number>/<str:verb>", carrying.step, name="change-step"),
]
