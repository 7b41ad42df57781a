import pytest

from testing import make
from watchkeep.duty.communications.models import Template

WORDS = {"phase": "first", "severity": 1, "language": "de", "subject": "{{ service }}", "body": "{{ severity_name }}!"}


@pytest.fixture
def mia():
    return make.Program(make.token(make.manager()))


def test_words_are_made_tried_and_taken_away(mia):
    made = mia.ask("post", "message-templates", WORDS)
    assert (made.status_code, made.json()["severity"]) == (201, 1)
    assert mia.ask("post", "message-templates", WORDS).status_code == 422
    incident = make.incident(severity=1, service=make.service("Kasse"))
    tried = {name: WORDS[name] for name in ("language", "subject", "body")}
    told = mia.ask("post", "message-templates/try", tried | {"incident": incident.number}).json()
    assert told == {"subject": "Kasse", "body": "Kritisch!"}
    assert mia.ask("post", "message-templates/try", tried).json()["subject"] == "Webshop"
    path = made.headers["Location"]
    assert mia.ask("delete", path).status_code == 428
    assert mia.ask("delete", path, if_match=made.headers["ETag"]).status_code == 204
    assert mia.ask("get", path).status_code == 404


def test_what_is_internal_is_refused_outside_and_the_last_words_stay(mia):
    outside = WORDS | {"is_outside": True}
    answer = mia.ask("post", "message-templates", outside)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/body")
    last = Template.objects.get(phase="first", is_outside=True, language="en", audience=None)
    assert mia.ask("delete", f"message-templates/{last.pk}", if_match="*").status_code == 409
