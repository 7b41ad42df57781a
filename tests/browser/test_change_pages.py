"""The pages of changes: accessible, within their frame, also on a telephone; and the risk that follows the typing."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from testing import looking, make
from watchkeep.estate.services import life as services
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.changes import life


def test_axe_finds_nothing_and_nothing_sticks_out(visit: Callable[..., Page]):
    for number in range(8):
        make.service(f"Client {number}", needs=(make.shop(),))
    model = make.change_model("Restart the workers of the shop", is_standard=True)
    for outcome in ("successful", "failed", "successful"):
        make.change("closed", outcome=outcome, model=model)
    start = clock.now() + timedelta(days=3)
    planned = make.change(
        "waiting", title="Upgrade the database of the shop to PostgreSQL 18", outage_minutes=45, starts_at=start,
        ends_at=start + timedelta(hours=2), items=[make.item("db-1"), make.item("db-2")], services=[make.shop()],
    )  # fmt: skip
    live = make.change("implementing", title="Release 15 of the shop", model=model)
    life.take_step(live.steps.first(), by=CLOCK, state="done")
    emergency = make.change(kind="emergency", title="Block an address that floods us")
    life.rush(emergency, by=CLOCK)
    draft = make.change(title="Something that nobody has planned yet", plan=(), test_plan="")
    ones = [f"/changes/{one.number}" for one in (planned, live, emergency, draft)]
    paths = (
        "/changes", "/changes?group=all", *ones, f"{ones[0]}/amend", f"{ones[0]}/answer", f"{ones[1]}/back_out",
        f"/changes/models/{model.slug}", f"/changes/models/{model.slug}/edit",
    )  # fmt: skip
    assert looking.faults(visit("/changes", as_=make.admin()), paths) == []


def test_the_risk_follows_the_typing(visit: Callable[..., Page]):
    make.service("Till", needs=(make.shop(),))
    start = clock.now().replace(hour=12, minute=0) + timedelta(days=9)
    freeze = make.freeze("Christmas", starts_at=start, hours=5)
    page = visit("/changes/new", as_=make.ana())
    page.get_by_label("What is altered").fill("Upgrade the database")
    page.get_by_label("Shop").check()
    risk = page.get_by_role("region", name="How risky it is")
    expect(risk).to_contain_text("2 services fail with it")
    page.get_by_label("Till").check()
    expect(risk).to_contain_text("0 steps on 2 services and items")
    page.get_by_label("From").fill(f"{start + timedelta(hours=2):%Y-%m-%dT%H:%M}")
    page.get_by_label("Until").fill(f"{start + timedelta(hours=3):%Y-%m-%dT%H:%M}")
    expect(risk).to_contain_text("Christmas")
    risk.get_by_role("button", name="Take this time").click()
    expect(risk).not_to_contain_text("What stands against that time")
    expect(page.get_by_label("What is altered")).to_have_value("Upgrade the database")
    assert page.get_by_label("From").input_value() >= f"{freeze.ends_at:%Y-%m-%dT%H:%M}"
    page.get_by_label("How it is taken back").fill(
        "Restore the backup that was made before and start the old version of it."
    )
    expect(risk).to_contain_text("back-out plan: good")


def test_among_many_services_one_types_and_on_a_telephone_the_risk_stays_in_sight(visit: Callable[..., Page]):
    clients = [
        make.service(f"Client {number} of the shop and its stores", needs=(make.shop(),)) for number in range(14)
    ]
    page = visit("/changes/new", as_=make.ana(), width=360)
    line = page.get_by_role("combobox", name="Services")
    line.fill("sho")
    page.get_by_role("option", name="Shop", exact=True).click()
    expect(page.get_by_role("checkbox", name="Shop", exact=True)).to_be_checked()
    expect(line).to_have_value("")
    risk = page.get_by_role("region", name="How risky it is")
    expect(risk).to_contain_text("15 services fail with it")
    said = page.locator(".risk-line")
    expect(said).to_be_in_viewport(ratio=1)
    expect(said).to_contain_text(str(risk.locator(".risk-sum strong").text_content()))
    said.click()
    expect(risk.get_by_role("heading")).to_be_in_viewport(ratio=1)
    page.get_by_role("checkbox", name="Shop", exact=True).uncheck()
    expect(risk).not_to_contain_text("15 services fail with it")
    chosen = "&".join(f"service={one.pk}" for one in clients[:5])
    assert looking.faults(page, [f"/changes/new?{chosen}"]) == []


def test_of_tabs_that_do_not_all_fit_the_open_one_is_in_sight(visit: Callable[..., Page]):
    page = visit("/verdicts", as_=make.admin(), width=360)
    expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_the_calendar_freezes_and_plans_are_accessible_and_fit(visit: Callable[..., Page]):
    shop, mail, now = make.shop(), make.service("Mail and its archive"), clock.now()
    make.change("scheduled", title="Renew the certificate of the shop", services=[shop], outage_minutes=10)
    later = now + timedelta(days=1)
    make.change("waiting", services=[mail], starts_at=later, ends_at=later + timedelta(hours=3))
    against = make.change("draft", services=[mail], starts_at=later, ends_at=later + timedelta(hours=1))
    make.maintenance(mail, reason="New discs in the archive of the mail")
    freeze = make.freeze("The days before Christmas", services=[shop])
    plan = services.make_plan(
        by=CLOCK, reason="Patches of every week", services=[mail], rule="FREQ=WEEKLY;BYDAY=SU", begins_at=now,
        time_zone="Europe/Berlin", minutes=90,
    )  # fmt: skip
    views = [
        "/calendar/addresses",
        "/calendar/now",
        *(f"/calendar?view={view}" for view in ("day", "week", "month", "timeline")),
    ]
    pages = ("/settings/freezes", "/settings/freezes/declare", f"/settings/freezes/{freeze.pk}/change")
    plans = ("", "/plan", "/plans", "/plans/new", f"/plans/{plan.pk}", f"/plans/{plan.pk}/edit")
    paths = (*views, *pages, *(f"/settings/maintenance{one}" for one in plans), f"/changes/{against.number}")
    assert looking.faults(visit("/changes", as_=make.admin()), paths) == []
