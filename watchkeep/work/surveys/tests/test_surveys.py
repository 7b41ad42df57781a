from datetime import timedelta

import pytest

from testing import make
from testing.harness import told
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.surveys import life, queries


@pytest.fixture
def eve():
    return make.employee()


def asked(eve, **more):
    return life.ask(make.request(requester=eve, **more).ticket)


def test_one_question_once_a_week_and_once_a_ticket(eve):
    survey = asked(eve)
    assert told("ticket", survey.ticket_id, "survey") == ["survey.asked"]
    assert (life.ask(survey.ticket), asked(eve)) == (None, None)
    with clock.travel(days=8):
        assert asked(eve) is not None


def test_nobody_is_asked_about_what_nobody_asked_for():
    assert life.ask(make.incident().ticket) is None


def test_an_answer_counts_and_can_be_changed_for_a_month(eve):
    survey, by = asked(eve), make.actor(eve)
    life.answer(survey, by=by, score=2, comment=" Slow\x00 ")
    life.answer(survey, by=by, score=4)
    assert (survey.score, survey.comment) == (4, "")
    found = queries.satisfaction(clock.now() - timedelta(days=1))
    assert (found.asked, found.answered, found.share, found.mean) == (1, 1, 1.0, 4.0)
    with clock.travel(days=31), pytest.raises(Refused):
        life.answer(survey, by=by, score=5)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_there_are_five_answers(eve, score):
    with pytest.raises(Refused) as no:
        life.answer(asked(eve), by=make.actor(eve), score=score)
    assert no.value.field == "score"


def test_only_whoever_was_asked_answers(eve):
    with pytest.raises(NotAllowed):
        life.answer(asked(eve), by=make.actor(make.ana()), score=5)


def test_a_link_opens_its_own_question_alone_and_dies(eve):
    survey = asked(eve)
    token = life.link_of(survey)
    assert life.survey_of_link(token) == survey
    assert life.survey_of_link(token[:-2]) is None
    eve.is_active = False
    eve.save()
    assert life.survey_of_link(token) is None


def test_what_people_say_is_counted_by_month_team_and_service_and_read_by_who_may(eve):
    printing, desk = make.service("Printing"), make.team("Desk")
    by = make.actor(eve)
    for day, score in ((9, 5), (0, 2)):
        with clock.travel(days=-day):
            life.answer(asked(eve, service=printing, team=desk), by=by, score=score, comment=f"A {score}")
    since = clock.now() - timedelta(days=40)
    (service,), (team,) = queries.by_service(since), queries.by_team(since)
    assert (service.key, service.answered, service.share, service.mean) == ("Printing", 2, 0.5, 3.5)
    assert team.key == "Desk"
    assert sum(one.answered for one in queries.by_month(since)) == 2
    assert [one.comment for one in queries.comments(make.actor(make.manager()), since)] == ["A 2", "A 5"]
    assert list(queries.comments(make.actor(make.person("Nobody", roles=())), since)) == []
