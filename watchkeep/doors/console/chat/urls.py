"""Addresses of chat."""

from django.urls import path

from watchkeep.doors.console.chat import accounts, views

urlpatterns = [
    path("settings/chat", views.workspaces, name="chat"),
    path("settings/chat/add/<slug:kind>", views.add, name="chat-add"),
    path("settings/chat/<int:pk>", views.workspace, name="chat-workspace"),
    path("settings/chat/<int:pk>/change", views.change, name="chat-change"),
    path("settings/chat/<int:pk>/switch", views.switch, name="chat-switch"),
    path("settings/chat/<int:pk>/test", views.try_out, name="chat-test"),
    path("settings/chat/<int:pk>/relays/add", views.add_relay, name="chat-relay-add"),
    path("settings/chat/relays/<int:pk>/remove", views.remove_relay, name="chat-relay-remove"),
    path("incidents/<str:number>/chat/<int:pk>", views.open_room, name="incident-chat"),
    path("profile/chat", accounts.accounts, name="chat-accounts"),
    path("profile/chat/code", accounts.code, name="chat-code"),
    path("profile/chat/<int:pk>/unlink", accounts.unlink, name="chat-unlink"),
]
