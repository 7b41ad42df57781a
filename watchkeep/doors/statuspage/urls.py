"""Addresses below a status page."""

from django.urls import path

from watchkeep.doors.statuspage import views

app_name = "statuspage"
urlpatterns = [
    path("status/<slug:slug>", views.with_slash),
    path("status/<slug:slug>/confirm/<str:token>", views.confirm, name="confirm"),
    path("status/<slug:slug>/stop/<str:token>", views.stop, name="stop"),
    path("status/<slug:slug>/<path:rest>", views.serve, name="file"),
    path("status/<slug:slug>/", views.serve, name="page"),
]
