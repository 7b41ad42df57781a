"""The one address of SCIM. Most instances are never asked: the protocol's models are read with the first request."""

from importlib import import_module

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt  # the token proves who calls; no cookie is looked at
@login_not_required
@never_cache
def door(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer a program that sends people."""
    answered: HttpResponse = import_module(f"{__package__}.views").answer(request, rest)
    return answered
