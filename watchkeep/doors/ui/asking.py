"""What a view for people is given: a request whose actor is known."""

from django.http import HttpRequest

from watchkeep.estate.people.models import Person
from watchkeep.kernel.actors import Actor


class Request(HttpRequest):
    """A request of somebody who has signed in. ``people.Reader`` makes it so."""

    user: Person
    actor: Actor
