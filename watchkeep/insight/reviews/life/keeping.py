"""What a published review teaches is kept as an article, where it is found by its words and reviewed like any other."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge.models import Article, Audience, Kind
from watchkeep.estate.knowledge.models import State as ArticleState
from watchkeep.estate.services.models import Service
from watchkeep.insight.reviews import queries
from watchkeep.insight.reviews.models import Action, ActionState, Addendum, Node, Review
from watchkeep.insight.reviews.rules import records
from watchkeep.insight.reviews.rules.records import Part
from watchkeep.kernel.actors import Actor

KEEPER = Actor.system("rule:lessons", "Lessons")


@transaction.atomic
def keep_lesson(review: Review) -> Article | None:
    """Make an article for our own people of a published review, once. A drill taught nothing about the real thing.

    Whoever published the review has agreed to its words, so that nobody is asked again.
    """
    Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    ticket = review.incident.ticket
    if ticket.is_drill:
        return None
    if there := queries.lesson_of(review):
        return there
    nodes = list(review.nodes.select_related("category__parent", "service", "item"))
    services = [key for key in (ticket.service_id, *(node.service_id for node in nodes)) if key]
    article = knowledge.write(
        by=KEEPER, title=ticket.title, source=queries.SOURCE, source_key=review.number, kind=Kind.RECORD,
        audience=Audience.INTERNAL, summary=records.summary(review.narrative), body=_body(review, nodes),
        services=list(Service.objects.filter(pk__in=services)), items=list({node.item for node in nodes if node.item}),
        severities=[review.severity] if review.severity else [], tags=["review"], owner=review.owner, team=ticket.team,
    )  # fmt: skip
    knowledge.publish(article, by=KEEPER)
    return article


@transaction.atomic
def keep_addendum(addendum: Addendum) -> None:
    """What became known later is added to the article as well, below whatever stands there by then."""
    article = queries.lesson_of(addendum.review)
    if article is None or article.state == ArticleState.RETIRED:
        return
    newest = article.versions.get(number=article.latest)
    heading = _("Added on %(day)s") % {"day": f"{addendum.created_at:%Y-%m-%d}"}
    part = f"## {heading}\n\n{addendum.text}"
    if part in newest.body:
        return
    is_clean = not article.has_changes
    knowledge.edit(article, by=KEEPER, note=heading, body=f"{newest.body}\n\n{part}")
    if is_clean and article.is_live:
        knowledge.publish(article, by=KEEPER)


def _body(review: Review, nodes: list[Node]) -> str:
    link = f"[{review.number}]({settings.BASE_URL}/reviews/{review.number})"
    words = {"incident": review.incident.number, "review": link}
    first = _("What was learnt from %(incident)s, as %(review)s tells it.") % words
    actions = Action.objects.filter(review=review).exclude(state=ActionState.DROPPED).order_by("id")
    return records.body(first, [
        Part(_("What happened"), review.narrative),
        Part(_("Impact"), review.impact),
        Part(_("How we noticed"), review.detection),
        Part(_("Causes"), lines=tuple(_line(node) for node in nodes)),
        Part(_("What was done"), review.incident.fix),
        Part(_("What went well"), review.went_well),
        Part(_("What went badly"), review.went_badly),
        Part(_("Where we got lucky"), review.lucky),
        Part(_("What follows from it"), lines=tuple(f"{one.number}: {one.title}" for one in actions)),
    ])  # fmt: skip


def _line(node: Node) -> str:
    kind = f" ({node.category})" if node.category else ""
    detail = f" {' '.join(node.detail.split())}" if node.detail else ""
    return f"**{node.get_kind_display()}:** {node.text}{kind}.{detail}"
