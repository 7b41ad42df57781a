"""Publishing: somebody else agrees, readers read it, and one day no longer."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge.events import Published, Retired, Returned, Revived, Submitted
from watchkeep.estate.knowledge.life import understanding
from watchkeep.estate.knowledge.life.keeping import next_look
from watchkeep.estate.knowledge.life.steps import take
from watchkeep.estate.knowledge.life.writing import words_of
from watchkeep.estate.knowledge.models import Article, State
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell

NOT_DOUBTED: dict[str, Any] = {
    "stale_at": None, "stale_reason": "", "retire_asked_at": None, "retire_reason": "",
}  # fmt: skip


@transaction.atomic
def submit(article: Article, *, by: Actor) -> None:
    """Ask for review of a draft, or of changes to what is published."""
    take(article, "propose" if article.is_live else "submit", by=by, asked_at=clock.now())
    if article.state == State.REVISING and not article.has_changes:
        raise Refused(_("There are no changes to review."), code="unchanged")
    if not article.versions.get(number=article.latest).body:
        raise Refused(_("Write something first."), field="body", code="missing")
    tell(Submitted(record=article.pk, by=by, number=article.number, version=article.latest))


@transaction.atomic
def return_(article: Article, *, by: Actor, reason: str) -> None:
    """Send it back to whoever wrote it, and say why. What is published stays as it is."""
    reason = reason.replace("\x00", "").strip()[:300]
    verb = "decline" if article.state == State.REVISING else "return_"
    take(article, verb, by=by, given={"reason": reason}, asked_at=None)
    tell(Returned(record=article.pk, by=by, number=article.number, reason=reason))


@transaction.atomic
def publish(article: Article, *, by: Actor) -> None:
    """Let its readers read the newest version."""
    now = clock.now()
    article.refresh_from_db(fields=["latest", "published", "review_days"])
    version = article.versions.get(number=article.latest)
    if not version.body:
        raise Refused(_("Write something first."), field="body", code="missing")
    words = words_of(version) | NOT_DOUBTED | next_look(article.review_days, now)
    take(article, "publish", by=by, published=version.number, published_at=now, asked_at=None, **words)
    article.versions.filter(pk=version.pk).update(published_at=now)
    understanding.look_again([article.pk])
    tell(Published(
        record=article.pk, by=by, number=article.number, version=version.number, audience=article.audience
    ))  # fmt: skip


@transaction.atomic
def retire(article: Article, *, by: Actor, reason: str) -> None:
    """Let nobody find it any more, or drop a draft. It stays, with all its versions."""
    verb = "retire" if article.is_live else "drop"
    take(
        article, verb, by=by, retire_reason=reason.replace("\x00", "").strip()[:300], retired_at=clock.now(),
        retire_asked_at=None, asked_at=None, review_due_at=None, next_nudge_at=None, weigh_at=None,
    )  # fmt: skip
    understanding.look_again([article.pk])
    tell(Retired(record=article.pk, by=by, number=article.number, reason=article.retire_reason))


@transaction.atomic
def revive(article: Article, *, by: Actor) -> None:
    """Use it again: readers find what they read before; what was never published is a draft."""
    if article.published:
        take(article, "revive", by=by, retired_at=None, **NOT_DOUBTED, **next_look(article.review_days, clock.now()))
    else:
        take(article, "reopen", by=by, retired_at=None, retire_reason="")
    understanding.look_again([article.pk])
    tell(Revived(record=article.pk, by=by, number=article.number))
