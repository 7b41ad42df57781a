"""Addresses of approvals; the short one stands in mails."""

from django.urls import path

from watchkeep.doors.console.approvals import links, views

urlpatterns = [
    path("approvals", views.inbox, name="approvals"),
    path("approvals/away", views.away, name="approval-away"),
    path("approvals/away/<int:pk>/end", views.back_again, name="approval-back"),
    path("approvals/<int:pk>", views.decide, name="approval"),
    path("approvals/<int:pk>/delegate", views.delegate, name="approval-delegate"),
    path("approve/<str:token>", links.answer, name="approval-answer"),
]
