from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction

from testing import make
from testing.harness import told
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import CatalogueItem, Edition, Request, State
from watchkeep.work.tickets.models import Attachment


def test_something_else_needs_no_item():
    made = make.request("My chair is broken", description="The left arm came off")
    assert made.number.startswith("REQ-")
    assert (made.state, made.is_open, made.item) == (State.NEW, True, None)
    assert made.ticket.requester.name == "Karim"
    assert told("ticket", made.pk, "request") == ["request.opened", "request.cleared"]


def test_an_item_gives_title_team_service_and_priority():
    service = make.service("Cloud")
    item = make.catalogue_item("Bucket", about={"service": service, "priority": 2})
    made = make.request("", item=item)
    ticket = made.ticket
    assert (ticket.title, ticket.service, ticket.priority) == ("Bucket", service, 2)
    assert ticket.team == service.owner_team


def test_what_several_people_ask_for_at_once_is_opened_as_if_each_had_asked_alone():
    item = make.catalogue_item("Bucket", approval=[make.manager_stage()])
    karim, eve = make.actor(make.asker(manager=make.ana())), make.actor(make.employee())
    wishes = [life.Wish(by=eve, title="A chair"), life.Wish(by=karim, item=item), life.Wish(by=eve, title="A desk")]
    made = life.open_all(wishes)
    assert [(one.ticket.title, one.state, one.ticket.requester_id) for one in made] == [
        ("A chair", State.NEW, eve.person), ("Bucket", State.WAITING, karim.person), ("A desk", State.NEW, eve.person),
    ]  # fmt: skip
    assert [told("ticket", one.pk, "request")[-1] for one in made] == [
        "request.cleared", "request.waiting", "request.cleared",
    ]  # fmt: skip
    assert len({one.number for one in made}) == 3


def test_of_what_is_asked_for_at_once_all_is_opened_or_nothing():
    asker = make.actor(make.asker())
    with pytest.raises(Refused):
        life.open_all([life.Wish(by=asker, title="A chair"), life.Wish(by=asker, title="")])
    assert not Request.objects.exists()


def test_whoever_asks_asks_for_themselves():
    with pytest.raises(NotAllowed):
        life.open_(by=make.actor(make.asker()), title="x", requester=make.employee())


def test_the_desk_asks_for_others_and_both_are_remembered():
    made = life.open_(by=make.actor(make.ana()), title="Called", requester=make.asker(), source="phone")
    assert (made.ticket.requester.name, made.opened_by.name) == ("Karim", "Ana")


def test_answers_are_checked_on_the_server():
    item = make.catalogue_item(form=make.form(make.question("size", ask="number", most=500)))
    with pytest.raises(Refused) as no:
        make.request("", item=item, answers={"size": 501})
    assert no.value.field == "answers.size"
    assert make.request("", item=item, answers={"size": "500"}).answers == {"size": 500}


def test_a_record_that_one_may_not_name_is_no_answer():
    item = make.catalogue_item(form=make.form(make.question("for_whom", ask="person")))
    with pytest.raises(Refused):
        make.request("", item=item, answers={"for_whom": make.stranger().pk})
    made = make.request("", item=item, answers={"for_whom": make.ana().pk})
    assert queries.lines_of(made)[-1] == ("For_whom", "Ana")


def test_a_running_request_keeps_its_edition():
    item = make.catalogue_item(form=make.form(make.question("size")), price_once=10)
    made = make.request("", item=item, answers={"size": "small"})
    life.draft_edition(item, by=CLOCK, form=make.form(make.question("colour")), price_once=20)
    life.publish_edition(item, by=CLOCK)
    made.refresh_from_db()
    assert made.edition.number == 1
    assert queries.lines_of(made) == [("Item", "Cloud storage"), ("Price, once", "€ 10.00"), ("Size", "small")]
    assert CatalogueItem.objects.get(pk=item.pk).edition.number == 2


def test_the_database_itself_keeps_a_published_edition():
    item = make.catalogue_item()
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=item.edition_id).update(price_once=1)


def test_an_item_is_for_its_audience_only():
    ours = make.catalogue_item("Laptop")
    theirs = make.catalogue_item("Invoice copy", about={"audience": "customers"})
    few = make.catalogue_item("Forklift")
    life.edit_item(few, by=CLOCK, teams=[make.team("Warehouse")])
    seen = queries.catalogue(make.actor(make.asker())).filter(is_builtin=False)
    assert [one.name for one in seen] == ["Laptop"]
    assert [one.name for one in queries.catalogue(make.actor(make.stranger()))] == ["Invoice copy"]
    for item in (theirs, few):
        with pytest.raises(Refused) as no:
            make.request("", item=item)
        assert no.value.field == "item"
    with pytest.raises(Refused):
        life.open_(by=make.actor(make.stranger()), item=ours)


def test_what_is_retired_or_a_draft_is_not_offered():
    item = make.catalogue_item()
    life.retire_item(item, by=CLOCK)
    draft = life.add_item(by=CLOCK, name="New", category=make.shelf(), summary="Soon")
    for one in (item, draft):
        with pytest.raises(Refused):
            make.request("", item=one)


def test_a_file_that_was_given_becomes_an_attachment():
    item = make.catalogue_item(form=make.form(make.question("picture", ask="file")))
    by = make.actor(make.asker())
    kept = life.upload(by=by, file=ContentFile(b"a line"), name="log.txt", declared="text/plain")
    made = life.open_(by=by, item=item, answers={"picture": [kept.key]})
    assert Attachment.objects.get(ticket=made.ticket).name == "log.txt"
    assert made.answers == {"picture": ["log.txt"]}


def test_a_file_of_somebody_else_is_no_answer():
    item = make.catalogue_item(form=make.form(make.question("picture", ask="file")))
    kept = life.upload(by=make.actor(make.ana()), file=ContentFile(b"a line"), name="log.txt")
    with pytest.raises(Refused):
        make.request("", item=item, answers={"picture": [kept.key]})


def test_an_owner_is_asked_once_to_look_again():
    today = make.catalogue_item(about={"owner": make.ana()})
    life.edit_item(today, by=CLOCK, review_on=(today.edition.saved_at - timedelta(days=1)).date())
    life.remind_of_review(today)
    life.remind_of_review(today)
    assert told("catalogue_item", today.pk).count("catalogue.review_due") == 1
