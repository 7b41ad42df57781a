"""How a request comes true, in the order in which it is lived.

If the process dies here: a request that is cleared waits for its job; a step that was asked for is settled by its
answer; what a dead worker left in the middle has failed as interrupted, and what was done before it is taken back.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from watchkeep.duty.automation import life as automation
from watchkeep.duty.automation import queries as runs
from watchkeep.duty.automation.models import Kind, Procedure, Run
from watchkeep.duty.connections.queries import BadPlaceholder, filled_text
from watchkeep.duty.fulfilment import queries
from watchkeep.duty.fulfilment.events import BegunAgain, LeftToPeople, PlanSet, PoolSet
from watchkeep.duty.fulfilment.models import Plan, Pool
from watchkeep.duty.fulfilment.permissions import P
from watchkeep.estate.licences import life as licences
from watchkeep.estate.licences.models import Product, Seat
from watchkeep.kernel.actors import Actor
from watchkeep.kernel.errors import Refused
from watchkeep.kernel.facts import tell
from watchkeep.work.requests import life as requests
from watchkeep.work.requests.models import CatalogueItem, Request
from watchkeep.work.requests.permissions import P as Requests
from watchkeep.work.tickets.models import State

MACHINE = Actor.system("fulfilment", "Fulfilment")
"""Who carries plans out."""


@transaction.atomic
def set_plan(item: CatalogueItem, *, by: Actor, procedure: Procedure | None) -> None:
    """Fulfil an item by a plan from now on; None leaves it to people. What runs goes on as it began."""
    by.need(P.CONFIGURE, _("choose how an item is fulfilled"))
    if procedure is not None and procedure.kind != Kind.FULFILMENT:
        raise Refused(_("Choose a fulfilment plan."), field="procedure")
    before = queries.plan_of(item.pk)
    if procedure is None:
        Plan.objects.filter(item=item).delete()
    else:
        Plan.objects.update_or_create(item=item, defaults={"procedure": procedure})
    if (before.procedure_id if before else None) != (procedure.pk if procedure else None):
        tell(PlanSet(record=item.pk, by=by, procedure=procedure.pk if procedure else None))


@transaction.atomic
def set_pool(item: CatalogueItem, *, by: Actor, product: Product | None) -> None:
    """Give a seat of a product to whoever gets an item from now on; None gives none."""
    by.need(P.CONFIGURE, _("choose how an item is fulfilled"))
    before = queries.pool_of(item.pk)
    if product is None:
        Pool.objects.filter(item=item).delete()
    else:
        Pool.objects.update_or_create(item=item, defaults={"product": product})
    if (before.product_id if before else None) != (product.pk if product else None):
        tell(PoolSet(record=item.pk, by=by, product=product.pk if product else None))


@transaction.atomic
def begin(request: Request) -> Run | None:
    """Nothing stands in the way any more: carry the plan out. None when there is none, or people must do it."""
    plan = queries.plan_of(request.item_id)
    if plan is None or request.state != State.NEW:
        return None
    if names := queries.missing(plan.procedure):
        leave_to_people(request, _("There is no connection called “%(name)s”.") % {"name": names[0]})
        return None
    if not plan.procedure.is_offered:
        leave_to_people(request, _("Its plan is not published."))
        return None
    requests.start(request, by=MACHINE)
    return automation.start(plan.procedure, by=MACHINE, ticket=request.ticket)


@transaction.atomic
def begin_again(request: Request, *, by: Actor) -> Run:
    """Let the plan try, or try again, where it could not begin or what it did was taken back. Somebody has looked."""
    by.need(Requests.WORK, _("work on requests"))
    plan = queries.plan_of(request.item_id)
    runs = Run.objects.filter(ticket=request.pk)
    if plan is None or not queries.can_begin(request, runs, plan):
        raise Refused(_("Its plan cannot begin now."), code="wrong_state")
    if request.state == State.NEW:
        requests.start(request, by=MACHINE)
    tell(BegunAgain(record=request.pk, by=by, procedure=plan.procedure_id))
    return automation.start(plan.procedure, by=MACHINE, ticket=request.ticket)


@transaction.atomic
def finish(run: Run) -> None:
    """Every step is done: they have it, and read what the plan says of it."""
    request = Request.objects.get(pk=run.ticket_id)
    if request.is_open:
        requests.fulfil(request, by=MACHINE, result=_said(run))


@transaction.atomic
def give_up(run: Run, *, reason: str) -> None:
    """A step failed, and what was done is taken back or waits for a decision: people go on."""
    request = Request.objects.get(pk=run.ticket_id)
    if request.is_open:
        leave_to_people(request, reason)


@transaction.atomic
def take_in(request: Request, *, what: str) -> None:
    """What a request gave was given back: what its plan did is taken back in reverse order, else people take it in."""
    run = queries.run_of(request.pk)
    if run is not None:
        automation.turn_back(run, by=MACHINE)
    if run is None or queries.waits_for_hands(run):
        leave_to_people(request, _("“%(what)s” was given back, and somebody has to take it in.") % {"what": what})


@transaction.atomic
def give_seats(request: Request) -> list[Seat]:
    """Whoever gets the item gets a seat from its pool, once; asked for several, all of them or nobody.

    Where not enough are left, or it is not said for whom they are, people are told so.
    """
    pool = queries.pool_of(request.item_id)
    if pool is None or Seat.objects.taken().filter(product=pool.product, because=request.number).exists():
        return []
    people = queries.people_of(request)
    if people and len(people) < request.quantity:
        words = {"n": request.quantity, "people": len(people)}
        leave_to_people(request, _("%(n)s seats are asked for, and it is said of %(people)s for whom.") % words)
        return []
    held = Seat.objects.taken().filter(product=pool.product, person__in=people).values_list("person", flat=True)
    lacking = [one for one in people if one.pk not in {*held}]
    try:
        return licences.take_seats(pool.product, by=MACHINE, people=lacking, because=request.number) if lacking else []
    except Refused as no:
        leave_to_people(request, no.message)
        return []


@transaction.atomic
def free_seat(request: Request, *, reason: str) -> None:
    """What a request gave was given back: the seat that it took is free again."""
    pool = queries.pool_of(request.item_id)
    seats = Seat.objects.taken().filter(product=pool.product, because=request.number) if pool else Seat.objects.none()
    for seat in seats:
        licences.free_seat(seat, by=MACHINE, reason=reason or _("Given back"))


def leave_to_people(request: Request, reason: str) -> None:
    """Say that the machine does not go on, and why. Whoever works on the request hears of it."""
    tell(LeftToPeople(record=request.pk, by=MACHINE, reason=reason[:200]))


def _said(run: Run) -> str:
    """What whoever asked reads: the text of the plan, with what the steps found."""
    text = str(run.snapshot["body"])
    try:
        said = filled_text(text, run.ticket, {"results": runs.results_of(run)})
    except BadPlaceholder:
        said = ""
    return said or _("It is done.")
