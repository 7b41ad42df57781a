import pytest

from testing import make
from testing.harness import sweep
from watchkeep.estate.knowledge import life, queries
from watchkeep.estate.knowledge.models import Article, Meaning
from watchkeep.estate.knowledge.queries import Filters
from watchkeep.kernel import meaning
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.later import later

pytestmark = pytest.mark.skipif(not meaning.is_available(), reason="there is no sentence model on this platform")
ASKED = "I am shut out and nobody lets me sign on"
LOCKED = {"title": "Unlock an account", "body": "After wrong passwords the account stays closed for fifteen minutes."}


def titles(who=None, text=ASKED, **more):
    found = queries.search(make.actor(who or make.ana()), text, **more)
    return [one.article.title for one in found]


def shelve(**more):
    article = make.article(**LOCKED | more)
    make.article(title="Order paper", body="Paper for printers lies in the cellar.")
    sweep(life.understand_due)
    return article


def test_an_article_is_found_in_other_words():
    shelve()
    assert titles()[:1] == ["Unlock an account"]


def test_while_somebody_types_meaning_is_asked_of_a_few_words_of_which_none_is_found(monkeypatch):
    shelve()
    assert titles(is_typing=True) == ["Unlock an account"]
    monkeypatch.setattr("watchkeep.kernel.meaning.model._run", lambda _batch: pytest.fail("asked"))
    assert titles(text="closed acc", is_typing=True) == ["Unlock an account"]
    assert titles(text="shut ou", is_typing=True) == []


def test_what_changes_is_understood_anew_and_found_at_once():
    article = shelve()
    assert titles() == ["Unlock an account"]
    life.edit(article, by=CLOCK, title="Feed the cat", body="The cat eats fish.")
    assert titles() == ["Unlock an account"]
    life.publish(article, by=CLOCK)
    sweep(life.understand_due)
    assert titles() == []
    assert titles(text="What should I give my kitten for dinner?") == ["Feed the cat"]


def test_what_is_retired_is_found_no_more():
    life.retire(shelve(), by=CLOCK, reason="No accounts")
    assert titles() == []
    sweep(life.understand_due)
    assert not Meaning.objects.get(article__title="Unlock an account").passages


@pytest.mark.parametrize(
    ("audience", "reads"), [("internal", False), ("employees", False), ("customers", True), ("organisation", True)]
)
def test_customers_find_by_meaning_what_is_for_them(audience, reads):
    home = make.stranger().organisation
    shelve(audience=audience, **({"organisation": home} if audience == "organisation" else {}))
    assert titles(make.stranger()) == (["Unlock an account"] if reads else [])
    other = make.person(roles=("customer",), organisation=make.organisation("Yet elsewhere", "customer"))
    assert titles(other) == (["Unlock an account"] if audience == "customers" else [])


def test_filters_hold_for_meaning_too():
    shelve(tags=["login"])
    assert titles(filters=Filters(tags=("login",))) == ["Unlock an account"]
    assert titles(filters=Filters(tags=("paper",))) == []


def test_a_language_that_the_model_does_not_read_is_left_to_words():
    article = shelve(language="de", title="Konto entsperren", body="Nach falschen Kennwörtern bleibt das Konto zu.")
    assert not Meaning.objects.get(article=article).passages
    assert titles(text="Wie kann ich mein Konto entsperren?") == ["Konto entsperren"]


def test_without_a_model_words_alone_find(monkeypatch):
    shelve()
    monkeypatch.setattr("watchkeep.kernel.meaning.model.onnxruntime", later("no_such_package"))
    assert titles() == []
    assert titles(text="closed accounts") == ["Unlock an account"]
    assert life.understand_due() == 0


def test_the_same_words_are_not_read_twice(monkeypatch):
    article = shelve()
    monkeypatch.setattr("watchkeep.kernel.meaning.model._run", lambda _batch: pytest.fail("read again"))
    life.edit(article, by=CLOCK, audience="customers")
    assert sweep(life.understand_due) == 1
    assert Meaning.objects.get(article=article).reach == 2
    assert Article.objects.get(pk=article.pk).audience == "customers"
