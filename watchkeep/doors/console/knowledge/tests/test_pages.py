from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.estate.knowledge import life
from watchkeep.estate.knowledge.models import Article, Feedback, Gap, Media, State, Template
from watchkeep.insight.capture import jobs as capture
from watchkeep.insight.capture.models import Use
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ana():
    return client_of(make.ana())


@pytest.fixture
def mia():
    return client_of(make.manager())


def page(client, path, **more):
    answer = client.get(path, **more)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_an_article_is_written_from_a_template_reviewed_and_published(ana, mia):
    template = Template.objects.get(name="How-to")
    begun = ana.post("/articles/new", {"title": "Reset a token", "template": template.pk})
    article = Article.objects.get()
    assert begun.url == f"/articles/{article.number}/words"
    assert "Before you begin" in page(ana, begun.url)
    seen = ana.post(f"{begun.url}", {"preview": "1", "title": "x", "body": "## Look\n\n<b>no</b>", "seen": 1})
    assert "<h2>Look</h2>" in seen.content.decode()
    assert "<b>no</b>" not in seen.content.decode()
    words = {"title": "Reset a token", "body": "1. Press **reset**.", "seen": 1, "note": "The steps"}
    assert ana.post(begun.url, words).status_code == 302
    at = f"/articles/{article.number}"
    known = {"kind": "howto", "audience": "employees", "language": "en", "tags": "token, login", "severities": ["1"]}
    known |= {"items": [make.item("auth-1").pk], "owner": make.bo().pk}
    assert ana.post(f"{at}/known", known).status_code == 302
    assert ana.post(f"{at}/submit").status_code == 302
    assert "Reset a token" in page(mia, "/articles/inbox")
    assert mia.post(f"{at}/return", {"reason": "Which button?"}).status_code == 302
    assert mia.post(f"{at}/publish").status_code == 302
    shown = page(client_of(make.auditor()), at)
    assert "<strong>reset</strong>" in shown
    assert "token" in shown


def test_somebody_who_began_with_an_older_version_is_told(ana):
    article = make.article(State.DRAFT)
    life.edit(article, by=CLOCK, body="Theirs")
    late = ana.post(f"/articles/{article.number}/words", {"title": article.title, "body": "Mine", "seen": 1})
    assert late.status_code == 409
    assert "Theirs" in late.content.decode()


def test_versions_are_compared_and_taken_again(ana):
    article = make.article(State.DRAFT, body="One\n\nTwo")
    life.edit(article, by=CLOCK, body="One\n\nThree", note="Counted on")
    assert "Counted on" in page(ana, f"/articles/{article.number}/history")
    shown = page(ana, f"/articles/{article.number}/history/2")
    assert "Two" in shown
    assert "Three" in shown
    assert ana.post(f"/articles/{article.number}/history/1/restore").status_code == 302
    assert Article.objects.get().body == "One\n\nTwo"


def test_search_says_what_is_missing_and_somebody_writes_it(ana):
    make.article(title="Unlock an account")
    assert "Unlock an account" in page(ana, "/articles?q=accounts+unlocked")
    assert "Nothing answers that yet" in page(ana, "/articles?q=gargoyle+of+bob@example.org")
    gap = Gap.objects.get()
    assert gap.words == "gargoyle of [e-mail]"
    assert "gargoyle" in page(ana, "/articles/gaps")
    assert ana.post(f"/articles/gaps/{gap.pk}/take").status_code == 302
    assert Article.objects.latest("pk").title == "Gargoyle of [e-mail]"
    assert ana.post(f"/articles/gaps/{gap.pk}/dismiss", {"reason": "Late"}).status_code == 409


def test_a_fault_that_comes_back_is_written_about(ana):
    for _ in range(3):
        incident = make.incident(title="The pool runs dry", fingerprint="abc")
    capture.count_recurring()
    assert "3 incidents in 90 days" in page(ana, "/articles/gaps")
    assert ana.post(f"/articles/gaps/recurring/{incident.number}").status_code == 302
    assert "3 incidents in 90 days" not in page(ana, "/articles/gaps")


def test_readers_say_whether_it_helped_and_are_answered(ana):
    article = make.article()
    mia = client_of(make.manager())
    assert (
        mia.post(f"/articles/{article.number}/rate", {"is_helpful": "no", "comment": "Which one?"}).status_code == 302
    )
    assert "Which one?" in page(ana, "/articles/inbox")
    said = Feedback.objects.get()
    answer = {"answer": "The left one", "is_taken": "yes"}
    assert ana.post(f"/articles/feedback/{said.pk}/answer", answer).status_code == 302
    assert "Which one?" not in page(ana, "/articles/inbox")


