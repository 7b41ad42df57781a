"""What is left of a case: one request for people, and the report once nothing is."""

import hashlib

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from watchkeep.duty.reclaiming import queries
from watchkeep.duty.reclaiming.events import Done
from watchkeep.duty.reclaiming.life.steps import MACHINE
from watchkeep.duty.reclaiming.models import Case, Reclaim, State, Why
from watchkeep.kernel import clock
from watchkeep.kernel.facts import tell
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import Request, Source
from watchkeep.work.tickets import life as tickets


def settle_case(case: Case) -> None:
    """See to what is left, inside a verb that holds the case: people get one request; at the end it is fulfilled."""
    if case.reclaims.open().exists():
        _ask_people(case)
        return
    content = queries.report(case)
    ended = {"ended_at": clock.now(), "report": content, "sha256": hashlib.sha256(content).hexdigest()}
    if not Case.objects.open().filter(pk=case.pk).update(**ended):
        return
    counts = [case.reclaims.filter(state=state).count() for state in (State.DONE, State.KEPT)]
    tell(Done(record=case.pk, by=MACHINE, taken=counts[0], kept=counts[1], sha256=str(ended["sha256"])))
    _fulfil(case, *counts)


def _ask_people(case: Case) -> None:
    """One request for all that people have to do, given to whoever owns most of it."""
    left = [] if case.ticket_id else queries.left_for_people(case)
    if not left:
        return
    count = case.reclaims.for_people().count()
    title = ngettext("%(who)s: %(n)d seat to take back", "%(who)s: %(n)d seats to take back", count)
    if case.why == Why.MOVED:
        title = ngettext("%(who)s moved: keep %(n)d seat?", "%(who)s moved: keep %(n)d seats?", count)
    made = requests.open_(
        by=MACHINE, title=title % {"who": str(case)[:120], "n": count}, description=_told(case, left), priority=3,
        source=Source.RULE, tags=["licence"],
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(ticket=made.ticket)
    case.ticket = made.ticket
    if person := queries.who_decides(left):
        tickets.assign(made.ticket, by=MACHINE, person=person)


def _told(case: Case, left: list[Reclaim]) -> str:
    lines = [f"* {line.seat.product.name}: {line.person.name}{_because(line)}" for line in left]
    where = _("What is left, and where to say what was done: %(link)s")
    end = _("This request is fulfilled by itself when nothing is left.")
    return "\n".join([*lines, "", where % {"link": f"{settings.BASE_URL}/leavers/{case.pk}"}, end])


def _because(line: Reclaim) -> str:
    return f" ({line.failed})" if line.failed else ""


def _fulfil(case: Case, taken: int, kept: int) -> None:
    request = Request.objects.filter(pk=case.ticket_id).first() if case.ticket_id else None
    if request is not None and request.is_open:
        words = _("Taken back: %(taken)d. Kept: %(kept)d. The report: %(link)s")
        link = f"{settings.BASE_URL}/leavers/{case.pk}"
        requests.fulfil(request, by=MACHINE, result=words % {"taken": taken, "kept": kept, "link": link})
