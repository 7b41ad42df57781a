"""The API's addresses: version 1, and the page that explains it."""

from django.urls import path

from watchkeep.doors.api import reference
from watchkeep.doors.api.door import api

urlpatterns = [
    path("api/docs", reference.page, name="api-docs"),
    path("api/v1/", api.urls),
]
