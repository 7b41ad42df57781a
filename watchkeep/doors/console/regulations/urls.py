"""Addresses of the clocks of the law."""

from django.urls import path

from watchkeep.doors.console.regulations import views

urlpatterns = [
    path("settings/regulations", views.everywhere, name="regulations"),
    path("settings/regulations/wordings/<int:pk>", views.wording, name="regulation-wording"),
    path("incidents/<str:number>/regulations", views.show, name="incident-regulations"),
    path("incidents/<str:number>/regulations/start", views.start, name="incident-regulation-start"),
    path("incidents/<str:number>/regulations/<int:pk>/correct", views.correct, name="incident-regulation-correct"),
    path("incidents/<str:number>/regulations/<int:pk>/more", views.more, name="incident-regulation-more"),
    path("incidents/<str:number>/regulations/<int:pk>/stop", views.stop, name="incident-regulation-stop"),
    path("incidents/<str:number>/reports/<int:pk>", views.report, name="incident-report"),
    path("incidents/<str:number>/reports/<int:pk>/waive", views.waive, name="incident-report-waive"),
]
