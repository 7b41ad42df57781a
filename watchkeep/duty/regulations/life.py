"""The life of an obligation: a person says that a law applies and since when, reports are made, and it ends.

Every verb holds the obligation's row, so that of two who report the same stage one has done it and the other is told.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.regulations import events, rules
from watchkeep.duty.regulations.models import MORE, STAGES, TERMS, Obligation, Regime, Report, Terms, Wording
from watchkeep.duty.regulations.permissions import P
from watchkeep.estate.calendars.models import BusinessHours
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK, Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import Fact, tell, tell_many
from watchkeep.work.tickets.models import Attachment, Ticket

CORRECTED = ("aware_at", "classified_at", "handled_at", "terms", "hours")


@transaction.atomic
def start(
    ticket: Ticket,
    *,
    by: Actor,
    regime: str,
    aware_at: datetime,
    classified_at: datetime | None = None,
    authority: str = "",
    terms: str = Terms.PLAIN,
    hours: BusinessHours | None = None,
) -> Obligation:
    """Say that a law wants this incident reported, since when we have been aware of it, and what holds for us.

    ``terms`` that weekends and bank holidays move need ``hours``, the calendar that knows them.
    """
    by.need(P.WORK, _("start a clock of the law"))
    if regime not in Regime.values:
        raise Refused(_("Choose a law."), field="regime")
    _refuse_unlikely(regime, aware_at, classified_at)
    _refuse_terms(regime, terms, hours)
    _refuse_started(ticket, regime)
    obligation = Obligation.objects.create(
        ticket=ticket,
        regime=regime,
        aware_at=aware_at,
        classified_at=classified_at,
        authority=authority.strip(),
        terms=terms,
        hours=hours if terms in rules.MOVING else None,
        started_by_id=by.person,
    )
    Report.objects.bulk_create(
        Report(obligation=obligation, stage=stage.slug, position=place) for place, stage in enumerate(STAGES[regime])
    )
    _reckon(obligation)
    tell(events.Started(
        record=ticket.pk, by=by, law=str(Regime(regime).label), aware_at=aware_at, classified_at=classified_at
    ))  # fmt: skip
    return obligation


@transaction.atomic
def correct(obligation: Obligation, *, by: Actor, **said: Any) -> None:
    """Say better since when it counts, or what holds for us. What is due moves; what was said before stays on record.

    ``said``: any of ``aware_at``, ``classified_at``, ``handled_at``, ``terms`` and ``hours``; the rest stays.
    """
    by.need(P.WORK, _("correct a clock of the law"))
    held = _held(obligation)
    was = {name: getattr(held, name) for name in CORRECTED}
    now = was | {name: said[name] for name in CORRECTED if name in said}
    _refuse_unlikely(held.regime, now["aware_at"], now["classified_at"], now["handled_at"])
    _refuse_terms(held.regime, now["terms"], now["hours"])
    now["hours"] = now["hours"] if now["terms"] in rules.MOVING else None
    if was == now:
        return
    for name, value in now.items():
        setattr(held, name, value)
    held.save(update_fields=CORRECTED)
    _reckon(held)
    tell(events.Corrected(
        record=held.ticket_id, by=by, law=held.get_regime_display(), aware_at=held.aware_at,
        was_aware_at=was["aware_at"], classified_at=held.classified_at, was_classified_at=was["classified_at"],
        handled_at=held.handled_at, terms=held.terms, was_terms=was["terms"],
    ))  # fmt: skip


@transaction.atomic
def report(row: Report, *, by: Actor, **said: Any) -> None:
    """Put on record that a report was made: when, by whom, to whom, in which words, with what evidence.

    ``said``: ``text`` and ``to``; ``reported_at`` (now, when not given), ``reference``, ``evidence``, ``attachment``.
    """
    by.need(P.WORK, _("report to an authority"))
    obligation, row = _open(row)
    _put_on_record(obligation, row, by=by, **said)


@transaction.atomic
def report_more(obligation: Obligation, *, by: Actor, **said: Any) -> Report:
    """Put on record that more was told, as a law wants it while an incident goes on. ``said``: as for ``report``."""
    by.need(P.WORK, _("report to an authority"))
    held = _held(obligation)
    step = MORE[held.regime]
    first = held.reports.get(stage=step.after)
    if first.reported_at is None:
        raise Refused(_("%(stage)s comes first.") % {"stage": first.step.name}, code="wrong_state")
    row = Report(obligation=held, stage=step.slug, position=first.position)
    _put_on_record(held, row, by=by, **said)
    return row


@transaction.atomic
def waive(row: Report, *, by: Actor, reason: str) -> None:
    """Say why a report is not needed."""
    by.need(P.WORK, _("say that a report is not needed"))
    obligation, row = _open(row)
    row.closed_at, row.close_reason = clock.now(), _reason(reason)
    row.save(update_fields=["closed_at", "close_reason"])
    tell(events.Waived(
        record=obligation.ticket_id, by=by, law=obligation.get_regime_display(), stage=str(row.step.name),
        reason=row.close_reason,
    ))  # fmt: skip


@transaction.atomic
def stop(obligation: Obligation, *, by: Actor, reason: str) -> None:
    """Say why the law does not want this incident reported. What was reported stays on record."""
    by.need(P.WORK, _("stop a clock of the law"))
    held, now = _held(obligation), clock.now()
    held.stopped_at, held.stop_reason = now, _reason(reason)
    held.save(update_fields=["stopped_at", "stop_reason"])
    held.reports.filter(reported_at=None, closed_at=None).update(closed_at=now, close_reason=held.stop_reason)
    tell(events.Stopped(record=held.ticket_id, by=by, law=held.get_regime_display(), reason=held.stop_reason))


@transaction.atomic
def change_wording(wording: Wording, *, by: Actor, text: str) -> None:
    """Let a report begin with other words. Refused (field ``text``) when they cannot be filled."""
    by.need(P.CONFIGURE, _("change the wording of reports"))
    try:
        rules.check(text)
    except ValueError as error:
        raise Refused(_("This cannot be filled: %(why)s") % {"why": error}, field="text") from error
    wording.text = text
    wording.save(update_fields=["text"])
    tell(events.WordingChanged(
        record=wording.pk, by=by, law=wording.get_regime_display(), stage=str(wording.step.name)
    ))  # fmt: skip


@transaction.atomic
def warn_due(limit: int = 200) -> int:
    """Tell of reports for which time runs short, each once. Returns how many."""
    now = clock.now()
    rows = _taken(Report.objects.due_to_warn(now), limit)
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(warned_at=now)
    tell_many([_moment(events.DueSoon, row) for row in rows])
    return len(rows)


@transaction.atomic
def tell_late(limit: int = 200) -> int:
    """Tell of reports whose time is over, each once. Returns how many."""
    now = clock.now()
    rows = _taken(Report.objects.due_to_tell(now), limit)
    Report.objects.filter(pk__in=[row.pk for row in rows]).update(late_at=now, warned_at=now)
    tell_many([_moment(events.Late, row) for row in rows])
    return len(rows)


def _put_on_record(
    obligation: Obligation,
    row: Report,
    *,
    by: Actor,
    text: str,
    to: str,
    reported_at: datetime | None = None,
    reference: str = "",
    evidence: str = "",
    attachment: Attachment | None = None,
) -> None:
    now = clock.now()
    reported_at = reported_at or now
    if not obligation.aware_at <= reported_at <= now:
        raise Refused(_("It was reported between becoming aware and now."), field="reported_at")
    for name, value in (("to", to), ("text", text)):
        if not value.strip():
            raise Refused(_("This is what shows later what was reported."), field=name)
    if attachment and attachment.ticket_id != obligation.ticket_id:
        raise Refused(_("That file belongs to another incident."), field="attachment")
    row.reported_at, row.reported_by_id, row.to, row.text = reported_at, by.person, to.strip(), text.strip()
    row.reference, row.evidence, row.attachment = reference.strip(), evidence.strip(), attachment
    row.save()
    _reckon(obligation)
    tell(events.Reported(
        record=obligation.ticket_id, by=by, law=obligation.get_regime_display(), stage=str(row.step.name),
        reported_at=reported_at, to=row.to[:80], reference=row.reference[:80], is_late=row.is_late,
    ))  # fmt: skip


def _moment(kind: Callable[..., Fact], row: Report) -> Fact:
    obligation = row.obligation
    return kind(
        record=obligation.ticket_id,
        by=CLOCK,
        law=obligation.get_regime_display(),
        stage=str(row.step.name),
        due_at=row.due_at,
        person=obligation.started_by_id,
    )


def _taken(due: Any, limit: int) -> list[Report]:
    return list(due.select_related("obligation").select_for_update(of=("self",), skip_locked=True)[:limit])


def _held(obligation: Obligation) -> Obligation:
    held = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if held.stopped_at is not None:
        raise Refused(_("That clock was stopped."), code="wrong_state")
    return held


def _open(row: Report) -> tuple[Obligation, Report]:
    """The report and its obligation, held until the transaction ends; Refused unless it still has to be made."""
    obligation = _held(row.obligation)
    fresh = Report.objects.select_related("obligation").get(pk=row.pk)
    if not fresh.is_open:
        raise Refused(_("That is done already."), code="wrong_state")
    return obligation, fresh


def _reckon(obligation: Obligation) -> None:
    """Write when each open report is due. One that is due at another moment is reminded of anew."""
    rows = list(obligation.reports.all())
    made = sorted((row.reported_at, row.stage) for row in rows if row.reported_at)
    sent = {stage: at for at, stage in made}
    hours = obligation.hours.spec() if obligation.hours else None
    due = rules.due(
        obligation.regime,
        rules.Known(
            obligation.aware_at, obligation.classified_at, sent, obligation.terms, hours, obligation.handled_at
        ),
    )
    for row in rows:
        if row.is_open and row.due_at != due[row.stage]:
            row.due_at = due[row.stage]
            row.warn_at, row.warned_at, row.late_at = rules.warn_at(obligation.aware_at, row.due_at), None, None
            row.save(update_fields=["due_at", "warn_at", "warned_at", "late_at"])


def _refuse_started(ticket: Ticket, regime: str) -> None:
    """Hold the ticket, so that of two who start the same clock one is told."""
    Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
    if Obligation.objects.filter(ticket=ticket, regime=regime).exists():
        raise Refused(_("That clock was started already."), code="taken")


def _refuse_unlikely(
    regime: str, aware_at: datetime, classified_at: datetime | None, handled_at: datetime | None = None
) -> None:
    now = clock.now()
    if aware_at > now:
        raise Refused(_("Nobody is aware of what has not happened."), field="aware_at")
    if classified_at and regime != Regime.DORA:
        raise Refused(_("Only DORA counts from a classification."), field="classified_at")
    if classified_at and not aware_at <= classified_at <= now:
        raise Refused(_("It was classified between becoming aware and now."), field="classified_at")
    if handled_at and regime != Regime.NIS2:
        raise Refused(_("Only NIS2 counts from when it was handled."), field="handled_at")
    if handled_at and not aware_at <= handled_at <= now:
        raise Refused(_("It was handled between becoming aware and now."), field="handled_at")


def _refuse_terms(regime: str, terms: str, hours: BusinessHours | None) -> None:
    if terms not in TERMS[Regime(regime)]:
        raise Refused(_("That law has no such terms."), field="terms")
    if terms in rules.MOVING and hours is None:
        raise Refused(_("Say by whose weekends and bank holidays."), field="hours")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Give the reason for whoever asks later."), field="reason")
    return reason.strip()[:300]
