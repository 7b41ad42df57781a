"""Addresses of plans, roles and responses."""

from django.urls import path

from watchkeep.doors.console.response.views import crew, plans, roles

urlpatterns = [
    path("settings/plans", plans.plans, name="plans"),
    path("settings/plans/new", plans.new, name="plan-new"),
    path("settings/plans/services", plans.services, name="plans-services"),
    path("settings/plans/<int:pk>", plans.edit, name="plan"),
    path("settings/plans/<int:pk>/remove", plans.remove, name="plan-remove"),
    path("settings/response-roles", roles.roles, name="response-roles"),
    path("settings/response-roles/new", roles.new, name="response-role-new"),
    path("settings/response-roles/<slug:slug>", roles.edit, name="response-role"),
    path("settings/response-roles/<slug:slug>/remove", roles.remove, name="response-role-remove"),
    path("incidents/<str:number>/response", crew.show, name="incident-response"),
    path("incidents/<str:number>/roles/<slug:slug>/take", crew.take, name="incident-role-take"),
    path("incidents/<str:number>/roles/<slug:slug>/give", crew.give, name="incident-role-give"),
    path("incidents/<str:number>/roles/<slug:slug>/leave", crew.leave, name="incident-role-leave"),
]
