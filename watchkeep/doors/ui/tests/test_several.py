import pytest
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.doors.ui.forms import MergingForm
from watchkeep.doors.ui.picking import ASKS, Offers
from watchkeep.doors.ui.several import FEW, TYPED, SeveralField
from watchkeep.estate.services.models import Service


class ManyForm(MergingForm):
    services = SeveralField(Service.objects.none(), label_of_offers="Name", says_none="None", required=False)

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        self.fields["services"].offer(Service.objects.active().order_by("name"))


def sent(*chosen, typed="", before=()):
    query = QueryDict(mutable=True)
    query.setlist("services", [str(one) for one in chosen])
    query.setlist("initial-services", [str(one.pk) for one in before])
    query[f"services{TYPED}"] = typed
    query["version"] = "1"
    return ManyForm(query)


@pytest.fixture
def many():
    names = [*(f"Client {number:02}" for number in range(FEW)), "Mail", "Mailbox"]
    return [make.service(name) for name in names]


def test_few_are_ticked():
    shop = make.service("Shop")
    form = sent(shop.pk)
    assert form.is_valid()
    assert list(form.cleaned_data["services"]) == [shop]
    assert TYPED not in str(form["services"])


@pytest.mark.parametrize("typed", ["Mail", "mail", " MAIL "])
def test_the_ticked_and_the_typed_are_chosen_by_name(many, typed):
    form = sent("Client 03", many[5].pk, typed=typed)
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["services"]] == ["Client 03", "Client 05", "Mail"]
    drawn = str(form["services"])
    assert drawn.count(" checked") == 3
    assert 'value="Client 03" checked' in drawn


def test_what_fits_is_offered_to_tick_and_what_does_not_is_said(many):
    form = sent("Client 03", typed="mai")
    assert "tick what is meant" in str(form.errors["services"])
    drawn = str(form["services"])
    assert (drawn.count('type="checkbox"'), drawn.count(" checked")) == (3, 1)
    assert 'value="mai"' in drawn
    assert "is called “Fax”" in str(sent(typed="Fax").errors["services"])
    Service.objects.filter(name="Mail").update(is_active=False)
    assert "Mailbox" in str(sent(typed="Mail")["services"])
    assert not sent("Mail").is_valid()


def test_an_edit_says_whether_others_are_meant(many):
    assert sent("mail", before=[many[-2]]).changed_data == ["version"]
    for form in (sent("Mail", "Client 00", before=[many[-2]]), sent(before=[many[-2]]), sent(typed="Mail")):
        assert "services" in form.changed_data


def test_it_asks_who_fits_and_costs_the_same_among_many(many):
    with pytest.raises(Offers) as answer:
        ManyForm.asked(RequestFactory().get("/somewhere", {ASKS: "services", "q": "ma"}))
    assert [one["text"] for one in answer.value.items] == ["Mail", "Mailbox"]

    def weighed():
        with CaptureQueriesContext(connection) as asked:
            form = sent("Mail", "Mailbox", typed="Client 01")
            assert form.is_valid()
            return len(asked), len(str(form["services"]))

    before = weighed()
    for number in range(40):
        make.service(f"Another {number}")
    assert weighed() == before
