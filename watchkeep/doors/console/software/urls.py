"""Addresses of the pages on software."""

from django.urls import path

from watchkeep.doors.console.software import titles, views

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
]
