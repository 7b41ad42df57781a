"""Addresses of the pages on services."""

from django.urls import path

from watchkeep.doors.console.services import standing, views

urlpatterns = [
    path("services", views.services, name="services"),
    path("services/new", views.add, name="service-add"),
    path("services/<slug:slug>", views.service, name="service"),
    path("services/<slug:slug>/edit", views.edit, name="service-edit"),
    path("services/<slug:slug>/retire", views.retire, name="service-retire"),
    path("services/<slug:slug>/revive", views.revive, name="service-revive"),
    path("services/<slug:slug>/needs", standing.depend_on, name="service-depend-on"),
    path(
        "services/<slug:slug>/needs/<slug:other>/remove", standing.depend_on_no_more, name="service-depend-on-no-more"
    ),
    path("services/<slug:slug>/items", standing.attach_item, name="service-attach-item"),
    path("services/<slug:slug>/items/<int:pk>/remove", standing.detach_item, name="service-detach-item"),
]