def test_pictures_are_shown_in_parts_and_never_run(ana, mia):
    article = make.article(State.DRAFT)
    picture = make.picture(article, alt="The screen")
    body = f"![]({'media:'}{picture.pk}) ![elsewhere](https://evil.example/x.png)"
    life.edit(article, by=CLOCK, body=body)
    shown = page(ana, f"/articles/{article.number}")
    at = f"/articles/{article.number}/media/{picture.pk}"
    assert f'<img src="{at}" alt="The screen"' in shown
    assert "evil.example" not in shown
    whole = ana.get(at)
    assert (whole["Content-Type"], whole["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in whole["Content-Security-Policy"]
    part = ana.get(at, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.getvalue(), part["Content-Range"]) == (206, b"PNG", f"bytes 1-3/{picture.size}")
    assert client_of(make.stranger()).get(at).status_code == 404
    assert ana.get(at, headers={"If-None-Match": whole["ETag"]}).status_code == 304


def test_files_are_added_described_and_removed(ana):
    article = make.article(State.DRAFT)
    video = make.picture(article, "clip.webm", content=b"\x1a\x45\xdf\xa3\x01\x00webm" + b"x" * 90)
    still, captions = (
        make.picture(article),
        make.picture(article, "clip.vtt", content=b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi"),
    )
    at = f"/articles/{article.number}/media"
    pair = {"alt": "How to press", "poster": still.pk, "captions": captions.pk}
    assert ana.post(f"{at}/{video.pk}/describe", pair).status_code == 302
    life.edit(article, by=CLOCK, body=video.mark)
    shown = page(ana, f"/articles/{article.number}")
    assert f'poster="{at}/{still.pk}"' in shown
    assert f'<track kind="captions" src="{at}/{captions.pk}"' in shown
    assert ana.post(f"{at}/{still.pk}/delete").status_code == 302
    assert Media.objects.get(pk=video.pk).poster is None
    assert "clip.webm" in page(ana, at)


def test_the_room_offers_articles_and_notes_which_helped(ana):
    service = make.service("Shop")
    article = make.article(
        title="Checkout hangs at payment", body="Restart the pool. Checkout hangs.", services=[service]
    )
    incident = make.incident(title="Checkout hangs at the payment", service=service)
    at = f"/incidents/{incident.number}"
    assert "Checkout hangs at payment" in page(ana, at)
    assert "Checkout hangs at payment" in page(ana, f"/articles/suggest?title=Checkout+hangs&service={service.pk}")
    assert ana.post(f"{at}/articles/{article.number}/use").status_code == 302
    assert Use.objects.get().ticket_id == incident.pk
    assert "helped" in page(ana, at)
    assert ana.post(f"{at}/articles/{article.number}/unuse").status_code == 302
    assert not Use.objects.exists()


def test_what_is_late_or_stale_stands_in_the_inbox(ana, mia):
    article = make.article(services=[make.service("Shop")])
    with clock.travel(days=400):
        assert article.title in page(ana, "/articles/inbox")
        assert "Nobody has looked at this in time" in page(ana, f"/articles/{article.number}")
        assert ana.post(f"/articles/{article.number}/confirm").status_code == 302
        assert article.title not in page(ana, "/articles/inbox")
    life.propose_retirement(article, by=CLOCK, reason="Nobody reads it")
    assert "Nobody reads it" in page(ana, "/articles/inbox")
    assert mia.post(f"/articles/{article.number}/keep").status_code == 302
    assert Article.objects.get().viewed_at > clock.now() - timedelta(minutes=1)


def test_strangers_find_nothing(ana):
    article = make.article(State.REVIEW)
    stranger = client_of(make.stranger())
    for path in (
        "/articles", "/articles/new", "/articles/inbox", "/articles/gaps", "/articles/templates",
        f"/articles/{article.number}", f"/articles/{article.number}/words", f"/articles/{article.number}/history",
        f"/articles/{article.number}/media", f"/articles/{article.number}/publish",
    ):  # fmt: skip
        assert stranger.get(path).status_code in {302, 403, 404}, path
        page(ana, path)


@pytest.mark.parametrize("path", ["/articles", "/articles?q=dark+screen", "/articles/inbox", "/articles/gaps"])
def test_a_list_asks_as_many_questions_however_long_it_is(ana, path):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            page(ana, path)
        return len(asked)

    def more():
        make.article()
        make.article(State.REVIEW)
        life.miss(f"missing {Gap.objects.count()}")

    more()
    questions()
    few = questions()
    for _ in range(3):
        more()
    assert questions() == few


def test_templates_are_made_and_deleted(mia):
    given = {"name": "Checklist", "kind": "howto", "audience": "internal", "body": "- [ ] One", "is_active": "on"}
    assert mia.post("/articles/templates/new", given).status_code == 302
    made = Template.objects.get(name="Checklist")
    assert mia.post(f"/articles/templates/{made.pk}", given | {"hint": "Before a release"}).status_code == 302
    assert "Before a release" in page(mia, "/articles/templates")
    assert mia.post(f"/articles/templates/{made.pk}/delete").status_code == 302
