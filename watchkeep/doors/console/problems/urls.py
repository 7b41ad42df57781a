"""Addresses of problems."""

from django.urls import path

from watchkeep.doors.console.problems import views

urlpatterns = [
    path("problems", views.queue, name="problems"),
    path("problems/new", views.new, name="problem-new"),
    path("problems/suggestions/<int:pk>/take", views.take, name="suggestion-take"),
    path("problems/suggestions/<int:pk>/dismiss", views.dismiss, name="suggestion-dismiss"),
    path("incidents/<str:number>/problem", views.from_incident, name="problem-from"),
    path("problems/<str:number>", views.show, name="problem"),
    path("problems/<str:number>/amend", views.amend, name="problem-amend"),
    path("problems/<str:number>/note", views.note, name="problem-note"),
    path("problems/<str:number>/link", views.link, name="problem-link"),
    *(
        path(f"problems/<str:number>/{verb}", views.step, {"verb": verb}, name=f"problem-{verb}")
        for verb in views.STEPS
    ),
]
