"""Addresses of the pages on freezes."""

from django.urls import path

from watchkeep.doors.console.freezes import views

urlpatterns = [
    path("settings/freezes", views.freezes, name="freezes"),
    path("settings/freezes/declare", views.declare, name="freeze-declare"),
    path("settings/freezes/foresee", views.foresee, name="freeze-foresee"),
    path("settings/freezes/<int:pk>/change", views.change, name="freeze-change"),
    path("settings/freezes/<int:pk>/foresee", views.foresee, name="freeze-change-foresee"),
    path("settings/freezes/<int:pk>/lift", views.lift, name="freeze-lift"),
    path("settings/freezes/<int:pk>/let-through", views.let_through, name="freeze-let-through"),
]
