"""Pages on leavers and movers."""

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.turning import come, page
from watchkeep.duty.reclaiming import life
from watchkeep.duty.reclaiming.models import Case, State, Way
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(datetime(2026, 3, 2, 9, tzinfo=UTC)):
        yield


def test_a_departure_from_the_list_to_its_report():
    client, eva = come(make.ana()), make.person("Eva Lind")
    case = make.reclaim_case(eva)
    line = case.reclaims.get()
    shown = page(client, "/leavers")
    assert "Eva Lind" in shown
    assert "Waits for people" in shown
    assert f"/leavers?person={eva.pk}" in page(client, f"/people/{eva.pk}")
    assert "Taken back" in page(client, f"/leavers/{case.pk}")
    assert client.post(f"/leavers/seats/{line.pk}/confirm", {"proof": ""}).status_code == 422
    assert client.post(f"/leavers/seats/{line.pk}/confirm", {"proof": "Order 4711"}).status_code == 302
    shown = page(client, f"/leavers/{case.pk}")
    content = client.get(f"/leavers/{case.pk}/report.csv").content
    assert "Order 4711" in shown
    assert hashlib.sha256(content).hexdigest() in shown
    assert "Order 4711" in content.decode()
    assert "Eva Lind" not in page(client, "/leavers?open=1")


def test_a_mover_keeps_one_seat_and_gives_one_back():
    client, case = come(make.ana()), make.reclaim_case(moved=True)
    line = case.reclaims.get()
    assert "Keep or take back?" in page(client, f"/leavers/{case.pk}")
    assert client.post(f"/leavers/seats/{line.pk}/take_back").status_code == 302
    assert client.post(f"/leavers/seats/{line.pk}/keep", {"reason": "Late"}).status_code == 409
    assert case.reclaims.get().state == State.TO_DO
    other = make.reclaim_case(moved=True).reclaims.get()
    client.post(f"/leavers/seats/{other.pk}/keep", {"reason": "Still draws"})
    assert "Still draws" in page(client, f"/leavers/{other.case_id}")


def test_how_a_product_comes_back_is_chosen_edited_and_left_to_people():
    client, product, through = come(make.manager()), make.product_with_seats("Canvas"), make.connection()
    make.held_seat(None, product)
    assert "Canvas" in page(client, "/leavers/ways")
    assert "scim_user" in page(client, f"/leavers/ways/{product.pk}")
    said = {"act": "deactivate", "user_name": "{{ stranger.email }}", "connection": through.pk, "display_name": ""}
    assert client.post(f"/leavers/ways/{product.pk}/scim_user", said).status_code == 422
    said["user_name"] = "{{ person.email }}"
    assert client.post(f"/leavers/ways/{product.pk}/scim_user", said).status_code == 302
    assert Way.objects.get().parameters["user_name"] == "{{ person.email }}"
    assert "{{ person.email }}" in page(client, f"/leavers/ways/{product.pk}/scim_user")
    client.post(f"/leavers/ways/{product.pk}/remove")
    assert not Way.objects.exists()
    assert client.get(f"/leavers/ways/{product.pk}/no-such").status_code == 404


def test_a_stranger_finds_nothing_and_an_agent_chooses_no_ways():
    case, employee, agent = make.reclaim_case(), come(make.employee()), come(make.ana())
    assert employee.get("/leavers").status_code in {302, 403, 404}
    assert agent.get(f"/leavers/ways/{case.reclaims.get().seat.product_id}").status_code == 403
    assert agent.get("/leavers/999").status_code == 404


def test_a_long_list_is_read_page_by_page_with_as_many_questions():
    client = come(make.ana())
    seat = make.held_seat()
    first = life.leave(seat.person)
    assert first
    life.confirm(first.reclaims.get(), by=CLOCK, proof="x")

    def asked() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as questions:
            shown = page(client, "/leavers")
        return len(questions), shown

    make.reclaim_case()
    asked()
    few, _shown = asked()
    now = clock.now()
    Case.objects.bulk_create(Case(why="audit", about=f"Audit {n}", began_at=now, due_at=now) for n in range(60))
    many, shown = asked()
    assert many == few
    assert shown.count("data-row") == 50
    cursor = shown.partition("cursor=")[2].partition('"')[0]
    assert page(client, f"/leavers?cursor={cursor}").count("data-row") == 12
