from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later
from watchkeep.duty.notify.models import Delivery
from watchkeep.estate.assets import life as assets
from watchkeep.estate.assets.models import Item
from watchkeep.estate.discovery import jobs, life
from watchkeep.estate.discovery.models import Found, Link
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


def test_whoever_owns_what_a_certificate_protects_hears_of_its_end():
    ana, day = make.ana(), clock.now().date() + timedelta(days=20)
    paper = Found(
        key="ab" * 32, kind="certificate", name="shop.example", certificate="ab" * 32,
        links=(Link(relation="protects", other=make.machine()),), attributes={"valid_until": day.isoformat()},
    )  # fmt: skip
    life.take_found((paper,), source=make.reporter(), by=CLOCK)
    assets.edit_item(Item.objects.get(name="host-a"), by=CLOCK, owner_person=ana)
    run_later()
    assert jobs.tell_ends() == 1
    run_later()
    letters = Delivery.objects.filter(person=ana)
    assert (letters.count(), "ends in 20 days" in letters.get().subject) == (1, True)
