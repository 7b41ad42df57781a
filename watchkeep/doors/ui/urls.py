"""The kit's own addresses: the theme and the living style page."""

from django.urls import path

from watchkeep.doors.ui import theme, views

app_name = "ui"
urlpatterns = [
    path("ui", views.style_page, name="style"),
    path("ui/theme", theme.choose, name="theme"),
]
