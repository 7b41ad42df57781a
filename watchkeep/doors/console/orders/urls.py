"""Addresses of the pages on orders and invoices."""

from django.urls import path
from django.views.decorators.http import require_POST

from watchkeep.doors.console.orders import uploads, views
from watchkeep.doors.console.orders.uploads import UPLOADS

urlpatterns = [
    path("orders", views.orders, name="orders"),
    path("orders/new", views.add, name="order-add"),
    path("orders/upload", uploads.add, name="order-upload-add"),
    path("orders/uploads/<int:pk>", UPLOADS.show, name="order-upload"),
    path("orders/uploads/<int:pk>/take-in", require_POST(UPLOADS.take_in), name="order-upload-take-in"),
    path("orders/uploads/<int:pk>/refused", UPLOADS.refused, name="order-upload-refused"),
    path("orders/<str:number>", views.order, name="order"),
    path("orders/<str:number>/edit", views.edit, name="order-edit"),
    path("orders/<str:number>/receive", views.receive, name="order-receive"),
    path("orders/<str:number>/close", views.close, name="order-close"),
    path("items/<int:pk>/match", views.match, name="order-match"),
    path("invoices", views.invoices, name="invoices"),
    path("invoices/new", views.add_invoice, name="invoice-add"),
    path("invoices/<int:pk>/remove", views.remove_invoice, name="invoice-remove"),
]
