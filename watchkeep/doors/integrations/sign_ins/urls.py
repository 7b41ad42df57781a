"""Addresses that identity providers know; a key stands in the one, or comes in a header to the other."""

from django.urls import path

from watchkeep.doors.integrations.sign_ins import views

app_name = "sign_ins"
urlpatterns = [
    path("sign-ins", views.listen, name="listen"),
    path("sign-ins/<str:key>", views.listen, name="listen_by_key"),
]
