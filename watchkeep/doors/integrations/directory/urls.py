"""Addresses that providers know; a source's key stands in each."""

from django.urls import path

from watchkeep.doors.integrations.directory import views
from watchkeep.doors.integrations.directory.scim.door import door

app_name = "directory"
urlpatterns = [
    path("sso/<str:key>", views.begin, name="begin"),
    path("sso/<str:key>/back", views.back, name="back"),
    path("sso/<str:key>/acs", views.acs, name="acs"),
    path("sso/<str:key>/arrived", views.arrived, name="arrived"),
    path("sso/<str:key>/metadata", views.metadata, name="metadata"),
    path("scim/v2", door, name="scim-root"),
    path("scim/v2/<path:rest>", door, name="scim"),
]
