"""The life of an audit campaign: first the map, then every verb in the order in which it is lived.

If the process dies in a verb, its transaction never was: verdicts, evidence and facts stand or fall together.
"""

import hashlib
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from watchkeep.estate.licences import queries, rules
from watchkeep.estate.licences.events import (
    AuditCancelled,
    AuditDecided,
    AuditPlanned,
    AuditReminded,
    AuditScopeChanged,
    AuditSigned,
    AuditStarted,
)
from watchkeep.estate.licences.models import (
    AuditLine,
    Campaign,
    CampaignState,
    Evidence,
    EvidenceKind,
    Product,
    Scope,
    Seat,
    Verdict,
)
from watchkeep.estate.licences.permissions import P
from watchkeep.estate.people.models import Person
from watchkeep.estate.people.queries import with_permission
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import tell
from watchkeep.kernel.lifecycle import Lifecycle, Step
from watchkeep.kernel.numbering import next_number

DRAFT, RUNNING, SIGNED, CANCELLED = CampaignState
MOST_SEATS, MOST_AT_ONCE, BATCH = 20_000, 1000, 20

AUDIT = Lifecycle(
    Step("start", (DRAFT,), RUNNING, may=P.AUDIT, label=gettext_lazy("Start")),
    Step("sign_off", (RUNNING,), SIGNED, may=P.AUDIT, label=gettext_lazy("Sign off")),
    Step("cancel", (DRAFT, RUNNING), CANCELLED, may=P.AUDIT, needs=("reason",), label=gettext_lazy("Cancel")),
)
_LINES = """
INSERT INTO licences_auditline
    (campaign_id, seat_id, product_id, person_id, reviewer_id, used_on, verdict, note, decided_by)
SELECT c.campaign_id, s.id, s.product_id, s.person_id, c.reviewer_id, s.used_on, '', '', ''
  FROM licences_scope c JOIN licences_seat s ON s.product_id = c.product_id AND s.until IS NULL
 WHERE c.campaign_id = %s ORDER BY c.id, s.id
"""


@transaction.atomic
def plan_audit(*, by: Actor, name: str, due_on: date, owner: Person) -> Campaign:
    """Plan a campaign: nobody is asked before it starts."""
    by.need(P.AUDIT, _("plan audits"))
    if not (name := name.replace("\x00", "").strip()[:200]):
        raise Refused(_("Give it a name."), field="name", code="missing")
    if due_on < clock.now().date():
        raise Refused(_("This day is over."), field="due_on")
    campaign = Campaign.objects.create(number=next_number("AUD"), name=name, due_on=due_on, owner=owner)
    tell(AuditPlanned(record=campaign.pk, by=by, number=campaign.number, due_on=due_on))
    return campaign


@transaction.atomic
def review(campaign: Campaign, *, by: Actor, product: Product, reviewer: Person) -> Scope:
    """Have the seats of a product looked at by somebody; of a product that is in it already, by somebody else."""
    _hold(campaign, by, DRAFT)
    if not with_permission(P.SEE).filter(pk=reviewer.pk).exists():
        raise Refused(_("They may not see software, and could not answer."), field="reviewer")
    scope, _is_new = Scope.objects.update_or_create(
        campaign=campaign, product=product, defaults={"reviewer": reviewer}
    )  # fmt: skip
    tell(AuditScopeChanged(record=campaign.pk, by=by, product=product.pk, reviewer=reviewer.pk))
    return scope


@transaction.atomic
def leave_out(scope: Scope, *, by: Actor) -> None:
    """Do not look at the seats of a product after all."""
    _hold(scope.campaign, by, DRAFT)
    tell(AuditScopeChanged(record=scope.campaign_id, by=by, product=scope.product_id, reviewer=None))
    scope.delete()


@transaction.atomic
def start_audit(campaign: Campaign, *, by: Actor) -> None:
    """Ask the reviewers: each seat that somebody has now is a line. Refused when nobody has one."""
    _hold(campaign, by, DRAFT)
    products = Scope.objects.filter(campaign=campaign).values("product")
    count = Seat.objects.taken().filter(product__in=products)[: MOST_SEATS + 1].count()
    if not 0 < count <= MOST_SEATS:
        words = _("Nobody has a seat of what is looked at.") if not count else _("Look at no more than %(n)d seats.")
        raise Refused(words % {"n": MOST_SEATS} if count else words, field="products", code="no_seats")
    today = clock.now().date()
    AUDIT.move(
        campaign, "start", by=by, started_at=clock.now(), next_on=rules.next_reminder(campaign.due_on, today)
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [campaign.pk])
    tell(AuditStarted(record=campaign.pk, by=by, number=campaign.number, due_on=campaign.due_on, seats=count))


