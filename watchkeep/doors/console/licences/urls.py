"""Addresses of the pages on licences."""

from django.urls import path
from django.views.decorators.http import require_POST

from watchkeep.doors.console.licences import entitlements, groups, positions, seats, uploads
from watchkeep.doors.console.licences.papers import PAPERS
from watchkeep.doors.console.licences.uploads import UPLOADS

urlpatterns = [
    path("licences", positions.positions, name="licences"),
    path("licences/positions.csv", positions.export, name="licences-export"),
    path("licences/entitlements", entitlements.entitlements, name="entitlements"),
    path("licences/entitlements/new", entitlements.add, name="entitlement-add"),
    path("licences/entitlements/<str:number>", entitlements.entitlement, name="entitlement"),
    path("licences/entitlements/<str:number>/edit", entitlements.edit, name="entitlement-edit"),
    path("licences/entitlements/<str:number>/end", entitlements.end, name="entitlement-end"),
    path("licences/entitlements/<str:number>/keys/new", entitlements.add_key, name="entitlement-key-add"),
    path("licences/entitlements/<str:number>/keys/<int:pk>", entitlements.show_key, name="entitlement-key"),
    path("licences/entitlements/<str:number>/documents", PAPERS.add, name="entitlement-document-add"),
    path("licences/entitlements/<str:number>/documents/<int:pk>", PAPERS.show, name="entitlement-document"),
    path(
        "licences/entitlements/<str:number>/documents/<int:pk>/remove", PAPERS.remove,
        name="entitlement-document-remove",
    ),
    path(
        "licences/entitlements/<str:number>/keys/<int:pk>/remove", entitlements.remove_key,
        name="entitlement-key-remove",
    ),
    path("licences/products/<int:pk>", positions.position, name="licence"),
    path("licences/products/<int:pk>/seats/new", seats.take, name="seat-take"),
    path("licences/products/<int:pk>/usage", uploads.add_usage, name="licence-usage-add"),
    path("licences/groups", groups.groups, name="seat-groups"),
    path("licences/groups/new", groups.add, name="seat-group-add"),
    path("licences/groups/<int:pk>/remove", groups.remove, name="seat-group-remove"),
    path("licences/upload", uploads.add, name="licence-upload-add"),
    path("licences/uploads/<int:pk>", UPLOADS.show, name="licence-upload"),
    path("licences/uploads/<int:pk>/take-in", require_POST(UPLOADS.take_in), name="licence-upload-take-in"),
    path("licences/uploads/<int:pk>/refused", UPLOADS.refused, name="licence-upload-refused"),
    path("licences/seats/<int:pk>/free", seats.free, name="seat-free"),
]  # fmt: skip
