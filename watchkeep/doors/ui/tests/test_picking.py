import pytest
from django import forms
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from testing import make
from watchkeep.doors.ui.forms import VerbForm
from watchkeep.doors.ui.picking import ASKS, OFFERED, Offers, PersonField, written
from watchkeep.estate.people.models import Person

ANA_LINE = "Ana <ana@watchkeep.example>"


class PickForm(VerbForm):
    owner = PersonField(Person.objects.active(), label="Owner")
    deputy = PersonField(Person.objects.active(), label="Deputy", required=False, empty_label="Nobody")


def sent(**given):
    query = QueryDict(mutable=True)
    for name, value in given.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return PickForm(query)


def named(name, email, **more):
    return make.person(name, email=email, **more)


@pytest.fixture
def webers():
    return [named("Ina Weber", "ina@acme.example"), named("Ina Weber", "weber@acme.example")]


@pytest.mark.parametrize("typed", ["Ina", "ina", "ina@acme.example", "INA@ACME.EXAMPLE", "X <ina@acme.example>"])
def test_a_name_that_one_person_has_and_an_address_are_enough(typed):
    ina = named("Ina", "ina@acme.example")
    form = sent(owner=typed)
    assert form.is_valid()
    assert form.cleaned_data == {"owner": ina, "deputy": None}


def test_who_cannot_be_chosen_is_unknown():
    gone = named("Gone", "gone@acme.example", is_active=False)
    for typed in ("Gone", gone.email, str(gone.pk), "Nobody at all", "9" * 30):
        form = sent(owner=typed)
        assert not form.is_valid()
        assert f"is called “{typed}”" in str(form.errors["owner"])


def test_several_of_one_name_come_back_to_choose_from(webers):
    form = sent(owner="Ina Weber")
    assert form.errors["owner"] == ["Choose who is meant."]
    drawn = str(form["owner"])
    assert drawn.count('type="radio"') == 2
    assert "checked" not in drawn
    assert "weber@acme.example" in drawn
    chosen = sent(owner=["Ina Weber", str(webers[1].pk)])
    assert chosen.is_valid()
    assert chosen.cleaned_data["owner"] == webers[1]
    assert written(webers[1]).replace("<", "&lt;").replace(">", "&gt;") in str(chosen["owner"])


def test_the_only_one_who_fits_is_offered_and_ticked(webers):
    named("Karla Kolumna", "kk@acme.example")
    form = sent(owner="Kolumn")
    assert not form.is_valid()
    assert 'type="radio"' in str(form["owner"])
    assert "checked" in str(form["owner"])


def test_what_a_form_begins_with_is_written_out_and_unchanged():
    ana = named("Ana", "ana@watchkeep.example")
    for first in (ana, ana.pk, str(ana.pk)):
        form = PickForm(initial={"owner": first})
        assert form["owner"].value() == ANA_LINE
        assert 'placeholder="Nobody"' in str(form["deputy"])
    for typed in (ANA_LINE, "ana", str(ana.pk)):
        assert not PickForm({"owner": typed}, initial={"owner": ana.pk}).has_changed()
    assert PickForm({"owner": "ana", "deputy": "ana"}, initial={"owner": ana}).changed_data == ["deputy"]
    assert PickForm(initial={"owner": 999_999})["owner"].value() == ""


def offers(words):
    request = RequestFactory().get("/somewhere", {ASKS: "owner", "q": words})
    with pytest.raises(Offers) as answer:
        PickForm.asked(request)
    return [one["name"] for one in answer.value.items]


def test_a_picker_asks_the_address_of_its_form_who_fits(webers):
    named("Änne de Vries", "vries@acme.example")
    named("Gone Weber", "gone@acme.example", is_active=False)
    assert offers("weber ina") == ["Ina Weber", "Ina Weber"]
    assert offers("we") == ["Ina Weber", "Ina Weber"]
    assert offers("be") == []
    assert offers("än vr") == ["Änne de Vries"]
    assert offers("X <vries@acme.example>") == ["Änne de Vries"]
    assert offers("100%") == offers("_") == []
    assert "Ina Weber" in offers("")
    form = PickForm.asked(RequestFactory().get("/somewhere", {"page": "2"}))
    assert f'data-complete="/somewhere?{ASKS}=owner"' in str(form["owner"])


def weighed(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    return len(asked), len(answer.content)


def test_pages_do_not_grow_with_the_number_of_people():
    client, policy = Client(), make.policy(make.step(make.ana(), make.bo()))
    client.force_login(make.manager())
    paths = [f"/escalation/{policy.pk}/edit", f"/on-call/schedules/{make.schedule().pk}/layers/new", "/people/invite"]
    before = [weighed(client, path) for path in paths]
    for number in range(OFFERED + 10):
        named(f"Somebody {number}", f"somebody{number}@acme.example")
    assert [weighed(client, path) for path in paths] == before
    found = client.get("/people/invite", {ASKS: "manager", "q": "somebody"}).json()["items"]
    assert len(found) == OFFERED


def test_who_may_not_see_a_form_is_offered_nobody():
    client = Client()
    client.force_login(make.employee())
    assert client.get("/people/invite", {ASKS: "manager", "q": "a"}).status_code == 403
    assert Client().get("/people/invite", {ASKS: "manager", "q": "a"}).status_code == 302


def all_of(form):
    return {form}.union(*(all_of(one) for one in form.__subclasses__()))


def test_no_form_lists_everybody():
    assert get_resolver().url_patterns
    lists = [
        f"{form.__name__}.{name}"
        for form in all_of(forms.Form)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField) and field.queryset.model is Person
        if not isinstance(field, PersonField)
    ]
    few = ["CallForm.caller", "DecideForm.against", "PresentForm.people"]
    assert sorted(lists) == few, "at most eight who fit, or the members of a board; everybody else is picked"
