import pytest

from testing import make
from testing.harness import last_told
from watchkeep.duty.chat import life
from watchkeep.duty.chat.models import Account, Workspace
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused


def test_secrets_stay_when_they_are_left_empty_and_are_never_told(db):
    place = make.workspace("slack")
    life.save_workspace(place, by=CLOCK, name="Nordwind", token="", secret="new secret", kind="teams")
    kept = Workspace.objects.get(pk=place.pk)
    assert (kept.kind, kept.name, kept.token, kept.secret) == ("slack", "Nordwind", "xoxb-1", "new secret")
    fact = last_told("chat", place.pk)
    assert fact.data == {"name": "Nordwind", "changed": ["name", "secret"], "is_new": False}


def test_a_token_does_not_follow_to_another_place(db):
    place = make.workspace("mattermost")
    with pytest.raises(Refused) as no:
        life.save_workspace(place, by=CLOCK, address="https://elsewhere.example")
    assert no.value.field == "token"
    life.save_workspace(place, by=CLOCK, address=f"{place.address}/chat")
    life.save_workspace(place, by=CLOCK, address="https://elsewhere.example", token="another")
    kept = Workspace.objects.get(pk=place.pk)
    assert (kept.address, kept.token) == ("https://elsewhere.example", "another")


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("slack", "token"),
        ("slack", "secret"),
        ("mattermost", "team"),
        ("teams", "address"),
        ("teams_bot", "app_id"),
        ("teams_bot", "tenant"),
        ("teams_bot", "team"),
        ("teams_bot", "token"),
    ],
)
def test_what_it_cannot_do_without_is_asked_for(db, kind, missing):
    with pytest.raises(Refused) as no:
        make.workspace(kind, **{missing: ""}, **({"address": "https://x.example"} if missing != "address" else {}))
    assert no.value.field == missing


def test_an_address_and_a_command_are_read(db):
    for field, given in (("address", "ftp://x"), ("command", "In cident")):
        with pytest.raises(Refused) as no:
            make.workspace(**{field: given})
        assert no.value.field == field


def test_only_who_may_configures_and_only_the_owner_links(db):
    place, ana, bo = make.workspace(), make.ana(), make.bo()
    for verb in (life.pause, life.resume, life.try_out, life.save_workspace):
        with pytest.raises(NotAllowed):
            verb(place, by=make.actor(ana))
    account = make.account(bo, place)
    with pytest.raises(NotAllowed):
        life.unlink(account, by=make.actor(ana))
    with pytest.raises(NotAllowed):
        life.new_code(bo, by=make.actor(ana))
    life.unlink(account, by=make.actor(bo))
    assert not Account.objects.exists()


def test_a_new_code_replaces_the_old_one_and_an_account_has_one_owner(db):
    place, ana, bo = make.workspace(), make.ana(), make.bo()
    first = life.new_code(ana, by=make.actor(ana))
    second = life.new_code(ana, by=make.actor(ana))
    with pytest.raises(Refused):
        life.link(place, remote="U1", name="ana", code=first)
    life.link(place, remote="U1", name="ana", code=second)
    life.link(place, remote="U1", name="bo", code=life.new_code(bo, by=make.actor(bo)))
    assert [(one.person, one.name) for one in Account.objects.all()] == [(bo, "bo")]
