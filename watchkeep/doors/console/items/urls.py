"""Addresses of the pages on items."""

from django.urls import path

from watchkeep.doors.console.items import views

urlpatterns = [
    path("items", views.items, name="items"),
    path("items/new", views.add, name="item-add"),
    path("items/<int:pk>", views.item, name="item"),
    path("items/<int:pk>/edit", views.edit, name="item-edit"),
    path("items/<int:pk>/retire", views.retire, name="item-retire"),
]
