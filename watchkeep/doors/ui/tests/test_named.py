import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import timezone

from testing import make
from testing.turning import come
from watchkeep.doors.ui.forms import VerbForm
from watchkeep.doors.ui.picking import ASKS, Offers
from watchkeep.doors.ui.register import ServiceField
from watchkeep.doors.ui.several import FEW, TYPED
from watchkeep.kernel import clock
from watchkeep.work.changes.models import Freeze

OF_CHANGES = (
    "/changes/new", "/settings/maintenance/plan", "/settings/maintenance/plans/new", "/settings/freezes/declare",
    "/settings/indicators/add", "/boards/new", "/settings/change-policies/new", "/changes/pipelines/add/github",
    "/preventive/new",
)  # fmt: skip


class OneForm(VerbForm):
    service = ServiceField(label="Service")


def sent(*typed):
    query = QueryDict(mutable=True)
    query.setlist("service", [str(one) for one in typed])
    return OneForm(query)


@pytest.fixture
def many():
    names = [*(f"Client {number:02}" for number in range(FEW)), "Mail", "Mailbox"]
    return [make.service(name) for name in names]


def test_of_few_one_is_chosen_from_a_list():
    shop = make.service("Shop")
    form = sent(shop.pk)
    assert form.is_valid()
    assert form.cleaned_data["service"] == shop
    assert '<option value="" selected>Choose one</option>' in str(OneForm()["service"])
    assert f'<option value="{shop.pk}" selected>' in str(OneForm(initial={"service": shop})["service"])
    assert not sent("Shop").is_valid()
    assert not OneForm({"service": shop.pk}, initial={"service": shop}).has_changed()


def test_of_many_one_is_typed_and_what_only_fits_comes_back_to_choose(many):
    mail, mailbox = many[-2:]
    for typed in (["Mail"], ["MAIL"], [mail.pk], ["mai", mail.pk]):
        assert sent(*typed).is_valid(), typed
    form = sent("mai")
    assert form.errors["service"] == ["Choose which one is meant."]
    assert f'value="{mailbox.pk}"' in str(form["service"])
    assert "is called “Fax”" in str(sent("Fax").errors["service"])
    assert not sent("").is_valid()
    drawn = str(OneForm(initial={"service": mail.pk})["service"])
    assert ('value="Mail"' in drawn, "<option" in drawn) == (True, False)
    assert not OneForm({"service": "mail"}, initial={"service": mail.pk}).has_changed()
    with pytest.raises(Offers) as answer:
        OneForm.asked(RequestFactory().get("/somewhere", {ASKS: "service", "q": "mai"}))
    assert [one["text"] for one in answer.value.items] == ["Mail", "Mailbox"]


def test_a_name_that_is_a_number_means_the_one_of_that_name(many):
    seven = make.service(str(many[0].pk))
    form = sent(seven.name)
    assert form.is_valid()
    assert form.cleaned_data["service"] == seven


def test_forms_about_changes_do_not_grow_with_services_teams_models_and_organisations(many):
    ada = come(make.admin())
    for number in range(FEW + 1):
        make.team(f"Team {number}")
        make.change_model(f"Model {number}")
        make.organisation(f"Organisation {number}")
    before = [(path, ada.get(path).content.count(b"Client")) for path in OF_CHANGES]
    assert before == [(path, 0) for path in OF_CHANGES]
    freezes = ada.get("/settings/freezes/declare").content.decode()
    assert "Team 5" not in freezes
    assert "Model 5" not in freezes
    assert "Organisation 5" not in freezes


def test_a_freeze_over_what_is_typed_keeps_it_when_it_is_edited(many):
    ada, start = come(make.admin()), timezone.localtime(clock.now()).replace(second=0, microsecond=0)
    given = {"name": "Christmas", "reason": "Nobody is there", "services": ["Client 03"], f"services{TYPED}": "mail"}
    for name, days in (("starts_at", 2), ("ends_at", 5)):
        given[name] = f"{start + timezone.timedelta(days=days):%Y-%m-%dT%H:%M}"
    assert ada.post("/settings/freezes/declare", given).status_code == 302
    freeze = Freeze.objects.get()
    assert {one.name for one in freeze.services.all()} == {"Client 03", "Mail"}
    shown = ada.get(f"/settings/freezes/{freeze.pk}/change").content.decode()
    assert shown.count('name="services" value="') == shown.count(" checked><span>") == 2
