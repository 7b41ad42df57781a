"""What the one question of a portal finds: articles, what can be ordered, and one's own tickets."""

from dataclasses import dataclass

from watchkeep.estate.knowledge import queries as knowledge
from watchkeep.estate.knowledge.queries import Found
from watchkeep.kernel import search
from watchkeep.kernel.actors import Actor
from watchkeep.work.requests.models import CatalogueItem
from watchkeep.work.selfservice import queries
from watchkeep.work.selfservice.models import Portal
from watchkeep.work.tickets import queries as tickets
from watchkeep.work.tickets.models import Ticket

SHORTEST = 2
LONGEST = 200
LATEST = 200
"""Of one's own tickets, how many are looked through while one types: asked for, followed and shared ones each."""
_TICKET = ("number", "title", "state", "opened_at")
_ITEM = ("name", "slug", "summary", "edition__price_once", "edition__price_monthly")
"""What a line of each shows."""


@dataclass(frozen=True)
class Finds:
    """What was found under some words."""

    words: str
    articles: list[Found]
    items: list[CatalogueItem]
    tickets: list[Ticket]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.articles or self.items or self.tickets)


def find(actor: Actor, portal: Portal, words: str, *, most: int = 10, is_typing: bool = False) -> Finds:
    """Look everywhere; ``is_typing``: the last word may not be whole yet."""
    words = " ".join(words.replace("\x00", "").split())[:LONGEST]
    if len(words) < SHORTEST:
        return Finds(words, [], [], [])
    return Finds(
        words,
        articles=knowledge.search(actor, words, most=most, is_typing=is_typing),
        items=_items(portal, actor, words, most),
        tickets=_tickets(actor, words, most, within=LATEST if is_typing else None),
    )


def _items(portal: Portal, actor: Actor, words: str, most: int) -> list[CatalogueItem]:
    """What can be ordered, with no more of it than a line shows."""
    rows = queries.catalogue(portal, actor, words=words).select_related(None).select_related("edition")
    return list(rows.only(*_ITEM)[:most])


def _tickets(actor: Actor, words: str, most: int, within: int | None) -> list[Ticket]:
    """One's own tickets with all of the words on them, replies included, the newest first.

    ``within``: among so many of the latest alone. The beginning of a common word has the postings of half of all
    tickets, which nobody waits for between two letters.
    """
    asked = search.query(words)
    if asked is None:
        return []
    rows = queries.tickets_of(actor) if within is None else queries.latest_of(actor, within)
    return list(rows.filter(tickets.on_thread(asked, is_each=within is not None)).only(*_TICKET)[:most])
