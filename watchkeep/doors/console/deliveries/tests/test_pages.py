import pytest

from testing import make
from watchkeep.duty.notify import life
from watchkeep.duty.notify.rules.attempts import Answer


@pytest.fixture
def ana(client):
    client.force_login(make.ana())
    return client


def test_the_log_shows_what_waits_and_what_was_answered(ana):
    make.delivery(subject="SEV1 · Checkout is down")
    page = ana.get("/deliveries").content.decode()
    assert "SEV1 · Checkout is down" in page
    assert make.ana().email not in page.partition("<main")[2]


def test_filters_live_in_the_address(ana):
    make.delivery(subject="Here")
    assert "Here" in ana.get("/deliveries?state=pending&channel=email").content.decode()
    assert "Here" not in ana.get("/deliveries?state=sent").content.decode()
    assert ana.get("/deliveries?state=nonsense&channel=nonsense&ticket=nonsense").status_code == 200
    assert ana.get("/deliveries?ticket=%00").status_code == 400
    assert ana.post("/settings/notifications/push", {"label": "a\0b"}).status_code == 400


def test_one_delivery_shows_its_attempts_but_not_its_link(ana):
    row = make.delivery(link="http://example.org/a/secret-token")
    life.settle(life.take("mail"), Answer.try_again("451 try later"))
    page = ana.get(f"/deliveries/{row.pk}").content.decode()
    assert "451 try later" in page
    assert "secret-token" not in page


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(ana, django_assert_max_num_queries):
    for _ in range(30):
        make.delivery()
    with django_assert_max_num_queries(14):
        ana.get("/deliveries")


def test_a_manager_sends_again(client):
    client.force_login(make.manager())
    row = make.delivery()
    life.settle(life.take("mail"), Answer.never("550 no such user"))
    assert client.post(f"/deliveries/{row.pk}/resend").status_code == 302
    row.refresh_from_db()
    assert row.state == "pending"


def test_an_employee_sees_only_what_was_sent_to_them(client):
    client.force_login(make.employee())
    other, own = make.delivery(make.ana()), make.delivery(make.employee(), subject="For Eve")
    assert client.get(f"/deliveries/{other.pk}").status_code == 404
    assert "For Eve" in client.get("/deliveries").content.decode()
    assert client.post(f"/deliveries/{own.pk}/resend").status_code in {403, 409}


@pytest.mark.parametrize("address", ["/deliveries", "/deliveries/1"])
def test_a_stranger_must_sign_in(client, address):
    assert client.get(address).status_code == 302
