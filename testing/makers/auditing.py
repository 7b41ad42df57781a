"""Builders of audits of seats."""

from datetime import timedelta
from typing import Any

from testing.makers import estate, reclaiming
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Campaign
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def audit(
    *, seats: int = 2, reviewer: Person | None = None, days: int = 20, is_started: bool = True, **more: Any
) -> Campaign:
    """An audit of Mia's of one product with so many seats, due in so many days."""
    said = {"name": "Autumn", "due_on": clock.now().date() + timedelta(days=days)} | more
    if "owner" not in said:
        said["owner"] = estate.manager()
    campaign = life.plan_audit(by=CLOCK, **said)
    product = reclaiming.product_with_seats(seats=max(40, seats))
    life.review(campaign, by=CLOCK, product=product, reviewer=reviewer or estate.ana())
    for _place in range(seats):
        reclaiming.held_seat(None, product)
    if is_started:
        life.start_audit(campaign, by=CLOCK)
    return campaign
