"""Items that want to be sure who asks: no order is placed before."""

import pytest

from testing import make
from watchkeep.kernel.errors import Refused
from watchkeep.work.requests import life
from watchkeep.work.requests.models import Request


@pytest.fixture
def item():
    return make.catalogue_item("Unlock it", about={"proof": "fresh"})


def refused(**more):
    with pytest.raises(Refused) as no:
        life.open_(**more)
    assert not Request.objects.exists()
    return no.value.field, no.value.code


def test_without_a_fresh_proof_nothing_is_ordered(item):
    karim = make.asker()
    assert refused(by=make.actor(karim), item=item) == ("proof", "proof_required")
    assert refused(by=make.actor(karim), item=item, proof=make.proof(make.employee())) == ("proof", "proof_required")
    assert refused(by=make.actor(karim), item=item, vouched="It is me") == ("proof", "proof_required")


def test_a_proof_places_one_order_and_is_named_on_it(item):
    karim = make.asker()
    key = make.proof(karim)
    request = life.open_(by=make.actor(karim), item=item, proof=key)
    assert "second factor" in Request.objects.get(pk=request.pk).proof
    with pytest.raises(Refused):
        life.open_(by=make.actor(karim), item=item, proof=key)


def test_a_refused_order_leaves_the_proof_as_it_was(item):
    karim = make.asker()
    key = make.proof(karim)
    with pytest.raises(Refused):
        life.open_(by=make.actor(karim), item=item, proof=key, quantity=0)
    assert life.open_(by=make.actor(karim), item=item, proof=key)


def test_the_desk_says_how_it_made_sure(item):
    karim, ana = make.asker(), make.actor(make.ana())
    assert refused(by=ana, item=item, requester=karim, vouched="  ") == ("vouched", "proof_required")
    request = life.open_(by=ana, item=item, requester=karim, vouched="Called back under the known number")
    assert request.proof == "Called back under the known number"


def test_other_items_ask_for_nothing():
    request = make.request(item=make.catalogue_item("A lamp"))
    assert request.proof == ""
