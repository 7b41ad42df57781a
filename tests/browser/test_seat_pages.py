"""The pages of leavers, movers and audits: accessible, within their frame, also on a telephone."""

from collections.abc import Callable

from playwright.sync_api import Page

from testing import looking, make
from watchkeep.duty.reclaiming import life
from watchkeep.estate.licences import life as licences
from watchkeep.kernel.actors import CLOCK


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page]):
    left, moved = make.reclaim_case(make.person("Eva Lind")), make.reclaim_case(moved=True)
    product = moved.reclaims.get().seat.product
    make.way(product, make.connection())
    done = make.reclaim_case()
    life.confirm(done.reclaims.get(), by=CLOCK, proof="Closed in the vendor's portal; their order 4711 confirms it")
    running, signed, planned = make.audit(seats=3), make.audit(), make.audit(is_started=False)
    for campaign in (running, signed):
        pks = list(campaign.lines.values_list("pk", flat=True))
        licences.decide(campaign, pks[:2], by=CLOCK, verdict="remove", note="Has not opened it for months")
    licences.sign_off(signed, by=CLOCK)
    cases = (f"/leavers/{left.pk}", f"/leavers/{moved.pk}", f"/leavers/{done.pk}")
    ways = ("/leavers/ways", f"/leavers/ways/{product.pk}", f"/leavers/ways/{product.pk}/scim_user")
    verbs = (f"/leavers/seats/{left.reclaims.get().pk}/confirm", f"/audits/{planned.number}/products", "/audits/new")
    audits = ("/audits", *(f"/audits/{one.number}" for one in (running, signed, planned)))
    paths = ("/leavers", *cases, *ways, *verbs, *audits)
    assert looking.faults(visit("/now", as_=make.admin()), paths) == []
