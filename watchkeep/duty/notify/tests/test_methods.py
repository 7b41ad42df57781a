import re

import pytest

from testing import make
from testing.harness import told
from watchkeep.duty.notify import life
from watchkeep.duty.notify.models import ContactMethod, Delivery, Urgency
from watchkeep.duty.notify.rules.ways import Wish
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused


def add(person, channel="email", address="second@nordwind.example"):
    return life.add_method(person, by=make.actor(person), channel=channel, label="Mine", address=address)


def token():
    return re.search(r"verify/(.+)$", Delivery.objects.latest("id").link)[1]


def test_a_new_address_counts_once_the_link_sent_to_it_is_opened():
    ana = make.ana()
    method = add(ana)
    assert not method.is_verified
    assert Delivery.objects.get().address == "second@nordwind.example"
    assert life.verify_method(token(), by=make.actor(ana)).is_verified
    assert told("person", ana.pk) == ["contact.added", "contact.tested", "contact.verified"]


def test_somebody_else_cannot_open_it_for_me():
    add(make.ana())
    with pytest.raises(Refused):
        life.verify_method(token(), by=make.actor(make.bo()))


@pytest.mark.parametrize("wrong", ["", "forged", "eyJ.x.y"])
def test_a_forged_link_is_refused(wrong):
    with pytest.raises(Refused):
        life.verify_method(wrong, by=make.actor(make.ana()))


def test_an_old_link_is_refused():
    ana = make.ana()
    add(ana)
    old = token()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", lambda: clock.now().timestamp() + 4 * 24 * 3600)
        with pytest.raises(Refused):
            life.verify_method(old, by=make.actor(ana))


@pytest.mark.parametrize(
    ("channel", "address"), [("email", "nobody"), ("webhook", "ftp://x"), ("apprise", "nope://x"), ("email", "a@b\nc")]
)
def test_what_is_no_address_is_refused(channel, address):
    with pytest.raises(Refused) as refused:
        add(make.ana(), channel, address)
    assert refused.value.field == "address"


def test_nobody_sets_up_how_somebody_else_is_reached():
    with pytest.raises(NotAllowed):
        life.add_method(
            make.ana(), by=make.actor(make.bo()), channel="email", label="Mine", address="bo@nordwind.example"
        )


def test_rules_may_name_own_methods_only():
    theirs = make.method(make.bo())
    with pytest.raises(Refused):
        life.set_rules(make.ana(), "high", [Wish(theirs.pk, 0)], by=make.actor(make.ana()))


def test_rules_use_each_way_once_and_within_four_hours():
    ana = make.ana()
    for wishes in ([Wish(None, 0), Wish(None, 5)], [Wish(None, 241)], [Wish(None, -1)]):
        with pytest.raises(Refused):
            life.set_rules(ana, Urgency.HIGH, wishes, by=make.actor(ana))


def test_removing_a_method_takes_back_what_waits_for_it():
    ana = make.ana()
    method = make.method(ana)
    row = make.delivery(ana, method_id=method.pk)
    life.remove_method(method, by=make.actor(ana))
    row.refresh_from_db()
    assert (row.state, ContactMethod.objects.count()) == ("withdrawn", 0)


def test_a_test_goes_the_ways_that_a_page_would_take():
    ana = make.ana()
    make.method(ana)
    assert life.send_test(ana, by=make.actor(ana)) == 2


def test_a_webhook_of_one_s_own_has_a_signing_secret():
    assert add(make.ana(), "webhook", "https://hooks.example.org/x").secret.startswith("whsec_")
