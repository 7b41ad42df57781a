import pytest

from testing import make
from watchkeep.insight.detection.models import Alert, Integration, IntegrationKey, Kind, Pending, Rejection, SetAside
from watchkeep.kernel import clock

ADD = {"name": "Prometheus", "group_by": "env, cluster, env", "reopen_within_minutes": "30"}


@pytest.fixture
def ada(client):
    client.force_login(make.admin())
    return client


def test_a_new_integration_shows_its_key_this_once(ada):
    page = ada.post("/integrations/add/alertmanager", ADD, follow=True).content.decode()
    sender = Integration.objects.get()
    assert (sender.kind, sender.group_by, sender.reopen_within_minutes) == ("alertmanager", ["env", "cluster"], 30)
    tail = sender.keys.get().tail
    assert f"{tail}</code>" in page
    again = ada.get(f"/integrations/{sender.pk}").content.decode()
    assert "YOUR-KEY" in again
    assert f"{tail}</code>" not in again


@pytest.mark.parametrize("kind", Kind.values)
def test_each_kind_says_how_to_let_it_speak(ada, kind):
    sender = make.integration(kind=kind)
    page = ada.get(f"/integrations/{sender.pk}").content.decode()
    assert "YOUR-KEY" in page
    assert ada.get(f"/integrations/add/{kind}").status_code == 200
    assert ada.get(f"/integrations/{sender.pk}/change").status_code == 200


def test_a_name_that_is_taken_is_said_on_the_form(ada):
    make.integration("Prometheus")
    page = ada.post("/integrations/add/json", ADD)
    assert page.status_code == 422
    assert "has this name" in page.content.decode()


def test_an_unknown_kind_makes_nothing(ada):
    assert ada.post("/integrations/add/nonsense", ADD).status_code in {200, 422}
    assert Integration.objects.count() == 0


def test_a_key_is_rotated_and_the_old_one_revoked(ada):
    sender = make.integration()
    old = sender.keys.get()
    assert ada.post(f"/integrations/{sender.pk}/rotate", {"grace_days": 7}).status_code == 302
    assert IntegrationKey.objects.count() == 2
    assert ada.post(f"/integrations/keys/{old.pk}/revoke").status_code == 302
    page = ada.get(f"/integrations/{sender.pk}").content.decode()
    assert "Revoked" in page
    assert "Works" in page


def test_it_is_switched_off(ada):
    sender = make.integration()
    changes = {"name": sender.name, "reopen_within_minutes": "60"}
    assert ada.post(f"/integrations/{sender.pk}/change", changes).status_code == 302
    sender.refresh_from_db()
    assert not sender.is_active


def test_a_test_event_is_on_its_way(ada):
    sender = make.integration()
    assert ada.post(f"/integrations/{sender.pk}/test").status_code == 302
    assert Pending.objects.count() == 1


def test_what_was_refused_is_shown_with_its_reason(ada):
    sender = make.integration()
    said = {"at": clock.now(), "format": "json", "status": 400, "reason": "bad_json", "head": "<b>{"}
    Rejection.objects.create(integration=sender, errors="JSON parse error", **said)
    Rejection.objects.create(integration=None, errors="Nobody's key", **said)
    for address in (f"/integrations/{sender.pk}", f"/integrations/{sender.pk}/refused"):
        page = ada.get(address).content.decode()
        assert "JSON parse error" in page
        assert "<b>{" not in page
    assert "Nobody&#x27;s key" in ada.get("/integrations/refused").content.decode()


def test_an_event_that_was_set_aside_is_shown_and_tried_again(ada):
    sender = make.integration()
    make.said(sender, make.signal())
    waiting = Pending.objects.get()
    SetAside.objects.create(event=waiting.event, received_at=waiting.received_at, integration=sender, error="Boom")
    Pending.objects.all().delete()
    assert "Boom" in ada.get(f"/integrations/{sender.pk}").content.decode()
    assert ada.post(f"/integrations/aside/{waiting.event}/retry").status_code == 302
    assert make.heard(sender, make.signal("other"))
    assert Alert.objects.count() == 2


def test_an_agent_may_look_and_not_touch(client):
    sender = make.integration()
    client.force_login(make.ana())
    assert client.get(f"/integrations/{sender.pk}").status_code == 200
    assert client.post("/integrations/add/json", ADD).status_code == 403
    assert client.post(f"/integrations/{sender.pk}/rotate", {"grace_days": 7}).status_code == 403
    assert client.post(f"/integrations/{sender.pk}/test").status_code == 403


def test_a_stranger_finds_nothing(client):
    sender = make.integration()
    client.force_login(make.stranger())
    assert client.get(f"/integrations/{sender.pk}").status_code == 404
    assert client.get("/integrations/refused").status_code == 403
    assert sender.name not in client.get("/integrations").content.decode()
