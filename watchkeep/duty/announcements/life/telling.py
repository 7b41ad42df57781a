"""What Watchkeep itself says of maintenance: by template, in every language of the page, and never why."""

from collections.abc import Mapping, Sequence

from watchkeep.duty.announcements import queries
from watchkeep.duty.announcements.life import saying
from watchkeep.duty.announcements.models import Announcement, Component
from watchkeep.duty.announcements.permissions import P
from watchkeep.duty.announcements.rules import drafts
from watchkeep.kernel.actors import Actor

PROPOSER = Actor.system("announcements", "Watchkeep", may=(P.DRAFT,))
"""Watchkeep itself, when it leaves words that a person must approve."""
SPEAKER = Actor.system("announcements", "Watchkeep", may=(P.DRAFT, P.PUBLISH))
"""Watchkeep itself, when whoever planned the window has said that the public is to know."""


def tell_by_template(
    announcement: Announcement, phase: str, words: str, *, by: Actor, effects: Mapping[int, str] | None = None
) -> None:
    """Say what happened by itself. With ``effects`` other components stand under it from now on."""
    shown = announcement.components.all() if effects is None else Component.objects.filter(pk__in=effects)
    first, *others = queries.languages_of(announcement.page)
    said = bodies(words, list(shown.order_by("position", "pk")), [first, *others])
    saying.post(
        announcement, by=by, phase=phase, body=said[first], effects=effects,
        translations={code: {"body": said[code]} for code in others},
    )  # fmt: skip


def bodies(words: str, components: Sequence[Component], languages: Sequence[str]) -> dict[str, str]:
    """The template in each language, naming these."""
    return {code: drafts.body(words, _names(components, code), code) for code in languages}


def titles(components: Sequence[Component], languages: Sequence[str]) -> dict[str, str]:
    """The title of maintenance in each language, naming these."""
    return {code: drafts.title("maintenance", _names(components, code), code) for code in languages}


def _names(components: Sequence[Component], language: str) -> list[str]:
    return [queries.name_in(one, language) for one in components]
