"""The addresses of the console: those of its features."""

from django.urls import URLPattern, URLResolver

from watchkeep.doors.console import features
from watchkeep.doors.console.once import MAKES, makes_once

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    pattern for urls in features.modules("urls") for pattern in urls.urlpatterns
]
for one in urlpatterns:
    if isinstance(one, URLPattern) and (one.name or "").endswith(MAKES):
        one.callback = makes_once(one.callback)
