import pytest

from testing import make
from testing.harness import run_later
from watchkeep.estate.knowledge import life as knowledge
from watchkeep.estate.knowledge import queries as articles
from watchkeep.estate.knowledge.models import Article
from watchkeep.insight.reviews import life
from watchkeep.insight.reviews.rules import records
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def lesson():
    """A published review, and the article that it became."""
    review = make.major(service=make.service("Payments"))
    life.write(review, by=CLOCK, narrative="The settlement was started twice.\nNobody saw it.", lucky="It was night.")
    make.published(review)
    run_later()
    return review, Article.objects.get(source="review", source_key=review.number)


def test_a_published_review_is_found_among_the_articles(lesson):
    review, article = lesson
    assert (article.state, article.kind, article.audience, article.severities) == (
        "published", "record", "internal", [1],
    )  # fmt: skip
    assert article.summary == "The settlement was started twice."
    assert [one.name for one in article.services.all()] == ["Payments"]
    told = ("## Causes", "The test left out memory", "## What follows from it", "ACT-", f"reviews/{review.number}")
    assert [words for words in told if words not in article.body] == []
    assert "## What went well" not in article.body
    assert article in Article.objects.visible_to(make.actor(make.ana()))
    assert article not in Article.objects.visible_to(make.actor(make.employee()))
    found = articles.search(make.actor(make.ana()), "settlement started twice")
    assert article.pk in [one.article.pk for one in found]


def test_it_is_kept_once_and_not_for_a_drill(lesson):
    review, article = lesson
    assert life.keep_lesson(review) == article
    drill = make.incident("restored", severity=1, is_drill=True)
    assert life.keep_lesson(life.open_review(drill, by=CLOCK)) is None


def test_what_becomes_known_later_is_added_below_what_stands_there(lesson):
    review, article = lesson
    knowledge.edit(article, by=CLOCK, body=f"{article.body}\n\nSee also the runbook.")
    knowledge.publish(article, by=CLOCK)
    life.add_addendum(review, by=CLOCK, text="It was the cache after all.")
    run_later()
    article.refresh_from_db()
    assert article.body.index("See also the runbook.") < article.body.index("It was the cache after all.")


def test_what_was_retired_or_is_being_changed_is_not_published_over_anybodys_head(lesson):
    review, article = lesson
    knowledge.edit(article, by=CLOCK, body="Half a thought")
    life.add_addendum(review, by=CLOCK, text="It was the cache after all.")
    run_later()
    article.refresh_from_db()
    assert (article.has_changes, "cache" in article.body) == (True, False)
    knowledge.retire(article, by=CLOCK, reason="Told elsewhere")
    life.add_addendum(review, by=CLOCK, text="Or the disk.")
    run_later()
    assert "Or the disk." not in article.versions.first().body


def test_a_summary_ends_where_a_sentence_or_a_word_does():
    assert records.summary("One. Two.\nThree.") == "One. Two."
    assert records.summary(f"{'Short. ' * 41}{'x' * 50}").endswith("Short.")
    assert len(records.summary("word " * 100)) <= records.LONGEST_SUMMARY
    assert records.summary("word " * 100).endswith("word…")
