"""The map of an article's life, and the one way to walk it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from watchkeep.estate.knowledge.models import LIVE, UNFINISHED, Article, State
from watchkeep.estate.knowledge.permissions import P
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.lifecycle import Lifecycle, Step

DRAFT, REVIEW, PUBLISHED, REVISING, RETIRED = State

LIFE = Lifecycle(
    Step("submit", (DRAFT,), REVIEW, may=P.WRITE, label=_("Ask for review")),
    Step("propose", (PUBLISHED,), REVISING, may=P.WRITE, label=_("Ask for review of the changes")),
    Step("return_", (REVIEW,), DRAFT, may=P.PUBLISH, needs=("reason",), label=_("Send back")),
    Step("decline", (REVISING,), PUBLISHED, may=P.PUBLISH, needs=("reason",), label=_("Send the changes back")),
    Step("publish", (*UNFINISHED, *LIVE), PUBLISHED, may=P.PUBLISH, label=_("Publish")),
    Step("confirm", LIVE, None, may=P.WRITE, label=_("Still right")),
    Step("propose_retirement", LIVE, None, may=P.WRITE, needs=("retire_reason",), label=_("Propose to retire")),
    Step("keep", LIVE, None, may=P.PUBLISH, label=_("Keep it")),
    Step("retire", LIVE, RETIRED, may=P.PUBLISH, needs=("retire_reason",), label=_("Retire")),
    Step("drop", UNFINISHED, RETIRED, may=P.WRITE, needs=("retire_reason",), label=_("Drop the draft")),
    Step("revive", (RETIRED,), PUBLISHED, may=P.PUBLISH, label=_("Publish again")),
    Step("reopen", (RETIRED,), DRAFT, may=P.WRITE, label=_("Take up again")),
)


def open_to(article: Article, actor: Actor) -> list[Step]:
    """The steps that this actor may take now: the buttons to draw."""
    return [step for step in LIFE.open_to(article, actor) if _makes_sense(article, step.verb)]


def take(article: Article, verb: str, *, by: Actor, given: dict[str, Any] | None = None, **values: Any) -> None:
    """Take a step and note the moment."""
    LIFE.move(article, verb, by=by, given=given, updated_at=clock.now(), **values)


def _makes_sense(article: Article, verb: str) -> bool:
    """Some steps need more than a state."""
    is_doubted = article.retire_asked_at is not None
    more = {
        "publish": article.state != PUBLISHED or article.has_changes,
        "propose": article.has_changes,
        "revive": article.published > 0,
        "reopen": article.published == 0,
        "keep": is_doubted,
        "propose_retirement": not is_doubted,
    }
    return more.get(verb, True)
