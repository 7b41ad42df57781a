"""Addresses of the rules of the register."""

from django.urls import path

from watchkeep.doors.console.classes import authorities, joining, views

urlpatterns = [
    path("items/classes", views.classes, name="item-classes"),
    path("items/classes-add", views.add, name="item-class-add"),
    path("items/classes/<slug:slug>", views.one, name="item-class"),
    path("items/classes/<slug:slug>/edit", views.edit, name="item-class-edit"),
    path("items/classes/<slug:slug>/patience", views.patience, name="item-class-patience"),
    path("items/classes/<slug:slug>/attributes", views.describe, name="item-attribute-add"),
    path("items/classes/<slug:slug>/attributes/<str:name>", views.describe, name="item-attribute"),
    path("items/classes/<slug:slug>/attributes/<str:name>/drop", views.drop, name="item-attribute-drop"),
    path("items/classes/<slug:slug>/relations", joining.add, name="relation-rule-add"),
    path("items/relation-rules/<int:pk>/remove", joining.remove, name="relation-rule-remove"),
    path("items/authorities", authorities.authorities, name="authorities"),
    path("items/authorities/set", authorities.add, name="authority-set"),
    path("items/authorities/<int:pk>/remove", authorities.remove, name="authority-remove"),
]
