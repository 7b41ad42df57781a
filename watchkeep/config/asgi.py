"""One port: pages through Django, alerts through the fast lane, live pages through their own stream."""

import gc
import os

import django
from a2wsgi import WSGIMiddleware
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
django.setup()

from watchkeep.config.dispatcher import Dispatcher  # noqa: E402  # doors have models below them: Django first
from watchkeep.doors.ingest.lane import lane  # noqa: E402  # the same
from watchkeep.doors.live.stream import Live  # noqa: E402  # the same

app = Dispatcher(pages=WSGIMiddleware(WSGIHandler(), workers=8), lanes={"v2": lane, "ingest": lane, "live": Live()})

gc.freeze()  # what has been read stays: forked processes share it, no collection looks through it again
