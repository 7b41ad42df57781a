"""Placeholders in the texts of macros: a closed list, and a missing value is said aloud."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.kernel.errors import Refused

PLACEHOLDERS: Mapping[str, object] = {
    "ticket.number": gettext_lazy("The ticket's number"),
    "ticket.title": gettext_lazy("The ticket's title"),
    "requester.name": gettext_lazy("Who asked"),
    "requester.first_name": gettext_lazy("The first name of who asked"),
    "agent.name": gettext_lazy("Who writes"),
    "agent.first_name": gettext_lazy("The first name of who writes"),
    "service.name": gettext_lazy("The service"),
    "team.name": gettext_lazy("The team that has it"),
    "assignee.name": gettext_lazy("The person who has it"),
    "organisation.name": gettext_lazy("The organisation that asked"),
    "today": gettext_lazy("Today's date"),
}
_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def check(text: str) -> None:
    """Refused (field ``body``) when a text holds a placeholder that there is none of."""
    if unknown := [name for name in _PLACE.findall(text) if name not in PLACEHOLDERS]:
        says = _("There is no placeholder {{ %(name)s }}. Known are %(known)s.")
        raise Refused(says % {"name": unknown[0][:40], "known": ", ".join(PLACEHOLDERS)}, field="body", code="unknown")


def missing(text: str, values: Mapping[str, str]) -> list[str]:
    """The placeholders of a text that have no value here, each once."""
    return list(dict.fromkeys(name for name in _PLACE.findall(text) if not values.get(name)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. Refused (field ``body``) when one is missing: nobody gets a letter with a hole."""
    check(text)
    if gaps := missing(text, values):
        says = _("“%(name)s” has no value here. Write it yourself, or give the ticket one first.")
        raise Refused(says % {"name": gaps[0]}, field="body", code="placeholder_missing")
    return _PLACE.sub(lambda place: values[place[1]], text)
