"""Addresses of the pages on audits of seats."""

from django.urls import path

from watchkeep.doors.console.audits import deciding, views

urlpatterns = [
    path("audits", views.audits, name="audits"),
    path("audits/new", views.add, name="audit-add"),
    path("audits/<str:number>", views.audit, name="audit-page"),
    path("audits/<str:number>/products", views.review, name="audit-review"),
    path("audits/<str:number>/products/<int:pk>/remove", views.leave_out, name="audit-leave-out"),
    path("audits/<str:number>/decide", deciding.decide, name="audit-decide"),
    path("audits/<str:number>/evidence.<str:kind>", deciding.evidence, name="audit-evidence"),
    *(path(f"audits/<str:number>/{verb}", views.step, {"verb": verb}, name=f"audit-{verb}") for verb in views.STEPS),
]
