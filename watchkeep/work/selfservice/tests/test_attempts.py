"""Looking for help: what counts as help, and what does not."""

from datetime import timedelta

import pytest

from testing import make
from testing.harness import run_later, sweep, told, waiting
from watchkeep.estate.knowledge.models import Gap
from watchkeep.estate.people.models import Person
from watchkeep.kernel import clock, facts
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents import life as incidents
from watchkeep.work.selfservice import jobs, life, queries
from watchkeep.work.selfservice.models import Attempt, Portal

AGO = timedelta(days=30)
REACTION = "watchkeep.work.selfservice.reactions.notice_question"


@pytest.fixture
def eve():
    return make.actor(make.employee())


@pytest.fixture
def article():
    return make.article(title="Locked out of your account")


def look(eve, words="locked out of my account"):
    return life.look(by=eve, words=words, found_any=True)


def outcome():
    return Attempt.objects.get().outcome


def after(days):
    with clock.travel(days=days):
        sweep(jobs.judge_due)


def test_whoever_says_so_and_does_not_come_back_helped_themselves(eve, article):
    attempt = look(eve)
    life.read(article, by=eve)
    life.solved(article, by=eve)
    after(days=6)
    assert outcome() == ""
    after(days=8)
    assert (outcome(), Attempt.objects.get().article) == ("deflected", article)
    assert told("attempt", attempt.pk) == ["selfservice.judged"]
    assert queries.figures(clock.now() - AGO).share == 1


def test_whoever_leaves_without_a_word_is_no_success(eve, article):
    look(eve)
    life.read(article, by=eve)
    after(days=8)
    assert (outcome(), queries.figures(clock.now() - AGO).share) == ("unknown", 0)


def test_whoever_asks_right_away_was_not_helped(eve):
    look(eve, "my chair squeaks")
    incidents.open_(by=eve, title="Something else entirely")
    run_later()
    assert outcome() == "asked"


def test_only_requests_of_those_who_had_looked_for_help_are_looked_at(eve):
    look(eve, "my chair squeaks")
    mine = make.request("A chair", requester=Person.objects.get(pk=eve.person))
    make.request("A desk")
    looked_at = [errand["fact"] for errand in waiting() if errand["reaction"] == REACTION]
    assert looked_at == [fact.pk for fact in facts.told("ticket", mine.pk, kind="request.opened")]
    run_later()
    assert outcome() == "asked"


def test_whoever_comes_back_with_the_same_matter_within_the_week_was_not_helped_after_all(eve, article):
    look(eve)
    life.solved(article, by=eve)
    with clock.travel(days=5):
        incidents.open_(by=eve, title="Still locked out of my account")
        run_later()
    assert outcome() == "returned"
    assert queries.figures(clock.now() - AGO).outcomes == {"returned": 1}


def test_another_matter_takes_no_help_away(eve, article):
    look(eve)
    life.solved(article, by=eve)
    with clock.travel(days=5):
        incidents.open_(by=eve, title="The coffee machine drips")
        run_later()
    after(days=8)
    assert outcome() == "deflected"


def test_several_words_of_one_visit_are_one_attempt(eve):
    look(eve, "login")
    look(eve, "locked out")
    assert [one.words for one in Attempt.objects.all()] == ["locked out"]
    with clock.travel(hours=2):
        look(eve, "printer")
    assert Attempt.objects.count() == 2


def test_what_nobody_has_written_yet_is_put_on_the_list(eve):
    life.look(by=eve, words="blue screen eva@nordwind.example", found_any=False)
    assert "@" not in f"{Gap.objects.get().words}{Attempt.objects.get().words}"


def test_a_portal_greets_as_a_manager_says(eve):
    portal = queries.portal_for(eve)
    life.save_portal(portal, by=make.actor(make.manager()), name="Ask Nordwind", accent="teal")
    assert (portal.name, told("portal", portal.pk)) == ("Ask Nordwind", ["selfservice.portal_saved"])
    with pytest.raises(NotAllowed):
        life.save_portal(portal, by=eve, name="Mine")
    with pytest.raises(Refused) as no:
        life.save_portal(portal, by=make.actor(make.manager()), accent="gold")
    assert no.value.field == "accent"


def test_employees_and_customers_have_a_portal_each(eve):
    customer = make.actor(make.stranger())
    assert [queries.portal_for(one).audience for one in (eve, customer)] == ["employees", "customers"]
    assert Portal.objects.count() == 2


def test_the_figures_say_who_looked_read_and_found_nothing(eve, article):
    look(eve)
    life.read(article, by=eve)
    life.look(by=make.actor(make.asker()), words="blue screen", found_any=False)
    found = queries.figures(clock.now() - AGO)
    assert (found.searches, found.read, found.in_vain, found.share) == (2, 1, 1, None)
    assert [week.searches for week in queries.weeks(clock.now() - AGO)] == [2]
    assert [one.words for one in queries.attempts(clock.now() - AGO, "vain")] == ["blue screen"]
    assert queries.attempts(clock.now() - AGO, "read").get().article == article


def test_a_question_that_is_asked_less_since_its_article_is_published_is_shown(eve):
    other = make.actor(make.asker())
    for day in (29, 28, 27):
        with clock.travel(days=-day):
            incidents.open_(by=other, title="Scanner jams on the second floor")
    with clock.travel(days=-20):
        article = make.article(title="Scanner jams: what to do")
        make.article(title="About something that nobody asked")
        incidents.open_(by=other, title="The scanner jams again")
    with clock.travel(days=-3):
        incidents.open_(by=other, title="The coffee machine drips")
    (found,) = queries.quieted(eve, clock.now())
    assert (found.article, found.days, found.before, found.after) == (article, 20, 3, 1)


def test_a_portal_shows_the_shelves_that_were_chosen_or_all(eve):
    software, desks = make.shelf("Software"), make.shelf("Desks")
    editor = make.catalogue_item("Editor", about={"category": software})
    desk = make.catalogue_item("A desk", about={"category": desks})
    portal, manager = queries.portal_for(eve), make.actor(make.manager())
    assert {editor, desk} <= set(queries.catalogue(portal, eve))
    life.save_portal(portal, by=manager, categories=[desks])
    assert list(queries.catalogue(portal, eve)) == [desk]
    assert list(queries.categories(portal, eve)) == [desks]
    life.save_portal(portal, by=manager, categories=[desks])
    assert told("portal", portal.pk) == ["selfservice.portal_saved"]
