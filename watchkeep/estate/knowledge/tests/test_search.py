import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.knowledge import life, queries
from watchkeep.estate.knowledge.models import State, Word
from watchkeep.estate.knowledge.queries import Filters, words


def titles(found):
    return [one.article.title for one in found]


def search(text, *, who=None, **more):
    return queries.search(make.actor(who or make.ana()), text, **more)


@pytest.fixture
def shelf():
    for title, body, more in (
        ("Unlock your account", "After five wrong passwords you are locked out. Wait fifteen minutes.", {}),
        ("Connect to the VPN", "Install the client, then sign in with your account.", {"tags": ["network"]}),
        ("Order a new laptop", "Open the catalogue and choose one. Your manager agrees.", {}),
        ("Drucker einrichten", "Die Drucker stehen im Flur. Wählen Sie den nächsten aus.", {"language": "de"}),
        ("Error ORA-12514 on the billing database", "Restart the listener on db-prod-01.", {"audience": "internal"}),
    ):
        make.article(title=title, body=body, **more)
    life.count_words()


@pytest.mark.usefixtures("shelf")
class TestByWord:
    @pytest.mark.parametrize(
        ("asked", "first"),
        [
            ("I am locked out, how do I unlock my accounts?", "Unlock your account"),
            ("ordering laptops", "Order a new laptop"),
            ("ORA-12514", "Error ORA-12514 on the billing database"),
            ("what is wrong with db-prod-01", "Error ORA-12514 on the billing database"),
            ("welcher drucker?", "Drucker einrichten"),
            ("Druckern", "Drucker einrichten"),
        ],
    )
    def test_finds_by_the_stems_of_rare_words(self, asked, first):
        assert titles(search(asked))[:1] == [first]

    def test_a_misspelt_word_finds_what_it_looks_like(self):
        assert titles(search("cataloge")) == ["Order a new laptop"]

    def test_while_typing_the_last_word_is_a_beginning(self):
        assert titles(search("new lapt", is_typing=True))[:1] == ["Order a new laptop"]

    def test_while_typing_a_beginning_is_of_the_last_word_and_no_other(self):
        asked = words.ask("new lapt", is_typing=True)
        assert [sorted(one.stems) for one in asked.terms if "laptop" in one.stems] == [["lapt", "laptop"]]

    def test_while_typing_half_a_word_may_look_like_one_that_tells_nothing(self):
        make.article(title="Theatre tickets", body="At the desk.")
        life.count_words()
        assert titles(search("order the", is_typing=True))[:2] == ["Theatre tickets", "Order a new laptop"]

    def test_a_word_that_nobody_wrote_does_not_hide_a_common_one(self, monkeypatch):
        monkeypatch.setattr("watchkeep.estate.knowledge.queries.words.MOST_ROWS", 1)
        assert search("xyzzyx account")

    def test_a_number_finds_its_article(self):
        number = search("laptop")[0].article.number
        assert titles(search(f" {number.lower()} ")) == ["Order a new laptop"]

    @pytest.mark.parametrize("asked", ["", "   ", "xyzzy", "the of and", "'", "\\", "a\x00b !&|:*()<->", "? ? ?"])
    def test_nonsense_finds_nothing_and_breaks_nothing(self, asked):
        assert search(asked) == []

    def test_shows_the_piece_that_answers(self):
        assert "wrong passwords" in search("locked out")[0].excerpt

    def test_nobody_finds_what_they_may_not_read(self):
        assert search("ORA-12514", who=make.employee()) == []
        assert search("laptop", who=make.stranger()) == []

    def test_drafts_and_what_is_retired_are_not_found(self):
        for state in (State.DRAFT, State.REVIEW, State.RETIRED):
            make.article(state, title="Gargoyle", body="gargoyle")
        assert search("gargoyle") == []

    @pytest.mark.parametrize(
        "filters",
        [
            Filters(tags=("network",)),
            Filters(language="en", tags=("network",)),
            Filters(kind="howto", tags=("network",)),
        ],
    )
    def test_filters_narrow_it(self, filters):
        assert titles(search("account", filters=filters)) == ["Connect to the VPN"]


@pytest.mark.usefixtures("shelf")
def test_it_takes_as_many_questions_however_much_there_is():
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert search("account laptop")
        return len(asked)

    questions()
    few = questions()
    for _ in range(5):
        make.article(title="Another account")
    assert questions() == few


@pytest.mark.usefixtures("shelf")
class TestTheLexicon:
    def test_counts_published_articles_and_forgets_what_is_gone(self):
        assert Word.objects.get(stem="").articles == 5
        article = make.article(title="Gargoyle", body="gargoyle")
        life.count_words()
        assert Word.objects.get(stem="gargoyl").articles == 1
        life.retire(article, by=make.actor(make.manager()), reason="Gone")
        life.count_words()
        assert not Word.objects.filter(stem="gargoyl").exists()

    def test_is_left_alone_while_nothing_changes(self):
        assert life.count_words() == 0


@pytest.mark.usefixtures("shelf")
class TestSuggesting:
    def test_offers_what_fits_well_and_what_is_on_the_service_first(self):
        shop, ana = make.service("Shop"), make.actor(make.ana())
        make.article(title="Unlock an account of the shop", body="Press unlock.", services=[shop])
        found = queries.suggest(ana, "A customer cannot unlock the account", service=shop.pk)
        assert titles(found)[0] == "Unlock an account of the shop"
        assert queries.suggest(ana, "The building is on fire") == []
