import re

import pytest

from testing import make
from watchkeep.insight.detection import life
from watchkeep.insight.detection.models import Route
from watchkeep.kernel.actors import CLOCK


def names_on(client):
    """The routes as the list shows them, in order."""
    content = client.get("/routes").content.decode().partition('id="content"')[2]
    return list(dict.fromkeys(re.findall(">(Mail|Other)<", content)))


@pytest.fixture
def ada(client):
    client.force_login(make.admin())
    return client


def test_routes_are_added_tried_moved_changed_and_removed(ada):
    mail = make.service("Mail")
    make.alert(labels={"app": "mail"}, summary="Mail is slow")
    form = {
        "name": "Mail",
        "matchers": 'app="mail"',
        "service": mail.pk,
        "severity": "2",
        "opens_incident": "on",
        "is_active": "on",
    }
    tried = ada.post("/routes/add", form | {"preview": "1"}).content.decode()
    assert "Mail · SEV2" in tried
    assert "Mail is slow" in tried
    assert ada.post("/routes/add", form).status_code == 302
    life.add_route(by=CLOCK, name="Other")
    assert names_on(ada) == ["Mail", "Other"]
    other = Route.objects.get(name="Other")
    ada.post(f"/routes/{other.pk}/move", {"up": "1"})
    assert names_on(ada) == ["Other", "Mail"]
    assert ada.post(f"/routes/{other.pk}", form | {"name": "Another", "matchers": "broken"}).status_code == 422
    assert ada.post(f"/routes/{other.pk}", form | {"name": "Another", "preview": "1"}).status_code == 200
    assert ada.post(f"/routes/{other.pk}/remove").status_code == 302
    assert Route.objects.count() == 1


def test_an_agent_may_look_and_not_touch(client):
    route = life.add_route(by=CLOCK, name="Mail")
    client.force_login(make.ana())
    assert "Mail" in client.get("/routes").content.decode()
    assert client.get(f"/routes/{route.pk}").status_code == 403
    assert client.post(f"/routes/{route.pk}/remove").status_code == 403


def test_a_stranger_sees_no_route(client):
    client.force_login(make.stranger())
    assert client.get("/routes").status_code == 403
