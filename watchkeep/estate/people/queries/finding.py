"""Reads: who fits a few words."""

from django.db.models import Q, QuerySet

from watchkeep.estate.people.models import Person

MOST_WORDS, SHORT = 6, 2


def alike(rows: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose name holds every word, or whose address begins with what was written.

    A word of one or two letters must begin a part of the name: that much an index of three letters can find.
    """
    text = words.replace("\0", "").rpartition("<")[2].strip(" >")
    named = Q()
    for word in text.split()[:MOST_WORDS]:
        begins = Q(name__istartswith=word) | Q(name__icontains=f" {word}")
        named &= begins if len(word) <= SHORT else Q(name__icontains=word)
    return rows.filter(named | Q(email__startswith=text.lower())) if text else rows
