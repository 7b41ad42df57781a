"""Addresses of the pages on what does not agree."""

from django.urls import path

from watchkeep.doors.console.reconciliation import keeping, views

urlpatterns = [
    path("reconciliation", views.morning, name="reconciliation"),
    path("reconciliation/again", views.look_again, name="reconciliation-again"),
    path("reconciliation/rules", views.rules, name="finding-rules"),
    path("reconciliation/rules/new", views.rule, name="finding-rule-add"),
    path("reconciliation/rules/<int:pk>", views.rule, name="finding-rule"),
    path("reconciliation/rules/<int:pk>/remove", views.remove_rule, name="finding-rule-remove"),
    path("reconciliation/findings/<int:pk>/set-aside", views.set_aside, name="finding-set-aside"),
    path("reconciliation/findings/<int:pk>/take-up", views.take_up, name="finding-take-up"),
    path("reconciliation/findings/<int:pk>/owner", views.assign_owner, name="finding-owner"),
    path("reconciliation/findings/<int:pk>/ticket", views.ask, name="finding-ticket"),
    path("reconciliation/<slug:kind>/keepers/new", keeping.name, name="finding-keeper-add"),
    path("reconciliation/<slug:kind>/keepers/mine", keeping.take_on, name="finding-keep"),
    path("reconciliation/keepers/<int:pk>/remove", keeping.let_go, name="finding-keeper-remove"),
    path("reconciliation/<slug:kind>", views.findings, name="findings"),
]
