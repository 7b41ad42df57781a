"""One port: pages through Django, alerts through the fast lane, live pages through their own stream."""

import gc
import os

import django
from a2wsgi import WSGIMiddleware
from django.core.handlers.wsgi import WSGIHandler
from django.urls import get_resolver

gc.disable()  # what is read now stays: to look through it again and again is a fifth of a start
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "watchkeep.config.settings")
django.setup()

from watchkeep.config.dispatcher import Asgi, Dispatcher  # noqa: E402  # doors have models below them: Django first
from watchkeep.doors.api.gathering import Gathering, Limits, with_token  # noqa: E402  # the same
from watchkeep.doors.api.resources.requests.together import open_together  # noqa: E402  # the same
from watchkeep.doors.ingest.lane import lane  # noqa: E402  # the same
from watchkeep.doors.integrations.inventory import arriving  # noqa: E402  # the same
from watchkeep.doors.live.stream import Live  # noqa: E402  # the same

pages = WSGIMiddleware(WSGIHandler(), workers=8)
requests = Gathering(with_token("/api/v1/requests"), open_together, otherwise=pages)
limits = Limits(bytes=2**20, waiting=100, together=32)
inventories = Gathering(arriving.fits, arriving.receive_together, otherwise=pages, limits=limits)
lanes: dict[str, Asgi] = {"v2": lane, "ingest": lane, "live": Live(), "api": requests, "inventory": inventories}
app = Dispatcher(pages=pages, lanes=lanes)

get_resolver().reverse_dict  # noqa: B018  # every page and the whole API are read here, once for all processes
gc.freeze()  # forked processes share what has been read; no collection looks through it
gc.enable()
