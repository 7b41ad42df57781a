"""Turning pages without a browser: somebody comes in, and reads one."""

from django.test import Client

from watchkeep.estate.people.models import Person


def come(person: Person) -> Client:
    """Somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, path: str) -> str:
    """A page as it is answered."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
