"""Addresses of one's own notification settings."""

from django.urls import path

from watchkeep.doors.console.notifications import views

urlpatterns = [
    path("settings/notifications", views.settings, name="notifications"),
    path("settings/notifications/add", views.add, name="method_add"),
    path("settings/notifications/rules/<str:urgency>", views.rules, name="notification_rules"),
    path("settings/notifications/habits", views.habits, name="notification_habits"),
    path("settings/notifications/push", views.subscribe, name="push_subscribe"),
    path("settings/notifications/test", views.try_out, name="notification_test"),
    path("settings/notifications/verify/<str:token>", views.verify, name="method_verify"),
    path("settings/notifications/<int:pk>/remove", views.remove, name="method_remove"),
    path("settings/notifications/<int:pk>/again", views.again, name="method_again"),
    path("settings/notifications/<int:pk>/test", views.try_out, name="method_test"),
]
