"""Looking for help, in the order in which it is lived; and how a portal greets.

An attempt is open for seven days. It counts as help only when its reader said so and did not come back with the same
matter within that time: a figure that somebody would like to be high is counted against oneself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge import queries as articles
from watchkeep.estate.knowledge.models import Article
from watchkeep.kernel import clock, files, records, search
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests.models import Category
from watchkeep.work.selfservice.events import Judged, PortalSaved
from watchkeep.work.selfservice.models import Attempt, Logo, Outcome, Portal
from watchkeep.work.selfservice.permissions import P
from watchkeep.work.tickets import life as tickets
from watchkeep.work.tickets.models import Ticket

COMES_BACK = timedelta(days=7)
"""How long somebody has to come back with the same matter."""
ONE_VISIT = timedelta(minutes=30)
"""Words that follow one another within this time are one attempt: people look for a thing in several ways."""
LOGOS = tickets.PICTURES - {"image/gif"}
LARGEST_LOGO = 512 * 1024
FIELDS = ("name", "greeting", "hint", "phone", "accent", "language")


@transaction.atomic
def save_portal(portal: Portal, *, by: Actor, categories: Iterable[Category] | None = None, **values: str) -> None:
    """Let a portal greet otherwise, or show other shelves; ``categories``: none at all narrows nothing."""
    by.need(P.CONFIGURE, _("change portals"))
    changed = records.save(portal, **{name: values[name].strip() for name in FIELDS if name in values})
    if categories is not None and _show(portal, categories):
        changed.append("categories")
    if changed:
        tell(PortalSaved(record=portal.pk, by=by, audience=portal.audience, what=changed))


@transaction.atomic
def set_logo(portal: Portal, *, by: Actor, file: File[bytes], name: str) -> None:
    """Put a picture at the top of a portal's pages. Refused (field ``logo``) when it is none, or too large."""
    by.need(P.CONFIGURE, _("change portals"))
    name, size = tickets.safe_name(name), file.size or 0
    kind = tickets.content_type(name, "", file.read(4096), size)
    if kind not in LOGOS:
        raise Refused(_("A logo is a PNG, JPEG or WebP picture."), field="logo", code="type")
    if size > LARGEST_LOGO:
        raise Refused(_("A logo has at most %(kb)s kB.") % {"kb": LARGEST_LOGO // 1024}, field="logo", code="too_large")
    _drop_logo(portal)
    files.keep(Logo(portal=portal, name=name, content_type=kind, size=size, sha256=files.digest(file)), file)
    tell(PortalSaved(record=portal.pk, by=by, audience=portal.audience, what=["logo"]))


@transaction.atomic
def remove_logo(portal: Portal, *, by: Actor) -> None:
    """Take the picture away; without one this does nothing."""
    by.need(P.CONFIGURE, _("change portals"))
    if _drop_logo(portal):
        tell(PortalSaved(record=portal.pk, by=by, audience=portal.audience, what=["logo"]))


@transaction.atomic
def look(*, by: Actor, words: str, found_any: bool) -> Attempt | None:
    """Somebody looks for help in these words. What nobody has written yet is put on the list of what to write."""
    asked = articles.masked(words)[:200].strip()
    if by.person is None or not asked:
        return None
    if not found_any:
        knowledge.miss(asked)
    now = clock.now()
    open_ = Attempt.objects.of(by.person).filter(began_at__gt=now - ONE_VISIT, said_solved_at=None, ticket=None).first()
    if open_ is None:
        return Attempt.objects.create(
            person_id=by.person, words=asked, is_in_vain=not found_any, judge_at=now + COMES_BACK
        )
    open_.words, open_.is_in_vain = asked, not found_any
    open_.save(update_fields=["words", "is_in_vain"])
    return open_


@transaction.atomic
def read(article: Article, *, by: Actor) -> None:
    """Somebody reads an article; if they were looking for help, this is what they found."""
    knowledge.note_view(article, by=by)
    if by.person is not None and (attempt := _latest(by.person)):
        Attempt.objects.filter(pk=attempt.pk).update(article=article)


@transaction.atomic
def solved(article: Article, *, by: Actor) -> None:
    """It helped, says the reader; whoever came straight to the article had looked for its title."""
    knowledge.rate(article, by=by, is_helpful=True)
    if by.person is None:
        return
    attempt = _latest(by.person) or Attempt(person_id=by.person, words=article.title[:200])
    attempt.article, attempt.said_solved_at = article, clock.now()
    attempt.judge_at = attempt.said_solved_at + COMES_BACK
    attempt.save()


@transaction.atomic
def asked(ticket: Ticket) -> None:
    """Somebody opened a ticket: attempts at the same matter were no help.

    The latest attempt within one visit is about the same matter whatever its words; earlier ones when their words are.
    """
    if ticket.requester_id is None:
        return
    now = clock.now()
    for attempt in Attempt.objects.of(ticket.requester_id).filter(ticket=None)[:20]:
        is_recent = attempt.began_at > now - ONE_VISIT and attempt.said_solved_at is None
        if is_recent or _is_same_matter(attempt, ticket):
            outcome = Outcome.RETURNED if attempt.said_solved_at else Outcome.ASKED
            _judge(attempt, outcome, ticket=ticket)


@transaction.atomic
def judge_due(limit: int = 200) -> int:
    """Sweep: what nobody came back with has helped, if its reader said so; else nobody knows."""
    due = list(Attempt.objects.due(clock.now()).select_for_update(skip_locked=True)[:limit])
    for attempt in due:
        _judge(attempt, Outcome.DEFLECTED if attempt.said_solved_at else Outcome.UNKNOWN)
    return len(due)


def _drop_logo(portal: Portal) -> bool:
    """Whether there was one."""
    former = Logo.objects.select_for_update().filter(portal=portal).first()
    if former:
        files.drop(former)
    return former is not None


def _show(portal: Portal, categories: Iterable[Category]) -> bool:
    """Show these shelves; whether they are others than before."""
    wanted = {one.pk for one in categories}
    is_new = wanted != set(portal.categories.values_list("pk", flat=True))
    if is_new:
        portal.categories.set(wanted)
    return is_new


def _latest(person: int) -> Attempt | None:
    """The attempt that somebody is in the middle of."""
    rows = Attempt.objects.of(person).filter(began_at__gt=clock.now() - ONE_VISIT, ticket=None)
    return rows.filter(said_solved_at=None).first()


def _is_same_matter(attempt: Attempt, ticket: Ticket) -> bool:
    """Whether the ticket shares telling words with what was looked for, or with the article that was read."""
    title = attempt.article.title if attempt.article else ""
    alike = search.alike(f"{attempt.words} {title}")
    return bool(alike) and Ticket.objects.filter(pk=ticket.pk, words=alike).exists()


def _judge(attempt: Attempt, outcome: str, ticket: Ticket | None = None) -> None:
    """Decide once; of two who decide at the same time one does nothing."""
    open_ = Attempt.objects.filter(pk=attempt.pk, judge_at__isnull=False)
    if open_.update(outcome=outcome, judge_at=None, ticket=ticket):
        tell(Judged(
            record=attempt.pk, by=CLOCK, outcome=outcome, article=attempt.article_id,
            ticket=ticket.pk if ticket else None,
        ))  # fmt: skip
