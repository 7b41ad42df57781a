"""Bills of materials: what a thing consists of, as a document says, whole each time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.estate.assets.models import Item, Source, SourceKind
from watchkeep.estate.assets.permissions import P as Assets
from watchkeep.estate.discovery.life import finding
from watchkeep.estate.discovery.life.finding import Outcome
from watchkeep.estate.discovery.models import Found, Ingredient
from watchkeep.estate.discovery.permissions import P
from watchkeep.estate.discovery.rules import sbom
from watchkeep.kernel import clock
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused

SOURCE = "sbom"


@dataclass(frozen=True)
class Itemised:
    """What became of a document: the item that it is about, its form, and how many components it lists."""

    item: int
    form: str
    listed: int
    came: int
    went: int


@transaction.atomic
def take_bill(body: bytes, *, by: Actor, item: Item | None = None) -> Itemised:
    """Take in a CycloneDX or SPDX document, of this item or of the application that it names.

    Components become what is installed there; those of an earlier document that are in this one no more are gone.
    Raises Refused, in words, for what cannot be read.
    """
    by.need(P.RECEIVE, _("say what was found"))
    try:
        bill = sbom.read(body)
    except sbom.Unreadable as no:
        raise Refused(str(no), field="file", code="unreadable") from no
    if not bill.programs:
        raise Refused(_("It lists no components."), field="file", code="empty")
    actor = replace(by, permissions=by.permissions | {Assets.REPORT})
    source, _made = Source.objects.get_or_create(
        slug=SOURCE, defaults={"name": "SBOM", "kind": SourceKind.IMPORT}
    )  # fmt: skip
    outcome = _of_item(item, bill, source, actor) if item else _of_subject(bill, source, actor)
    if outcome.match is None:
        raise Refused(_("It bears nothing that tells its subject apart."), field="file", code="unnamed")
    _keep_edges(outcome.match.item, bill)
    return Itemised(outcome.match.stands_for, bill.form, len(bill.programs), outcome.came, outcome.went)


def _keep_edges(item: int, bill: sbom.Bill) -> None:
    """What brings what on this item, as this document says, and nothing else of what an earlier one said."""
    ends = {one for edge in bill.edges for one in edge if one}
    titles = finding.titles_of(ends)
    wanted = {(titles[one] if one else None, titles[other]) for one, other in bill.edges
              if other in titles and (one is None or one in titles)}  # fmt: skip
    held = {(parent, title): pk for pk, parent, title in Ingredient.objects.filter(item=item)
            .values_list("pk", "parent", "title")}  # fmt: skip
    gone = [pk for edge, pk in held.items() if edge not in wanted]
    Ingredient.objects.filter(pk__in=gone).delete()
    Ingredient.objects.bulk_create(
        (Ingredient(item_id=item, parent_id=parent, title_id=title) for parent, title in wanted - held.keys()),
        batch_size=5000,
    )


def _of_item(item: Item, bill: sbom.Bill, source: Source, by: Actor) -> Outcome:
    home = item.merged_into_id or item.pk
    changed = finding.install(home, bill.programs, source=source, by=by)
    return Outcome(finding.known(home), [], *changed)


def _of_subject(bill: sbom.Bill, source: Source, by: Actor) -> Outcome:
    """The application that the document is about; its version may change, its name tells it apart."""
    subject = bill.subject
    key = subject.purl.partition("@")[0] or subject.name
    if not key:
        raise Refused(_("It does not say what it is about. Choose an item."), field="file", code="unnamed")
    told = {"version": subject.version, "vendor": subject.publisher}
    found = Found(
        key=key[:250], kind="application", name=subject.name[:255],
        attributes={name: value for name, value in told.items() if value}, software=bill.programs,
    )  # fmt: skip
    (outcome,) = finding.take_found([found], source=source, by=by, at=clock.now())
    return outcome
