"""Addresses of the pages on leavers and movers."""

from django.urls import path

from watchkeep.doors.console.leavers import views, ways

urlpatterns = [
    path("leavers", views.leavers, name="leavers"),
    path("leavers/ways", ways.ways, name="leavers-ways"),
    path("leavers/ways/<int:pk>", ways.choose, name="leavers-way-choose"),
    path("leavers/ways/<int:pk>/remove", ways.remove, name="leavers-way-remove"),
    path("leavers/ways/<int:pk>/<slug:action>", ways.edit, name="leavers-way"),
    path("leavers/<int:pk>", views.leaver, name="leaver"),
    path("leavers/<int:pk>/report.csv", views.report, name="leaver-report"),
    *(
        path(f"leavers/seats/<int:pk>/{verb}", views.step, {"verb": verb}, name=f"leaver-{verb}")
        for verb in views.STEPS
    ),
]
