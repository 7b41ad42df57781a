"""Words of people, without what tells who they are."""

from collections.abc import Iterable

from django.db.models import Value
from django.db.models.functions import StrIndex

from watchkeep.estate.knowledge import rules
from watchkeep.estate.people.models import Person


def masked(text: str, involved: Iterable[str] = ()) -> str:
    """The text without addresses, numbers, secrets and names of people whom we know, so that it may be kept.

    Everybody is found by their whole name, those who are ``involved`` also by first or last name.
    """
    text = text.replace("\x00", "")
    known = Person.objects.annotate(at=StrIndex(Value(text), "name")).filter(at__gt=0) if text.strip() else ()
    return rules.mask(text, names=[person.name for person in known], involved=involved)
