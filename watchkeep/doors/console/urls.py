"""The addresses of the console: those of its features."""

from django.urls import URLPattern, URLResolver

from watchkeep.doors.console import features

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    pattern for urls in features.modules("urls") for pattern in urls.urlpatterns
]
