"""Addresses of the pages on stock-takes and labels."""

from django.urls import path

from watchkeep.doors.console.stocktakes import labels, views

urlpatterns = [
    path("stocktakes", views.stocktakes, name="stocktakes"),
    path("stocktakes/new", views.begin, name="stocktake-begin"),
    path("stocktakes/<str:number>", views.stocktake, name="stocktake"),
    path("stocktakes/<str:number>/read", views.read, name="stocktake-read"),
    path("stocktakes/<str:number>/finish", views.finish, name="stocktake-finish"),
    path("stocktakes/<str:number>/cancel", views.cancel, name="stocktake-cancel"),
    path("labels", labels.labels, name="labels"),
]
