"""Addresses of policies of approval."""

from django.urls import path

from watchkeep.doors.console.approving import views

urlpatterns = [
    path("settings/change-policies", views.policies, name="change-policies"),
    path("settings/change-policies/new", views.add, name="change-policy-add"),
    path("settings/change-policies/<int:pk>", views.policy, name="change-policy"),
    path("settings/change-policies/<int:pk>/move", views.move, name="change-policy-move"),
    path("settings/change-policies/<int:pk>/remove", views.remove, name="change-policy-remove"),
]
