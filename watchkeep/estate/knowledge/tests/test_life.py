import pytest
from django.db import transaction

from testing import make
from testing.harness import last_told, told
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import LIVE, Article, State, Version
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale


def fresh(article):
    return Article.objects.get(pk=article.pk)


class TestWriting:
    def test_a_draft_is_its_authors_and_has_a_number(self):
        ana = make.ana()
        article = life.write(
            by=make.actor(ana), title="  Reset \n a password ", body="Press it.", tags=["#Login", "sso"]
        )
        assert (article.title, article.owner, article.tags) == ("Reset a password", ana, ["login", "sso"])
        assert article.number.startswith("KB-")
        assert told("article", article.pk) == ["article.written"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"title": " "}, "title"),
            ({"title": "x" * 201}, "title"),
            ({"body": "x" * 100_001}, "body"),
            ({"tags": ["no tag!"]}, "tags"),
            ({"severities": [5]}, "severities"),
            ({"audience": "organisation"}, "organisation"),
            ({"audience": "martians"}, "audience"),
            ({"latest": 7}, "latest"),
        ],
    )
    def test_what_does_not_fit_is_refused_by_field(self, values, field):
        with pytest.raises(Refused) as no, transaction.atomic():
            life.write(by=CLOCK, **{"title": "A title"} | values)
        assert no.value.field == field

    def test_every_save_of_other_words_is_a_version_and_any_of_them_comes_back(self):
        article = make.article(State.DRAFT, title="One")
        life.edit(article, by=CLOCK, body="Two")
        life.edit(article, by=CLOCK, body="Two")
        assert [one.number for one in article.versions.all()] == [2, 1]
        life.restore(article, by=CLOCK, version=article.versions.get(number=1))
        assert fresh(article).latest == 3
        assert article.versions.get(number=3).note == "Version 1 again"

    def test_of_two_who_began_with_the_same_version_the_second_is_told(self):
        article = make.article(State.DRAFT)
        twin = fresh(article)
        life.edit(article, by=CLOCK, seen=1, body="Mine")
        with pytest.raises(Stale) as no:
            life.edit(twin, by=CLOCK, seen=1, body="Yours")
        assert no.value.current == {"body": "Mine"}

    def test_changes_to_what_is_published_wait_beside_it(self):
        article = make.article(title="As it was")
        life.edit(article, by=CLOCK, title="As it will be")
        assert (fresh(article).title, fresh(article).has_changes) == ("As it was", True)
        life.publish(article, by=CLOCK)
        assert (fresh(article).title, fresh(article).has_changes) == ("As it will be", False)

    def test_only_who_may_publish_lets_others_read_what_is_published(self):
        article, ana = make.article(audience="internal"), make.actor(make.ana())
        with pytest.raises(NotAllowed):
            life.edit(article, by=ana, audience="customers")
        life.edit(article, by=make.actor(make.manager()), audience="customers")
        assert fresh(article).audience == "customers"


class TestTheWayToReaders:
    def test_from_a_draft_over_a_review_to_readers_and_away_from_them(self):
        article, ana, mia = make.article(State.DRAFT), make.actor(make.ana()), make.actor(make.manager())
        life.submit(article, by=ana)
        life.return_(article, by=mia, reason="Which button?")
        life.edit(article, by=ana, body="The left one.")
        life.submit(article, by=ana)
        life.publish(article, by=mia)
        assert (fresh(article).state, fresh(article).published) == ("published", 2)
        assert fresh(article).review_due_at > fresh(article).published_at
        life.retire(article, by=mia, reason="No buttons any more")
        life.revive(article, by=mia)
        assert fresh(article).state == "published"
        assert told("article", article.pk)[-3:] == ["article.published", "article.retired", "article.revived"]

    def test_readers_go_on_reading_what_is_published_while_changes_are_reviewed(self):
        article = make.article(State.REVISING)
        assert fresh(article).is_live
        assert "Call us" not in fresh(article).body
        life.return_(article, by=CLOCK, reason="Nobody answers there")
        assert fresh(article).state == "published"

    def test_a_draft_that_nobody_needs_is_dropped_and_may_be_taken_up_again(self):
        article = make.article(State.DRAFT)
        life.retire(article, by=make.actor(make.ana()), reason="We have one")
        life.revive(article, by=make.actor(make.ana()))
        assert fresh(article).state == "draft"

    def test_nothing_is_not_published(self):
        with pytest.raises(Refused) as no, transaction.atomic():
            life.publish(life.write(by=CLOCK, title="Empty"), by=CLOCK)
        assert no.value.field == "body"

    def test_of_two_who_press_one_wins(self):
        article = make.article(State.REVIEW)
        twin = fresh(article)
        life.return_(article, by=CLOCK, reason="Not yet")
        with pytest.raises(Refused):
            life.return_(twin, by=CLOCK, reason="Not yet")

    @pytest.mark.parametrize("step", list(life.LIFE), ids=lambda step: step.verb)
    def test_nobody_takes_a_step_without_the_permission(self, step):
        for state in State.values:
            assert step not in life.open_to(make.article(state), make.actor(make.auditor()))

    def test_a_version_remembers_when_it_was_published(self):
        article = make.article()
        assert Version.objects.get(article=article).published_at == fresh(article).published_at
        assert last_told("article", article.pk).data["version"] == 1


class TestWhoReads:
    @pytest.mark.parametrize(
        ("audience", "readers"),
        [
            ("internal", {"Ana", "Mia", "Udo"}),
            ("employees", {"Ana", "Mia", "Udo", "Eve"}),
            ("customers", {"Ana", "Mia", "Udo", "Eve", "Stranger", "Carl"}),
            ("organisation", {"Ana", "Mia", "Udo", "Carl"}),
        ],
    )
    def test_each_audience_reaches_whom_it_names(self, audience, readers):
        harbour = make.organisation("Harbour", "customer")
        carl = make.person("Carl", roles=("customer",), organisation=harbour)
        more = {"organisation": harbour} if audience == "organisation" else {}
        article = make.article(audience=audience, **more)
        cast = [make.ana(), make.manager(), make.auditor(), make.employee(), make.stranger(), carl]
        found = {one.name for one in cast if Article.objects.visible_to(make.actor(one)).filter(pk=article.pk).exists()}
        assert found == readers

    @pytest.mark.parametrize("state", State.values)
    def test_readers_find_only_what_is_published(self, state):
        article = make.article(state, audience="customers")
        is_found = Article.objects.visible_to(make.actor(make.stranger())).filter(pk=article.pk).exists()
        assert is_found == (state in LIVE)
