"""Looking after the catalogue: items reviewed, pictures, forms changed question by question, editions compared."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from testing import make
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told
from watchkeep.work.requests import life, queries
from watchkeep.work.requests.models import Picture

PNG = b"\x89PNG\r\n\x1a\n" + bytes(32)


@pytest.fixture
def item():
    size = make.question("size", "How large?", ask="number")
    shared = make.question("shared", "Do others use it?", ask="yes_no")
    who = make.question("who", "Who else?", only_if=[{"question": "shared", "value": True}])
    return make.catalogue_item(form=make.form(size, shared, who), approval=[make.manager_stage()])


def asked(item):
    return [[one.name for one in section.questions] for section in queries.newest(item).questions.sections]


def picture(item, name="screen.png", content=PNG, **more):
    return life.add_picture(item, by=CLOCK, file=ContentFile(content, name=name), name=name, **more)


def test_a_review_sets_the_next_day_and_the_owner_may_be_asked_again(item):
    today = clock.now().date()
    life.edit_item(item, by=CLOCK, review_on=today)
    life.remind_of_review(item)
    item.refresh_from_db()
    life.review_item(item, by=CLOCK)
    item.refresh_from_db()
    assert (item.review_on, item.review_told_at) == (today + life.REVIEWED_EVERY, None)
    assert told("catalogue_item", item.pk).last().kind == "catalogue.item_reviewed"
    with pytest.raises(Refused):
        life.review_item(item, by=CLOCK, review_on=today)
    with pytest.raises(NotAllowed):
        life.review_item(item, by=make.actor(make.stranger()), review_on=today + timedelta(days=9))


def test_pictures_are_what_they_say_and_stay_while_they_are_shown(item):
    kept = picture(item, alt="The [new] screen")
    assert kept.mark == f"![The (new) screen](media:{kept.pk})"
    life.describe_picture(kept, by=CLOCK, alt="From the side")
    life.edit_item(item, by=CLOCK, description=f"Look: {kept.mark}")
    with pytest.raises(Refused) as no:
        life.remove_picture(Picture.objects.get(), by=CLOCK)
    assert no.value.code == "in_use"
    life.edit_item(item, by=CLOCK, description="Look")
    life.remove_picture(Picture.objects.get(), by=CLOCK)
    for name, content in (("a.png", b"<svg onload=alert(1)>"), ("a.txt", b"words"), ("a.png", b"")):
        with pytest.raises(Refused) as no:
            picture(item, name, content)
        assert no.value.field == "file"


def test_a_form_is_changed_question_by_question_in_a_draft(item):
    life.add_section(item, by=CLOCK, title="More")
    life.add_question(item, by=CLOCK, question=life.Question("", "Which project?"), at=1)
    life.move_question(item, "which_project", by=CLOCK, places=-1)
    life.move_question(item, "who", by=CLOCK, places=1)
    assert asked(item) == [["size", "shared", "which_project", "who"], []]
    life.move_question(item, "who", by=CLOCK, places=1)
    life.change_question(item, "size", by=CLOCK, question=life.Question("", "How big?", life.Ask.NUMBER), at=1)
    assert asked(item) == [["shared", "which_project"], ["who", "size"]]
    life.change_section(item, 1, by=CLOCK, title="The rest")
    life.remove_question(item, "size", by=CLOCK)
    draft = queries.draft_of(item)
    assert (draft.number, draft.questions.sections[1].title, item.edition.number) == (2, "The rest", 1)


def test_what_would_make_no_sense_is_refused_and_nothing_is_changed(item):
    before = asked(item)
    for wrong in (
        lambda: life.move_question(item, "shared", by=CLOCK, places=1),
        lambda: life.remove_question(item, "shared", by=CLOCK),
        lambda: life.remove_section(item, 0, by=CLOCK),
        lambda: life.remove_question(item, "nothing", by=CLOCK),
        lambda: life.change_section(item, 7, by=CLOCK, title="Nowhere"),
    ):
        with pytest.raises(Refused):
            wrong()
    assert (asked(item), queries.draft_of(item)) == (before, None)
    with pytest.raises(NotAllowed):
        life.remove_question(item, "size", by=make.actor(make.stranger()))


def test_whoever_writes_over_anothers_change_is_told(item):
    seen = life.add_section(item, by=CLOCK, title="More").edits
    life.add_section(item, by=CLOCK, title="Much more", seen=seen)
    with pytest.raises(Refused) as no:
        life.add_section(item, by=CLOCK, title="Even more", seen=seen)
    assert no.value.code == "stale"


def test_editions_are_compared_and_an_earlier_one_is_taken_up_again(item):
    first = item.edition
    life.draft_edition(item, by=CLOCK, price_monthly="12.50", approval=[])
    life.remove_question(item, "who", by=CLOCK)
    second = life.publish_edition(item, by=CLOCK)
    lines = {(one.sign, one.text) for one in queries.compared(first, second)}
    assert {
        ("+", "Price per month: € 12.50"),
        ("-", "Who else? (Short text)"),
        ("-", "only if “Do others use it?” is yes"),
    } <= lines
    assert any(sign == "-" and text.startswith("Approval: Manager: The requester's manager") for sign, text in lines)
    draft = life.restore_edition(item, by=CLOCK, number=1)
    assert (draft.number, draft.form, draft.approval) == (3, first.form, first.approval)
    with pytest.raises(Refused):
        life.restore_edition(item, by=CLOCK, number=99)


def test_the_list_narrows_by_words_shelf_audience_and_standing(item):
    item.refresh_from_db()
    manager = make.actor(make.person("Chidi", roles=("manager",)))
    life.edit_item(item, by=CLOCK, review_on=clock.now().date(), name="Cloud room")
    retired = make.catalogue_item("Old thing", about={"audience": "customers"})
    life.retire_item(retired, by=CLOCK)

    def found(**asked):
        return [one.name for one in queries.items(manager, **asked) if not one.is_builtin]

    assert (found(words="cloud"), found(audience="customers")) == (["Cloud room"], ["Old thing"])
    assert (found(standing="retired"), found(standing="review")) == (["Old thing"], ["Cloud room"])
    assert found(standing="offered", category=item.category) == ["Cloud room"]
    assert found(standing="drafted") == found(standing="never") == []
