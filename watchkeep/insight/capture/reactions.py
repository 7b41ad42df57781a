"""What work means for articles, and who hears of what happens to them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from watchkeep.duty.notify import life as notify
from watchkeep.duty.notify import queries as reach
from watchkeep.duty.notify.models import Urgency
from watchkeep.estate.knowledge import events as articles
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge.models import Article, Feedback
from watchkeep.estate.people.models import Person
from watchkeep.insight.capture import life
from watchkeep.kernel.facts import Fact
from watchkeep.work.incidents import events as incidents
from watchkeep.work.incidents.models import Incident
from watchkeep.work.problems import events as problems
from watchkeep.work.problems.models import Problem
from watchkeep.work.requests import events as requests
from watchkeep.work.requests.models import Request


def write_draft(fact: incidents.Closed) -> None:
    """What helped is written down while it is known."""
    life.capture(Incident.objects.select_related("ticket__service", "ticket__team").get(pk=fact.record))


def write_how_to(fact: requests.Closed) -> None:
    """How a wish was met is written down, too."""
    life.capture_request(Request.objects.select_related("ticket__service", "ticket__team").get(pk=fact.record))


def write_known_error(fact: problems.BecameKnown) -> None:
    """How to live with it is written down for everybody."""
    life.capture_problem(Problem.objects.select_related("ticket__service", "ticket__team").get(pk=fact.record))


def weigh_soon(fact: incidents.Opened) -> None:
    """Articles on what breaks are looked at more often."""
    if fact.service:
        knowledge.weigh_soon([fact.service])


def tell_reviewer(fact: articles.Submitted) -> None:
    """Whoever reviews it hears that its words wait."""
    article = _article(fact)
    people = reach.people([article.reviewer_id]) or _leads(article)
    _tell(people, fact, article, _("Please review"), _("Its words wait for your agreement."))


def tell_returned(fact: articles.Returned) -> None:
    """Whoever looks after it hears what is missing."""
    article = _article(fact)
    _tell(_keepers(article), fact, article, _("Sent back"), fact.reason)


def tell_due(fact: articles.ReviewDue) -> None:
    """Whoever looks after it is reminded; once it is long overdue the leads of the team are, too."""
    article = _article(fact)
    people = [*_keepers(article), *(_leads(article) if fact.stage == "escalated" else [])]
    what = _("To be looked at soon") if fact.stage == "soon" else _("Not looked at in time")
    body = _("Is it still right? It is to be looked at by %(on)s.") % {"on": f"{fact.due_at:%Y-%m-%d}"}
    _tell(people, fact, article, what, body)


def tell_stale(fact: articles.MarkedStale) -> None:
    """Whoever looks after it hears that it may be wrong."""
    article = _article(fact)
    _tell(_keepers(article), fact, article, _("May be wrong now"), fact.reason)


def tell_unused(fact: articles.RetirementProposed) -> None:
    """Whoever looks after it hears that it seems to be of no use."""
    article = _article(fact)
    _tell(_keepers(article), fact, article, _("Still needed?"), fact.reason)


def tell_feedback(fact: articles.FeedbackGiven) -> None:
    """What a reader misses is a task for whoever looks after it."""
    if fact.is_task:
        article = _article(fact)
        _tell(_keepers(article), fact, article, _("A reader writes"), Feedback.objects.get(pk=fact.feedback).comment)


def _article(fact: Fact) -> Article:
    return Article.objects.select_related("owner", "reviewer").get(pk=fact.record)


def _keepers(article: Article) -> list[Person]:
    return reach.people([article.owner_id]) or _leads(article)


def _leads(article: Article) -> list[Person]:
    return reach.leads_of(article.team_id) if article.team_id else []


def _tell(people: Iterable[Person], fact: Fact, article: Article, what: str, body: str) -> None:
    link = f"{settings.BASE_URL}/articles/{article.number}"
    for person in {person.pk: person for person in people}.values():
        if f"person:{person.pk}" != str(fact.by):
            notify.notify(
                person, fact_id=fact.id, subject=f"{article.number} · {what}: {article.title}", body=body, link=link,
                link_text=_("Open %(number)s") % {"number": article.number}, urgency=Urgency.LOW,
            )  # fmt: skip


TELLS: Mapping[type[Fact], tuple[Callable[[Any], None], ...]] = {
    articles.Submitted: (tell_reviewer,),
    articles.Returned: (tell_returned,),
    articles.ReviewDue: (tell_due,),
    articles.MarkedStale: (tell_stale,),
    articles.RetirementProposed: (tell_unused,),
    articles.FeedbackGiven: (tell_feedback,),
}
"""Who hears of what articles tell, as jobs: a mail that cannot be written never undoes the act that it tells of."""
