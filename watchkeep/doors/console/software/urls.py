"""Addresses of the pages on software."""

from django.urls import path

from watchkeep.doors.console.software import applications, logs, titles, views

urlpatterns = [
    path("software", views.products, name="software"),
    path("software/unknown", titles.unknown, name="software-unknown"),
    path("software/set-aside", titles.aside, name="software-aside"),
    path("software/rules", views.rules, name="software-rules"),
    path("software/rules/<int:pk>/remove", views.remove_rule, name="software-rule-remove"),
    path("software/products/new", views.add, name="software-product-add"),
    path("software/products/<int:pk>", views.product, name="software-product"),
    path("software/products/<int:pk>/edit", views.edit, name="software-product-edit"),
    path("software/products/<int:pk>/rules/new", views.add_rule, name="software-rule-add"),
    path("software/titles/<int:pk>/correct", titles.correct, name="software-title-correct"),
    path("software/titles/<int:pk>/set-aside", titles.set_aside, name="software-title-set-aside"),
    path("software/titles/<int:pk>/take-up", titles.take_up, name="software-title-take-up"),
    path("software/applications", applications.applications, name="software-applications"),
    path("software/applications/<int:pk>/correct", applications.correct, name="software-application-correct"),
    path("software/applications/<int:pk>/set-aside", applications.set_aside, name="software-application-set-aside"),
    path("software/applications/<int:pk>/take-up", applications.take_up, name="software-application-take-up"),
    path("software/sign-in-logs", logs.logs, name="software-logs"),
    path("software/sign-in-logs/new", logs.add, name="software-log-add"),
    path("software/sign-in-logs/<int:pk>/key", logs.key, name="software-log-key"),
    path("software/sign-in-logs/<int:pk>/switch", logs.switch, name="software-log-switch"),
]
