"""What a view of the console is given: a request whose actor is known."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request of somebody who has signed in. ``middleware.Reader`` makes it so."""

    user: Person
    actor: Actor
    htmx: "HtmxDetails"
