"""Addresses of the pages on items."""

from django.urls import path

from watchkeep.doors.console.items.views import (
    exporting,
    handling,
    importing,
    keeping,
    listing,
    mapping,
    reading,
    relating,
)

urlpatterns = [
    path("items", listing.items, name="items"),
    path("items/new", keeping.add, name="item-add"),
    path("items/export.csv", exporting.items, name="item-export"),
    path("items/relations.csv", exporting.relations, name="relation-export"),
    path("items/imports", importing.imports, name="item-imports"),
    path("items/imports/new", importing.hand_in, name="item-hand-in"),
    path("items/imports/<int:pk>", importing.file, name="item-import"),
    path("items/imports/<int:pk>/take-in", importing.take_in, name="item-take-in"),
    path("items/imports/<int:pk>/refused.csv", importing.refused, name="item-refused"),
    path("items/<int:pk>", reading.item, name="item"),
    path("items/<int:pk>/map", mapping.map_, name="item-map"),
    path("items/<int:pk>/history", reading.history, name="item-history"),
    path("items/<int:pk>/software", reading.software, name="item-software"),
    path("items/<int:pk>/ports", reading.ports, name="item-ports"),
    path("items/<int:pk>/edit", keeping.edit, name="item-edit"),
    path("items/<int:pk>/relate", relating.relate, name="item-relate"),
    path("items/<int:pk>/relations/<int:relation>/end", relating.unrelate, name="item-unrelate"),
    path("items/<int:pk>/pins/<str:attribute>", keeping.pin, name="item-pin"),
    path("items/<int:pk>/pins/<str:attribute>/end", keeping.unpin, name="item-unpin"),
    path("items/<int:pk>/step/<str:verb>", handling.step, name="item-step"),
]