@transaction.atomic
def decide(campaign: Campaign, lines: Collection[int], *, by: Actor, verdict: str, note: str = "") -> int:
    """Say of seats that they are confirmed or to be removed, or take that back; returns of how many.

    A reviewer says it of their own, and who may audit of any. NotAllowed for all when one is somebody else's.
    """
    by.need(P.SEE, _("decide about seats"))
    if verdict not in Verdict.values:
        raise Refused(_("Confirm or remove."), field="verdict")
    if not 0 < len(lines) <= MOST_AT_ONCE:
        raise Refused(_("Choose at least one and at most %(n)d seats.") % {"n": MOST_AT_ONCE}, field="lines")
    _hold(campaign, None, RUNNING)
    found = list(AuditLine.objects.filter(campaign=campaign, pk__in=lines).values_list("pk", "reviewer"))
    if not by.may(P.AUDIT) and (by.person is None or any(who != by.person for _pk, who in found)):
        raise NotAllowed(_("Its reviewer decides."), permission=P.AUDIT)
    if len(found) != len(set(lines)):
        raise Refused(_("Some of these seats are not in this campaign."), field="lines")
    said: dict[str, Any] = {"decided_by": by.name[:120], "decided_at": clock.now()} if verdict else {
        "decided_by": "", "decided_at": None,
    }  # fmt: skip
    note = note.replace("\x00", "").strip()[:300]
    count = AuditLine.objects.filter(pk__in=lines).update(verdict=verdict, note=note, **said)
    tell(AuditDecided(record=campaign.pk, by=by, verdict=verdict, seats=count))
    return count


@transaction.atomic
def sign_off(campaign: Campaign, *, by: Actor) -> None:
    """Every seat is decided: what was said is frozen as evidence, and what is to be removed is taken back."""
    _hold(campaign, by, RUNNING)
    if campaign.lines.undecided().exists():
        raise Refused(_("Not every seat is decided."), code="undecided")
    now = clock.now()
    AUDIT.move(campaign, "sign_off", by=by, ended_at=now, signed_by=by.name[:120], next_on=None)
    digests = _keep_evidence(campaign)
    counts = {verdict: campaign.lines.filter(verdict=verdict).count() for verdict in ("confirm", "remove")}
    tell(AuditSigned(
        record=campaign.pk, by=by, number=campaign.number, confirmed=counts["confirm"], removed=counts["remove"],
        csv_sha256=digests["csv"], pdf_sha256=digests["pdf"],
    ))  # fmt: skip


@transaction.atomic
def cancel_audit(campaign: Campaign, *, by: Actor, reason: str) -> None:
    """Nothing comes of it, for a reason: nobody is asked any more, and every seat stays."""
    reason = reason.replace("\x00", "").strip()[:300]
    AUDIT.move(campaign, "cancel", by=by, ended_at=clock.now(), reason=reason, next_on=None)
    tell(AuditCancelled(record=campaign.pk, by=by, number=campaign.number, reason=reason))


@transaction.atomic
def remind_due() -> int:
    """Remind the reviewers of campaigns in which something is undecided. Returns how many campaigns were due."""
    today = clock.now().date()
    due = list(Campaign.objects.due_to_remind(today).select_for_update(skip_locked=True, of=("self",))[:BATCH])
    for campaign in due:
        Campaign.objects.filter(pk=campaign.pk).update(next_on=rules.next_reminder(campaign.due_on, today))
        if campaign.lines.undecided().exists():
            left = (campaign.due_on - today).days
            tell(AuditReminded(record=campaign.pk, by=CLOCK, number=campaign.number, days_left=left))
    return len(due)


def _keep_evidence(campaign: Campaign) -> dict[str, str]:
    """Write both files; the PDF names the digest of the CSV."""
    table = queries.evidence_table(campaign)
    as_csv = rules.as_csv(table.head, table.rows)
    digest = hashlib.sha256(as_csv).hexdigest()
    as_pdf = rules.as_pdf(queries.evidence_paper(campaign, table, digest))
    files = {EvidenceKind.CSV: as_csv, EvidenceKind.PDF: as_pdf}
    made = Evidence.objects.bulk_create(
        Evidence(
            campaign=campaign, kind=kind, content=content, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for kind, content in files.items()
    )  # fmt: skip
    return {str(one.kind): one.sha256 for one in made}


def _hold(campaign: Campaign, by: Actor | None, state: str) -> None:
    """Let what happens to a campaign happen in turn; Refused when it stands elsewhere."""
    if by is not None:
        by.need(P.AUDIT, _("audit who has seats"))
    found = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign.pk)
    if found.state != state:
        raise Refused(_("This cannot be done now."), code="wrong_state")
