"""Addresses of the pages on suppliers."""

from django.urls import path

from watchkeep.doors.console.suppliers import contacts, views

urlpatterns = [
    path("suppliers", views.suppliers, name="suppliers"),
    path("suppliers/new", views.add, name="supplier-add"),
    path("suppliers/<int:pk>", views.supplier, name="supplier"),
    path("suppliers/<int:pk>/edit", views.edit, name="supplier-edit"),
    path("suppliers/<int:pk>/retire", views.retire, name="supplier-retire"),
    path("suppliers/<int:pk>/revive", views.revive, name="supplier-revive"),
    path("suppliers/<int:pk>/contacts/new", contacts.add, name="supplier-contact-add"),
    path("suppliers/<int:pk>/contacts/<int:contact>", contacts.edit, name="supplier-contact-edit"),
    path("suppliers/<int:pk>/contacts/<int:contact>/remove", contacts.remove, name="supplier-contact-remove"),
]
