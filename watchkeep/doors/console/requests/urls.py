"""Addresses of requests."""

from django.urls import path

from watchkeep.doors.console.requests import views

urlpatterns = [
    path("requests", views.listed, name="requests"),
    path("requests/new", views.new, name="request-new"),
    path("requests/new/<slug:slug>", views.fill, name="request-fill"),
    path("requests/<str:number>", views.show, name="request"),
    path("requests/<str:number>/reply", views.reply, name="request-reply"),
    path("requests/<str:number>/note", views.note, name="request-note"),
    path("requests/<str:number>/assign", views.assign, name="request-assign"),
    path("requests/<str:number>/change", views.change, name="request-change"),
    path("requests/<str:number>/files/<int:pk>", views.file, name="request-file"),
    path("requests/<str:number>/turn", views.turn, name="request-turn"),
    path("requests/<str:number>/holdings/<int:pk>/back", views.give_back, name="request-give-back"),
    *(
        path(f"requests/<str:number>/{verb}", views.step, {"verb": verb}, name=f"request-{verb}")
        for verb in views.STEPS
    ),
]  # fmt: skip
