"""Where each kind of ticket is read and worked."""

from collections.abc import Mapping
from functools import cache

from django.urls import NoReverseMatch, reverse

from watchkeep.work.tickets.models import Kind, Ticket

ROOMS: Mapping[str, str] = {kind.value: f"console:{kind.value}" for kind in Kind}
ICONS: Mapping[str, str] = {kind.value: kind.value for kind in Kind}

KEYS: Mapping[str, Mapping[str, str]] = {
    Kind.INCIDENT: {"a": "assign", "c": "note", "e": "resolve"},
    Kind.PROBLEM: {"c": "note", "e": "resolve"},
}
"""What a key does with the line of a ticket in a list, by the verb's address under the ticket's own."""


@cache
def has_room(kind: str) -> bool:
    """Whether tickets of this kind have a page here."""
    try:
        reverse(ROOMS[kind], args=["1"])
    except (KeyError, NoReverseMatch):
        return False
    return True


def address(ticket: Ticket) -> str:
    """The page of a ticket, whatever its kind."""
    return at(ticket.kind, ticket.number)


def at(kind: str, number: str) -> str:
    """The page of the ticket with this number."""
    return f"{_before(kind)}{number}"


@cache
def _before(kind: str) -> str:
    """What stands before the number in an address: a list asks for hundreds, and Django takes its time for each."""
    return reverse(ROOMS[kind], args=["0"]).removesuffix("0")
