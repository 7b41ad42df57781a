"""Addresses of the pages on contracts."""

from django.urls import path

from watchkeep.doors.console.contracts import hanging, views
from watchkeep.doors.console.contracts.papers import PAPERS

urlpatterns = [
    path("contracts", views.contracts, name="contracts"),
    path("contracts/ahead", views.ahead, name="contracts-ahead"),
    path("contracts/new", views.add, name="contract-add"),
    path("contracts/<str:number>", views.contract, name="contract"),
    path("contracts/<str:number>/edit", views.edit, name="contract-edit"),
    path("contracts/<str:number>/services", hanging.add, name="contract-service-add"),
    path("contracts/<str:number>/services/<slug:slug>/remove", hanging.remove, name="contract-service-remove"),
    path("contracts/<str:number>/items", hanging.add_item, name="contract-item-add"),
    path("contracts/<str:number>/items/<int:pk>/remove", hanging.remove_item, name="contract-item-remove"),
    path("contracts/<str:number>/documents", PAPERS.add, name="contract-document-add"),
    path("contracts/<str:number>/documents/<int:pk>", PAPERS.show, name="contract-document"),
    path("contracts/<str:number>/documents/<int:pk>/remove", PAPERS.remove, name="contract-document-remove"),
    *(
        path(f"contracts/<str:number>/{verb}", views.step, {"verb": verb}, name=f"contract-{verb}")
        for verb in views.STEPS
    ),
]
