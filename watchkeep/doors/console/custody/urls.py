"""Addresses of the pages on who has a thing."""

from django.urls import path

from watchkeep.doors.console.custody import views

urlpatterns = [
    path("handovers", views.handovers, name="handovers"),
    path("handovers/<int:pk>/withdraw", views.withdraw, name="handover-withdraw"),
    path("items/<int:pk>/custody", views.item, name="item-custody"),
    path("items/<int:pk>/custody/hand-over", views.hand_over, name="item-hand-over"),
    path("items/<int:pk>/custody/ask-back", views.ask_for_return, name="item-ask-back"),
    path("items/<int:pk>/custody/back", views.take_back, name="item-came-back"),
    path("items/<int:pk>/custody/destroy", views.destroy, name="item-destroy"),
    path("items/<int:pk>/custody/certificate", views.certificate, name="item-certificate"),
]
