"""Addresses that pipelines know: where they report, where they ask, and the program with which they ask."""

from django.urls import path

from watchkeep.doors.integrations.pipelines import views

app_name = "pipelines"
urlpatterns = [
    path("pipelines", views.listen, name="listen"),
    path("pipelines/gate", views.gate, name="gate"),
    path("pipelines/<str:key>", views.listen, name="listen_by_key"),
    path("gate.py", views.program, name="program"),
]
