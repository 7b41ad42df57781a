import pytest

from testing import make
from watchkeep.duty.connections.models import AllowedNetwork
from watchkeep.duty.notify.models import Delivery, WebhookEndpoint

HOME = "/settings/webhooks"


@pytest.fixture
def admin(client):
    client.force_login(make.admin())
    return client


def test_a_webhook_is_added_and_its_secret_can_be_copied(admin):
    answer = admin.post(f"{HOME}/add", {"name": "Chat", "url": "https://chat.example/x", "areas": ["incident.*"]})
    endpoint = WebhookEndpoint.objects.get()
    assert answer.headers["location"] == f"{HOME}/{endpoint.pk}"
    page = admin.get(f"{HOME}/{endpoint.pk}").content.decode()
    assert endpoint.secret in page
    assert "chat.example/x" not in page


def test_what_is_wrong_is_said_at_its_field(admin):
    answer = admin.post(f"{HOME}/add", {"name": "Chat", "url": "ftp://x", "areas": ["*"]})
    assert answer.status_code == 422
    answer = admin.post(f"{HOME}/add", {"name": "Chat", "url": "https://chat.example/"})
    assert "Choose at least one kind" in answer.content.decode()


def test_it_is_changed_paused_resumed_renewed_and_tested(admin):
    endpoint = make.endpoint()
    before = endpoint.secret
    admin.post(f"{HOME}/{endpoint.pk}/change", {"name": "New", "url": "https://new.example/", "areas": ["*"]})
    for verb in ("switch", "switch", "secret", "test"):
        assert admin.post(f"{HOME}/{endpoint.pk}/{verb}").status_code == 302
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.is_active, endpoint.secret != before) == ("New", True, True)
    assert Delivery.objects.get().subject == "webhook.tested"


def test_a_network_is_opened_with_a_reason_and_closed(admin):
    admin.post("/settings/networks/add", {"network": "10.1.0.0/16", "reason": "The build server"})
    assert "The build server" in admin.get(HOME).content.decode()
    admin.post(f"/settings/networks/{AllowedNetwork.objects.get().pk}/close")
    assert not AllowedNetwork.objects.exists()


@pytest.mark.parametrize("address", [HOME, f"{HOME}/add", "/settings/networks/add"])
def test_an_agent_may_not(client, address):
    client.force_login(make.ana())
    assert client.get(address).status_code == 403
