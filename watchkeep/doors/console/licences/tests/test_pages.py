"""Pages on licences: what was bought and its keys, positions with their rows, seats, and files."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from testing.harness import told
from testing.turning import come, page
from watchkeep.estate.licences import life
from watchkeep.estate.licences.models import Entitlement, Seat, SeatGroup, SignIn, Upload
from watchkeep.kernel import clock

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY, DAY = MONDAY.date(), timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday():
    with clock.frozen(MONDAY):
        yield


def handed_in(client: Client, at: str, text: str) -> Upload:
    answer = client.post(at, {"file": SimpleUploadedFile("lines.csv", text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def test_what_was_bought_is_written_down_corrected_and_ended_and_its_key_is_shown_by_a_button_alone():
    mia = make.manager()
    client, draw = come(mia), make.product("Draw")
    make.product("Paint")
    form = {
        "name": "Design suite", "products": "draw\nPaint", "metric": "seat", "quantity": 40, "price": "20",
        "price_every": 1, "upgrades": "none", "warn_days": "90, 30", "contract": make.contract().number,
        "owner": mia.email,
    }  # fmt: skip
    wrong = client.post("/licences/entitlements/new", form | {"products": "Llama"})
    assert (wrong.status_code, "No product is called “Llama”" in wrong.content.decode()) == (422, True)
    assert client.post("/licences/entitlements/new", form).status_code == 302
    one = Entitlement.objects.get()
    assert (one.products.count(), one.starts_on, one.price_of_one.a_year) == (2, TODAY, 240)
    at = f"/licences/entitlements/{one.number}"
    client.post(f"{at}/keys/new", {"label": "Main", "secret": "AAAA-BBBB"})
    key = one.keys.get()
    assert "AAAA" not in page(client, at) + page(client, f"{at}/keys/{key.pk}")
    shown = client.post(f"{at}/keys/{key.pk}")
    assert "AAAA-BBBB" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert told("entitlement", one.pk).count("entitlement.key_shown") == 1
    assert "was shown a key" in page(client, at)
    assert come(make.ana()).post(f"{at}/keys/{key.pk}").status_code in {403, 404}
    client = come(make.admin())
    client.post(f"{at}/edit", form | {"quantity": 41, "starts_on": "2026-03-01"})
    client.post(f"{at}/end", {"ends_on": "2026-03-31", "reason": "Sold back"})
    one.refresh_from_db()
    assert (one.quantity, str(one.ends_on), draw.covers.count()) == (41, "2026-03-31", 1)
    assert "Sold back" in page(client, at)


def test_a_position_opens_to_its_rows_on_any_day_and_seats_are_given_and_freed():
    client, studio, bo = come(make.admin()), make.product("Studio"), make.bo()
    make.entitlement(studio, metric="seat", quantity=2, ends_on=TODAY + 60 * DAY)
    client.post(f"/licences/products/{studio.pk}/seats/new", {"person": bo.email, "because": "Draws"})
    make.reckoned(studio)
    listed = page(client, "/licences?status=under&q=stud")
    assert "Studio" in listed
    assert "1 May 2026" in listed
    assert "Studio" not in page(client, "/licences?status=over").split("<tbody>")[-1]
    at = f"/licences/products/{studio.pk}"
    assert "Draws" in page(client, f"{at}?rows=seats")
    with clock.frozen(MONDAY + 3 * DAY):
        client.post(f"/licences/seats/{Seat.objects.get().pk}/free", {"reason": "Left"})
        make.reckoned(studio)
        assert "Draws" not in page(client, f"{at}?rows=seats")
        then = page(client, f"{at}?rows=seats&day=2026-03-03")
        assert "Draws" in then
        assert "The last year" in page(client, at)
        assert "No position on this day" in page(client, f"{at}?day=2026-02-01")
    assert page(client, f"{at}?day=llama&rows=llama&cursor=")
    for person in (make.person(), make.person()):
        client.post(f"/licences/products/{studio.pk}/seats/new", {"person": person.email})
    full = client.post(f"/licences/products/{studio.pk}/seats/new", {"person": make.person().email})
    assert (full.status_code, "No seat of Studio is left" in full.content.decode()) == (422, True)


def test_positions_as_a_table_hold_no_formula_and_who_may_not_see_prices_gets_none():
    client = come(make.admin())
    make.entitlement(of := make.product("=HYPERLINK(1)"), quantity=3)
    make.reckoned(of)
    lines = client.get("/licences/positions.csv?status=unused").content.decode().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=HYPERLINK(1),Quill,2026-03-02,Device,Unused,3,0,0,0,0,3,0.00,360.00")
    stranger = come(make.stranger())
    for path in ("/licences/positions.csv", f"/licences/products/{of.pk}"):
        assert stranger.get(path).status_code in {302, 403, 404}, path


def test_a_list_asks_as_many_questions_however_long_it_is():
    client = come(make.admin())

    def count(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, path)
        return len(asked)

    def more(n: int) -> None:
        for _one in range(n):
            of = make.product(f"Product {Entitlement.objects.count()}")
            make.entitlement(of, metric="seat", contract=make.contract(), ends_on=TODAY + 9 * DAY)
            make.seat(of, make.employee())
            make.reckoned(of)

    more(1)
    page(client, "/licences")
    before = {path: count(path) for path in ("/licences", "/licences/entitlements")}
    more(3)
    assert {path: count(path) for path in before} == before


BOUGHT = """What,Product,Licence type,Qty,From,Until,Unit price,Owner
Suite,Draw;Paint,seat,40,2026-01-01,2026-12-31,"1.200,50",{owner}
,Draw,llama,2,,,,
,Nothing,seat,2,,,,
,Paint,seat,0,,,,
=cmd(),Paint,seat,many,,,,
"""


def test_a_file_of_what_was_bought_is_looked_at_taken_in_once_and_its_refused_lines_come_back():
    mia = make.manager()
    client = come(mia)
    for name in ("Draw", "Paint"):
        make.product(name)
    upload = handed_in(client, "/licences/upload", BOUGHT.format(owner=mia.email))
    at = f"/licences/uploads/{upload.pk}"
    looked = page(client, at)
    for words in ("1 line would be taken in", "“llama” is not known", "No product is called “Nothing”"):
        assert words in looked
    assert not Entitlement.objects.exists()
    client.post(f"{at}/take-in")
    one = Entitlement.objects.get()
    assert (one.quantity, str(one.price), one.owner, one.products.count()) == (40, "1200.50", mia, 2)
    refused = client.get(f"{at}/refused").content.decode().splitlines()
    assert len(refused) == 5
    assert refused[4].startswith("'=cmd(),Paint")
    again = handed_in(client, "/licences/upload", BOUGHT.format(owner=mia.email))
    assert "It is there already" in page(client, f"/licences/uploads/{again.pk}")
    client.post(f"/licences/uploads/{again.pk}/take-in")
    assert client.post(f"{at}/take-in").status_code in {409, 422}
    assert Entitlement.objects.count() == 1
    assert come(make.admin()).get(at).status_code == 404


def test_a_vendors_list_of_use_is_noted_and_who_nobody_knows_is_refused():
    client, studio, bo = come(make.admin()), make.product("Studio"), make.bo()
    make.entitlement(studio, metric="seat", quantity=2)
    seat = make.seat(studio, bo)
    text = (
        f"User;Wann\n{bo.email.upper()};2026-02-27T08:00:00Z\nwho@nowhere.example;2026-02-27\n{bo.email};2027-01-01\n"
    )
    upload = handed_in(client, f"/licences/products/{studio.pk}/usage", text)
    at = f"/licences/uploads/{upload.pk}"
    assert "Say which column holds: used_on" in page(client, at)
    assert client.post(at, {"email": "User", "used_on": "Wann"}).status_code == 200
    looked = page(client, at)
    assert "Nobody has the address" in looked
    assert "is to come" in looked
    assert not SignIn.objects.exists()
    client.post(f"{at}/take-in")
    seat.refresh_from_db()
    assert (str(seat.used_on), SignIn.objects.count()) == ("2026-02-27", 1)


def test_what_is_no_table_is_refused_in_words_and_old_files_are_forgotten():
    client = come(make.admin())
    for raw in (b"\x00\x01", b"one line", b"a,b\n" * 6000):
        answer = client.post("/licences/upload", {"file": SimpleUploadedFile("x.csv", raw)})
        assert answer.status_code == 422
    handed_in(client, "/licences/upload", "a,b\nc,d\n")
    with clock.frozen(MONDAY + 31 * DAY):
        assert life.forget_old() == 1


def test_a_group_of_a_directory_means_seats_until_that_is_taken_back():
    client, studio, bo = come(make.admin()), make.product("Studio"), make.bo()
    make.group("Designers", bo)
    make.entitlement(studio, metric="seat", quantity=2)
    make.reckoned(studio)
    wrong = client.post("/licences/groups/new", {"group": "Llamas", "product": "Studio"})
    assert (wrong.status_code, "No group is called “Llamas”" in wrong.content.decode()) == (422, True)
    assert client.post("/licences/groups/new", {"group": "designers", "product": "studio"}).status_code == 302
    assert "Designers" in page(client, "/licences/groups")
    assert "In Designers" in page(client, f"/licences/products/{studio.pk}?rows=seats")
    line = SeatGroup.objects.get()
    assert come(make.stranger()).post(f"/licences/groups/{line.pk}/remove").status_code in {403, 404}
    client.post(f"/licences/groups/{line.pk}/remove")
    assert not Seat.objects.taken().exists()
