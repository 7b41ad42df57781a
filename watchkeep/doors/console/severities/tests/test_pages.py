import re

from testing import make
from watchkeep.work.incidents.models import SeverityDefinition

HOME = "/settings/severities"


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_page_says_what_each_means_with_examples_and_whose_roles_may_declare_it(client):
    client.force_login(make.ana())
    page = text(client.get(HOME))
    for one in SeverityDefinition.objects.all():
        assert one.definition in page
        assert one.examples
        assert one.examples in page
    major = page.partition("SEV2")[0]
    assert "Whoever may declare a major incident Roles: Administrator, Manager" in major
    assert "Agent" not in major.partition("For example")[2]
    assert "Edit" not in page


def test_a_manager_puts_it_into_other_words(client):
    client.force_login(make.manager())
    given = {"name": "Grave", "definition": "It hurts.", "examples": "No pay day.", "permission": "incident.declare"}
    assert client.post(f"{HOME}/2", given).status_code == 302
    one = SeverityDefinition.objects.get(level=2)
    assert (one.name, one.examples, one.permission) == ("Grave", "No pay day.", "incident.declare")


def test_an_agent_defines_nothing_and_a_customer_sees_nothing(client):
    client.force_login(make.ana())
    assert client.post(f"{HOME}/2", {"name": "Mine"}).status_code == 403
    client.force_login(make.stranger())
    assert client.get(HOME).status_code == 403


def test_whoever_declares_reads_the_examples_and_is_offered_what_is_theirs_to_declare(client):
    incident = make.incident()
    client.force_login(make.ana())
    page = text(client.get(f"/incidents/{incident.number}/severity"))
    assert SeverityDefinition.objects.get(level=3).examples in page
    assert "SEV1 Critical" not in page
    assert "SEV1, SEV2: whoever may declare a major incident" in page
    client.force_login(make.manager())
    page = text(client.get(f"/incidents/{incident.number}/severity"))
    assert SeverityDefinition.objects.get(level=1).examples in page
