"""Reads of audit campaigns: how far each is, by product and by reviewer, and what is signed off."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from watchkeep.estate.licences import rules
from watchkeep.estate.licences.models import AuditLine, Campaign, Verdict
from watchkeep.estate.people.models import Person

WIDTHS = (110, 150, 110, 60, 110, 70, 80, 80)


@dataclass(frozen=True)
class Table:
    """What is signed off."""

    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def with_progress(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Campaigns with how many seats they look at, and how many are decided and to be removed."""
    decided = Count("lines", filter=~Q(lines__verdict=Verdict.OPEN))
    removed = Count("lines", filter=Q(lines__verdict=Verdict.REMOVE))
    return rows.annotate(seats=Count("lines"), decided=decided, removed=removed).select_related("owner")


def progress_by_product(campaign: Campaign) -> list[Any]:
    """For each product and reviewer: how many seats, and how many are undecided and to be removed."""
    rows = campaign.lines.values("product", "product__name", "reviewer__name").annotate(
        seats=Count("pk"), undecided=Count("pk", filter=Q(verdict="")), removed=Count("pk", filter=Q(verdict="remove"))
    )  # fmt: skip
    return list(rows.order_by("product__name", "reviewer__name"))


def lines_in_words(campaign: Campaign) -> QuerySet[AuditLine]:
    """Its seats with whom and what they are of."""
    return campaign.lines.select_related("product", "person", "reviewer", "seat")


def reviewers_waiting(campaign: int) -> QuerySet[Person]:
    """Those who have not decided all of their seats."""
    lines = AuditLine.objects.undecided().filter(campaign=campaign)
    return Person.objects.active().filter(pk__in=lines.values("reviewer"))


def refused_seats(campaign: int) -> list[int]:
    """The seats that were not confirmed."""
    return list(
        AuditLine.objects.filter(campaign=campaign, verdict=Verdict.REMOVE)
        .order_by("pk")
        .values_list("seat", flat=True)
    )


def evidence_table(campaign: Campaign) -> Table:
    """Every seat with what was said of it, by whom and when."""
    head = ("product", "person", "email", "last used", "reviewer", "verdict", "decided", "note")
    rows = [
        (
            line.product.name, line.person.name, line.person.email, line.used_on or "", line.decided_by,
            line.verdict, f"{line.decided_at:%Y-%m-%dT%H:%M:%SZ}" if line.decided_at else "", line.note,
        )
        for line in lines_in_words(campaign)
    ]  # fmt: skip
    return Table(head, rows)


def evidence_paper(campaign: Campaign, table: Table, digest: str) -> rules.Paper:
    """The same for a PDF, which says what it is of and names the CSV by its digest."""
    removed = sum(1 for row in table.rows if row[5] == Verdict.REMOVE)
    about = (
        _("Audit of who has seats. Owner: %(owner)s. Due: %(due)s.") % {
            "owner": campaign.owner.name, "due": campaign.due_on.isoformat(),
        },
        _("Started %(start)s, signed off %(end)s by %(who)s.") % {
            "start": f"{campaign.started_at:%Y-%m-%d %H:%M} UTC", "end": f"{campaign.ended_at:%Y-%m-%d %H:%M} UTC",
            "who": campaign.signed_by,
        },
        _("%(n)d seats: %(kept)d confirmed, %(removed)d to be removed.") % {
            "n": len(table.rows), "kept": len(table.rows) - removed, "removed": removed,
        },
        _("SHA-256 of the CSV with the same rows: %(digest)s") % {"digest": digest},
    )  # fmt: skip
    return rules.Paper(str(campaign), about, table.head, WIDTHS, table.rows)
