"""Addresses of the catalogue."""

from django.urls import path

from watchkeep.doors.console.catalogue.views import asking, drafting, editing, picturing, reading, shelving, terms

ITEM, DRAFT = "catalogue/<int:pk>", "catalogue/<int:pk>/draft"

urlpatterns = [
    path("catalogue", reading.items, name="catalogue"),
    path("catalogue/new", editing.new, name="catalogue-new"),
    path("catalogue/shelves", shelving.shelves, name="catalogue-shelves"),
    path("catalogue/shelves/new", shelving.new, name="catalogue-shelf-new"),
    path("catalogue/shelves/<int:pk>", shelving.edit, name="catalogue-shelf"),
    path("catalogue/shelves/<int:pk>/remove", shelving.remove, name="catalogue-shelf-remove"),
    path(ITEM, reading.item, name="catalogue-item"),
    path(f"{ITEM}/compare", reading.compare, name="catalogue-compare"),
    path(f"{ITEM}/preview", reading.preview, name="catalogue-preview"),
    path(f"{ITEM}/edit", editing.edit, name="catalogue-edit"),
    path(f"{ITEM}/review", editing.review, name="catalogue-review"),
    path(f"{ITEM}/retire", editing.retire, name="catalogue-retire"),
    path(f"{ITEM}/revive", editing.revive, name="catalogue-revive"),
    path(f"{ITEM}/plan", editing.plan, name="catalogue-plan"),
    path(f"{ITEM}/seat", editing.seat, name="catalogue-seat"),
    path(f"{ITEM}/time", editing.time, name="catalogue-time"),
    path(f"{ITEM}/pictures", picturing.listed, name="catalogue-pictures"),
    path(f"{ITEM}/pictures/<int:picture>", picturing.show, name="catalogue-picture"),
    path(f"{ITEM}/pictures/<int:picture>/describe", picturing.describe, name="catalogue-picture-describe"),
    path(f"{ITEM}/pictures/<int:picture>/remove", picturing.remove, name="catalogue-picture-remove"),
    path(f"{ITEM}/editions/<int:number>/restore", drafting.restore, name="catalogue-restore"),
    path(DRAFT, drafting.draft, name="catalogue-draft"),
    path(f"{DRAFT}/publish", drafting.publish, name="catalogue-publish"),
    path(f"{DRAFT}/discard", drafting.discard, name="catalogue-discard"),
    path(f"{DRAFT}/terms", terms.terms, name="catalogue-terms"),
    path(f"{DRAFT}/stages/add", terms.add_stage, name="catalogue-stage-add"),
    path(f"{DRAFT}/stages/<int:at>", terms.change_stage, name="catalogue-stage"),
    path(f"{DRAFT}/stages/<int:at>/remove", terms.remove_stage, name="catalogue-stage-remove"),
    path(f"{DRAFT}/sections/add", asking.add_section, name="catalogue-section-add"),
    path(f"{DRAFT}/sections/<int:at>", asking.change_section, name="catalogue-section"),
    path(f"{DRAFT}/sections/<int:at>/move", asking.move_section, name="catalogue-section-move"),
    path(f"{DRAFT}/sections/<int:at>/remove", asking.remove_section, name="catalogue-section-remove"),
    path(f"{DRAFT}/sections/<int:at>/questions/add", asking.add_question, name="catalogue-question-add"),
    path(f"{DRAFT}/questions/<slug:name>", asking.change_question, name="catalogue-question"),
    path(f"{DRAFT}/questions/<slug:name>/move", asking.move_question, name="catalogue-question-move"),
    path(f"{DRAFT}/questions/<slug:name>/remove", asking.remove_question, name="catalogue-question-remove"),
]
