"""Addresses that a workspace calls; its key stands in each."""

from django.urls import path

from watchkeep.doors.integrations.chat import views

app_name = "chat"
urlpatterns = [
    path("chat/<str:key>/command", views.command, name="command"),
    path("chat/<str:key>/actions", views.action, name="actions"),
    path("chat/<str:key>/bot", views.bot, name="bot"),
    path("chat/<str:key>/form", views.form, name="form"),
]
