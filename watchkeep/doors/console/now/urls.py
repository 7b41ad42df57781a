"""The address of the first page."""

from django.urls import path
from django.views.generic import RedirectView

from watchkeep.doors.console.now import views

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="console:now"), name="home"),
    path("now", views.now, name="now"),
]
