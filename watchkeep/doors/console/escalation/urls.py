"""Addresses of the escalation pages."""

from django.urls import path

from watchkeep.doors.console.escalation import views

urlpatterns = [
    path("escalation", views.policies, name="escalation"),
    path("escalation/new", views.new, name="policy_new"),
    path("escalation/<int:pk>", views.policy, name="policy"),
    path("escalation/<int:pk>/edit", views.edit, name="policy_edit"),
    path("escalation/<int:pk>/remove", views.remove, name="policy_remove"),
    path("escalation/services/<slug:slug>", views.assign, name="policy_assign"),
]
