"""Looking after the catalogue in the console."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.duty.fulfilment import queries as fulfilment
from watchkeep.duty.sla import queries as sla
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Category, Picture

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def admin():
    return client_of(make.admin())


@pytest.fixture
def item():
    shared = make.question("shared", "Do others use it?", ask="yes_no")
    who = make.question("who", "Who else?", only_if=[{"question": "shared", "value": True}])
    return make.catalogue_item(form=make.form(shared, who), approval=[make.manager_stage()], price_monthly="11.50")


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def post(client, path, status=302, **given):
    answer = client.post(path, given)
    assert answer.status_code == status, (path, answer.content.decode()[:4000] if answer.status_code == 422 else "")
    return answer


def names(item):
    return [question.name for question in queries.newest(item).questions]


def test_an_item_is_added_and_offered_once_its_first_edition_is_published(admin):
    shelf = make.shelf()
    given = {"name": "A lamp", "summary": "For your desk", "category": shelf.pk, "audience": "employees"}
    more = {"priority": 4, "proof": "none", "position": 100}
    at = post(admin, "/catalogue/new", **given, **more).headers["Location"]
    item = CatalogueItem.objects.get(name="A lamp")
    assert at == f"/catalogue/{item.pk}/draft"
    assert "Write the first edition" in page(admin, at)
    post(admin, f"{at}/terms", price_once="9.90", price_monthly="0", most_each="2", note="New")
    post(admin, f"{at}/publish")
    item.refresh_from_db()
    assert (item.is_offered, item.edition.most_each) == (True, 2)
    assert "9.90" in page(admin, f"/catalogue/{item.pk}")
    assert "A lamp" in page(admin, "/catalogue?q=lamp&standing=offered")


def test_the_form_is_written_question_by_question_and_offered_when_published(admin, item):
    at = f"/catalogue/{item.pk}/draft"
    kind = {"ask": "choice", "choices": "Small\nxl = Very large | For films", "required": "on", "at": "0"}
    post(admin, f"{at}/sections/0/questions/add", label="How large?", **kind)
    post(admin, f"{at}/questions/how_large/move", up="1")
    post(admin, f"{at}/sections/add", title="More")
    post(admin, f"{at}/sections/1/move", up="1")
    post(admin, f"{at}/sections/0/remove")
    assert names(item) == ["shared", "how_large", "who"]
    condition = {"if_question-0": "how_large", "if_test-0": "is", "if_value-0": "xl"}
    post(admin, f"{at}/questions/who", label="Who?", ask="text", at="0", **condition)
    draft = queries.draft_of(item)
    assert [(one.value, one.label, one.help) for one in draft.questions.question("how_large").choices] == [
        ("small", "Small", ""), ("xl", "Very large", "For films"),
    ]  # fmt: skip
    shown = page(admin, at)
    assert ("only if “How large?” is “Very large”" in shown, "Publish" in shown) == (True, True)
    assert "xl = Very large | For films" in page(admin, f"{at}/questions/how_large")
    post(admin, f"{at}/questions/who/remove")
    assert "Who else?" in page(admin, f"/catalogue/{item.pk}/compare")
    listed = f"/catalogue?q={item.name}"
    assert "Draft" in page(admin, listed)
    post(admin, f"{at}/publish")
    assert "Draft" not in page(admin, listed)
    item.refresh_from_db()
    assert (item.edition.number, queries.draft_of(item)) == (2, None)
    post(admin, f"/catalogue/{item.pk}/editions/1/restore")
    assert names(item) == ["shared", "who"]
    post(admin, f"{at}/discard")


def test_a_choice_in_a_condition_is_written_and_shown_in_the_words_that_people_read(admin, item):
    at = f"/catalogue/{item.pk}/draft"
    kind = {"ask": "choice", "choices": "Small\nxl = Very large", "required": "on", "at": "0"}
    post(admin, f"{at}/sections/0/questions/add", label="How large?", **kind)
    post(admin, f"{at}/questions/how_large/move", up="1")
    who = {"label": "Who?", "ask": "text", "at": "0", "if_question-0": "how_large", "if_test-0": "is"}
    post(admin, f"{at}/questions/who", **who, **{"if_value-0": "very LARGE"})
    assert queries.draft_of(item).questions.question("who").only_if[0].value == "xl"
    asked = page(admin, f"{at}/questions/who")
    assert ('value="Very large"' in asked, 'value="xl"' in asked) == (True, False)
    wrong = post(admin, f"{at}/questions/who", status=422, **who, **{"if_value-0": "huge"})
    assert "The answers are: Small, Very large." in wrong.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"label": ""}, "label"),
        ({"ask": "choice"}, "form"),
        ({"pattern": "("}, "form"),
        ({"if_question-0": "shared", "if_value-0": ""}, "if_value-0"),
        ({"if_question-0": "shared", "if_test-0": "at_least", "if_value-0": "many"}, "if_value-0"),
    ],
)
def test_what_makes_no_sense_stays_on_the_form(admin, item, given, field):
    said = {"label": "How large?", "ask": "text", "at": "0"} | given
    answer = post(admin, f"/catalogue/{item.pk}/draft/sections/0/questions/add", status=422, **said)
    assert "How large?" in answer.content.decode() or field == "label"
    assert queries.draft_of(item) is None


def test_all_conditions_of_a_question_are_written_changed_and_taken_out(admin, item):
    at = f"/catalogue/{item.pk}/draft/questions/who"
    form = page(admin, at)
    assert ("Condition 3" in form, "Condition 4" in form) == (True, False)
    given = {"label": "Who else?", "ask": "text", "at": "0", "if_question-0": "shared", "if_value-0": "yes"}
    post(admin, at, **given, **{"if_question-1": "", "if_question-2": "shared", "if_test-2": "filled"})
    kept = queries.newest(item).questions.question("who").only_if
    assert [(one.test, one.value) for one in kept] == [("is", True), ("filled", None)]
    assert "Condition 4" in page(admin, at)
    wrong = {"if_question-1": "shared", "if_value-1": ""}
    assert "Say what the answer must be" in post(admin, at, status=422, **given, **wrong).content.decode()
    post(admin, at, **(given | {"if_question-0": ""}))
    assert queries.newest(item).questions.question("who").only_if == ()


def test_who_must_agree_is_said_stage_by_stage(admin, item):
    at, team = f"/catalogue/{item.pk}/draft/stages", make.team("Finance")
    given = {"name": "Money", "teams": [team.pk], "need": "all", "quorum": 2, "remind_hours": 24, "expire_days": 5}
    condition = {"if_question-0": "price_monthly", "if_test-0": "at_least", "if_value-0": "100"}
    post(admin, f"{at}/add", people=make.ana().email, **given, **condition)
    rule = queries.rule_of(queries.draft_of(item))
    assert rule[1][0] == "Money"
    assert "all must agree; only if the price per month is at least 100" in rule[1][1]
    assert make.ana().email in page(admin, f"{at}/1")
    post(admin, f"{at}/1", status=422, people="nobody@nowhere.example", **given)
    post(admin, f"{at}/1", **given)
    post(admin, f"{at}/0/remove")
    assert [one["name"] for one in queries.draft_of(item).approval] == ["Money"]
    assert admin.get(f"{at}/7").status_code == 404


def test_the_preview_asks_as_the_portal_does_and_keeps_nothing(admin, item):
    at = f"/catalogue/{item.pk}/preview"
    assert "Question 1 of 1" in page(admin, at)
    assert "Please answer this" in page(admin, f"{at}?at=shared&go=1")
    assert "Who else?" in page(admin, f"{at}?at=shared&answer=yes&go=1")
    end = page(admin, f"{at}?at=who&a.shared=yes&answer=Eve&go=1")
    assert ("Is this right?" in end, "Eve" in end, "manager" in end) == (True, True, True)
    assert "Is this right?" in page(admin, f"{at}?at=shared&answer=no&go=1")


def test_an_item_is_looked_at_retired_and_offered_again(admin, item):
    at = f"/catalogue/{item.pk}"
    life.edit_item(item, by=CLOCK, review_on=clock.now().date())
    assert "To be looked at again" in page(admin, at)
    post(admin, f"{at}/review", review_on=clock.now().date() + life.REVIEWED_EVERY)
    assert "To be looked at again" not in page(admin, at)
    post(admin, f"{at}/retire")
    assert "Offer it again" in page(admin, at)
    post(admin, f"{at}/revive")
    item.refresh_from_db()
    assert item.is_offered


def test_a_plan_and_a_time_are_chosen(admin, item):
    at, plan = f"/catalogue/{item.pk}", make.procedure(make.doing("hand"), kind="fulfil")
    post(admin, f"{at}/plan", procedure=plan.pk)
    assert fulfilment.plan_of(item.pk).procedure == plan
    assert plan.name in page(admin, at)
    post(admin, f"{at}/plan", procedure="")
    assert fulfilment.plan_of(item.pk) is None
    post(admin, f"{at}/time", amount=3, unit=60, in_business_hours="on")
    assert (sla.promised(item).minutes, sla.promised(item).in_business_hours) == (180, True)
    assert 'value="3"' in page(admin, f"{at}/time")
    post(admin, f"{at}/time", amount="", unit=60)
    assert sla.target_of(item) is None


def test_pictures_are_added_described_shown_and_removed(admin, item):
    at = f"/catalogue/{item.pk}/pictures"
    post(admin, at, file=SimpleUploadedFile("lamp.png", PNG, "image/png"), alt="The lamp")
    post(admin, at, status=422, file=SimpleUploadedFile("lamp.png", b"<svg>", "image/png"), alt="No")
    kept = Picture.objects.get()
    post(admin, f"{at}/{kept.pk}/describe", alt="From above")
    answer = admin.get(f"{at}/{kept.pk}")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "image/png")
    life.edit_item(item, by=CLOCK, description=f"See ![it](media:{kept.pk})")
    assert f'<img src="{at}/{kept.pk}"' in page(admin, f"/catalogue/{item.pk}")
    reader = client_of(make.asker())
    assert f"/portal/catalogue/{item.slug}/pictures/{kept.pk}" in page(reader, f"/portal/catalogue/{item.slug}")
    assert reader.get(f"/portal/catalogue/{item.slug}/pictures/{kept.pk}").status_code == 200
    stranger = client_of(make.stranger())
    assert stranger.get(f"/portal/catalogue/{item.slug}/pictures/{kept.pk}").status_code == 404
    post(admin, f"{at}/{kept.pk}/remove", status=409)


def test_shelves_are_put_up_and_taken_down(admin, item):
    post(admin, "/catalogue/shelves/new", name="Lamps", position=5)
    shelf = Category.objects.get(name="Lamps")
    post(admin, f"/catalogue/shelves/{shelf.pk}", name="Light", position=5)
    assert "Light" in page(admin, "/catalogue/shelves")
    post(admin, f"/catalogue/shelves/{shelf.pk}/remove")
    post(admin, f"/catalogue/shelves/{item.category_id}/remove", status=409)


def test_who_only_reads_finds_no_button_and_who_does_not_work_here_no_page(item):
    agent, at = client_of(make.ana()), f"/catalogue/{item.pk}"
    shown = page(agent, at)
    assert ("What is asked" in shown, "Form and terms" in shown) == (True, False)
    for path in ("edit", "draft", "retire", "pictures", "draft/terms", "review", "draft/questions/who"):
        page(agent, f"{at}/{path}", 403)
    for verb in ("plan", "time"):
        assert agent.post(f"{at}/{verb}", {"amount": 3, "unit": 60, "procedure": ""}).status_code == 403
    reader = client_of(make.asker())
    for path in ("/catalogue", at, f"{at}/preview", "/catalogue/shelves"):
        assert reader.get(path).status_code == 403


def test_the_list_asks_as_many_questions_however_long_it_is(admin):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            page(admin, "/catalogue")
        return len(queries)

    asked()
    few = asked()
    for number in range(4):
        make.catalogue_item(f"Lamp {number}")
    assert asked() <= few
