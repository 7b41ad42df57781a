from datetime import timedelta

import icalendar
import pytest

from testing import make
from testing.harness import run_later, told
from watchkeep.duty.notify.jobs import post
from watchkeep.duty.notify.models import Delivery
from watchkeep.insight.reviews import life, queries
from watchkeep.insight.reviews.models import Correction, Entry, Participant, Review
from watchkeep.kernel import clock, facts
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused, Stale
from watchkeep.kernel.models import FactRow


@pytest.fixture
def review():
    return make.major()


def a_fact(review):
    return facts.told("ticket", review.incident_id).get(kind="incident.restored")


class TestTexts:
    def test_two_who_write_in_different_parts_both_keep_theirs(self, review):
        seen = review.version
        life.write(review, by=CLOCK, version=seen, narrative="It began at noon.")
        life.write(Review.objects.get(pk=review.pk), by=CLOCK, version=seen, lucky="Bo was awake.")
        review.refresh_from_db()
        assert (review.narrative, review.lucky) == ("It began at noon.", "Bo was awake.")

    def test_of_two_in_the_same_part_the_second_is_told_what_stands_there(self, review):
        seen = review.version
        life.write(review, by=CLOCK, version=seen, narrative="First")
        with pytest.raises(Stale) as no:
            life.write(Review.objects.get(pk=review.pk), by=CLOCK, version=seen, narrative="Second")
        assert no.value.current == {"narrative": "First"}

    def test_the_fact_names_the_part_and_not_the_words(self, review):
        life.write(review, by=CLOCK, narrative="Secret")
        assert "Secret" not in str([row.data for row in facts.told("review", review.pk)])

    def test_who_may_not_write_does_not(self, review):
        with pytest.raises(NotAllowed):
            life.write(review, by=make.actor(make.auditor()), narrative="Mine")


class TestTheTimeline:
    def test_a_pin_and_a_remark_refer_to_the_fact_and_copy_nothing(self, review):
        fact = a_fact(review)
        life.pin(review, by=CLOCK, fact=fact.pk)
        entry = life.annotate(review, by=CLOCK, fact=fact.pk, note="Cache was still cold")
        assert (entry.is_pinned, entry.note, entry.text, entry.at) == (True, "Cache was still cold", "", None)
        life.unpin(review, by=CLOCK, fact=fact.pk)
        assert Entry.objects.get().is_pinned is False

    def test_a_correction_stands_beside_the_original_which_stays(self, review):
        fact = a_fact(review)
        before = (fact.at, dict(fact.data))
        earlier = fact.at - timedelta(minutes=4)
        made = life.correct(
            review, by=make.actor(make.ana()), fact=fact.pk, text="Back already", at=earlier, reason="Access log"
        )
        again = FactRow.objects.get(pk=fact.pk)
        assert (again.at, dict(again.data)) == before
        assert (made.entry.fact, made.author, made.reason) == (fact.pk, make.ana(), "Access log")
        life.correct(review, by=CLOCK, fact=fact.pk, text="No, later", reason="Second log")
        assert [one.text for one in Correction.objects.order_by("pk")] == ["Back already", "No, later"]
        assert told("review", review.pk).count("review.timeline_marked") == 2

    def test_a_correction_says_how_one_knows(self, review):
        with pytest.raises(Refused, match="how you know"):
            life.correct(review, by=CLOCK, fact=a_fact(review).pk, text="Other", reason=" ")

    def test_what_no_machine_saw_is_added_with_its_time(self, review):
        at = clock.now() - timedelta(hours=1)
        entry = life.add_entry(review, by=CLOCK, at=at, text="The provider called")
        life.correct(review, by=CLOCK, entry=entry, text="We called them", reason="Phone bill")
        assert [(one.text, one.corrections.count()) for one in queries.marks_of(review).own] == [(entry.text, 1)]
        with pytest.raises(Refused):
            life.add_entry(review, by=CLOCK, at=clock.now() + timedelta(hours=1), text="Soon")

    def test_a_fact_of_another_incident_is_not_there(self, review):
        with pytest.raises(Refused, match="no such entry"):
            life.pin(review, by=CLOCK, fact=a_fact(make.major()).pk)


class TestSignOff:
    def test_named_people_sign_and_nobody_for_them(self, review):
        make.learnt(review)
        ana, bo = make.actor(make.ana()), make.actor(make.bo())
        with pytest.raises(Refused, match="signs it off first"):
            life.ask_sign_off(review, by=bo)
        life.add_participant(review, by=bo, person=make.ana(), must_sign=True)
        life.ask_sign_off(review, by=bo)
        with pytest.raises(NotAllowed):
            life.sign(review, by=bo)
        with pytest.raises(Refused, match="Not signed yet by Ana"):
            life.publish(Review.objects.get(pk=review.pk), by=bo)
        life.sign(review, by=ana)
        life.publish(review, by=bo)
        assert review.published_at is not None

    def test_a_signature_is_for_the_text_that_was_signed(self, review):
        life.add_participant(review, by=CLOCK, person=make.ana(), must_sign=True)
        life.ask_sign_off(review, by=CLOCK)
        life.sign(review, by=make.actor(make.ana()))
        with pytest.raises(Refused):
            life.write(review, by=CLOCK, narrative="Something else")
        life.send_back(review, by=CLOCK, reason="A part is missing")
        assert Participant.objects.get().signed_at is None
        life.write(review, by=CLOCK, narrative="Something else")

    def test_it_is_not_published_before_its_root_cause_is_known(self, review):
        life.add_participant(review, by=CLOCK, person=make.ana(), must_sign=True)
        life.ask_sign_off(review, by=CLOCK)
        life.sign(review, by=make.actor(make.ana()))
        with pytest.raises(Refused, match="not complete"):
            life.publish(review, by=CLOCK)

    def test_what_is_published_is_read_only_and_takes_addenda(self):
        review = make.published()
        for act in (
            lambda: life.write(review, by=CLOCK, narrative="Other"),
            lambda: life.pin(review, by=CLOCK, fact=a_fact(review).pk),
            lambda: make.cause(review),
            lambda: life.add_participant(review, by=CLOCK, person=make.bo()),
        ):
            with pytest.raises(Refused):
                act()
        assert life.add_addendum(review, by=CLOCK, text="It was the cache after all").review == review

    def test_drafts_are_for_those_who_write_published_ones_for_all_with_the_permission(self):
        draft, done = make.major(), make.published()
        reader = make.actor(make.auditor())
        outsider = make.actor(make.stranger())
        only_published = type(reader)(key="person:1", name="R", permissions=frozenset({"review.see"}), person=None)
        assert set(Review.objects.visible_to(reader)) == {draft, done}
        assert set(Review.objects.visible_to(only_published)) == {done}
        assert not Review.objects.visible_to(outsider).exists()


class TestTheMeeting:
    def test_everybody_gets_an_invitation_that_a_calendar_understands(self, review):
        life.add_participant(review, by=CLOCK, person=make.ana())
        at = (clock.now() + timedelta(days=2)).replace(microsecond=0)
        life.set_meeting(review, by=CLOCK, at=at, minutes=45, place="Room 2")
        run_later()
        delivery = Delivery.objects.exclude(calendar="").get(person=make.ana())
        mail = post.mail_for(delivery)
        parts = {part.get_content_type(): part for part in mail.walk()}
        invitation = icalendar.Calendar.from_ical(parts["text/calendar"].get_content())
        event = invitation.walk("VEVENT")[0]
        assert (invitation["method"], event["location"], event.decoded("dtstart")) == ("REQUEST", "Room 2", at)
        assert event["attendee"] == f"mailto:{make.ana().email}"
        assert [part.get_filename() for part in mail.iter_attachments()] == ["invitation.ics"]

    def test_a_moved_one_is_the_same_meeting(self, review):
        at = clock.now() + timedelta(days=2)
        documents = []
        for hours in (0, 1):
            life.set_meeting(review, by=CLOCK, at=at + timedelta(hours=hours))
            documents.append(icalendar.Calendar.from_ical(queries.invitation(review)).walk("VEVENT")[0])
        assert documents[0]["uid"] == documents[1]["uid"]
        assert [event["sequence"] for event in documents] == [0, 1]

    def test_who_comes_later_is_invited_and_who_leaves_is_told(self, review):
        at = clock.now() + timedelta(days=2)
        life.add_participant(review, by=CLOCK, person=make.ana())
        life.set_meeting(review, by=CLOCK, at=at)
        run_later()
        late = life.add_participant(review, by=CLOCK, person=make.bo())
        life.add_participant(review, by=CLOCK, person=make.bo(), must_sign=True)
        run_later()
        assert calendars(make.bo()) == [("REQUEST", 0, 2)]
        life.remove_participant(late, by=CLOCK)
        run_later()
        assert calendars(make.bo()) == [("REQUEST", 0, 2), ("CANCEL", 1, 1)]
        assert len(calendars(make.ana())) == 1

    def test_who_comes_before_the_mails_are_written_is_invited_once(self, review):
        life.add_participant(review, by=CLOCK, person=make.ana())
        life.set_meeting(review, by=CLOCK, at=clock.now() + timedelta(days=2))
        life.add_participant(review, by=CLOCK, person=make.bo())
        life.set_owner(review, by=CLOCK, owner=make.manager())
        run_later()
        invited = [calendars(person) for person in (make.ana(), make.bo(), make.manager())]
        assert [[(method, guests) for method, _sequence, guests in one] for one in invited] == [[("REQUEST", 3)]] * 3

    def test_its_new_owner_is_invited_and_the_former_one_need_not_come(self, review):
        life.set_owner(review, by=CLOCK, owner=make.ana())
        life.set_meeting(review, by=CLOCK, at=clock.now() + timedelta(days=2))
        run_later()
        life.add_participant(review, by=CLOCK, person=make.bo())
        run_later()
        life.set_owner(review, by=CLOCK, owner=make.manager())
        run_later()
        assert [calendars(person)[-1][:2] for person in (make.manager(), make.ana())] == [("REQUEST", 1), ("CANCEL", 1)]
        life.set_owner(review, by=CLOCK, owner=make.bo())
        run_later()
        assert len(calendars(make.bo())) == 1

    def test_one_that_is_called_off_leaves_the_calendars_and_can_be_set_again(self, review):
        life.add_participant(review, by=CLOCK, person=make.ana())
        with pytest.raises(Refused, match="no meeting"):
            life.call_off_meeting(review, by=CLOCK)
        for _time in range(2):
            life.set_meeting(review, by=CLOCK, at=clock.now() + timedelta(days=2))
            run_later()
            life.call_off_meeting(review, by=CLOCK)
            run_later()
        told = [(method, sequence) for method, sequence, _guests in calendars(make.ana())]
        assert told == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2), ("CANCEL", 3)]
        assert queries.invitation(review) == ""

    def test_whoever_owns_the_review_is_among_the_guests(self, review):
        life.set_owner(review, by=CLOCK, owner=make.manager())
        life.set_meeting(review, by=CLOCK, at=clock.now() + timedelta(days=2))
        event = icalendar.Calendar.from_ical(queries.invitation(review)).walk("VEVENT")[0]
        assert guests(event) == [f"mailto:{make.manager().email}"]


def calendars(person):
    """What this person's calendar was sent: method, sequence, and how many are asked."""
    sent = Delivery.objects.exclude(calendar="").filter(person=person).order_by("pk")
    read = [icalendar.Calendar.from_ical(one.calendar) for one in sent]
    for one, mail in zip(read, map(post.mail_for, sent), strict=True):
        [part] = [part for part in mail.walk() if part.get_param("method")]
        assert part.get_param("method") == one["method"]
    events = [(one["method"], one.walk("VEVENT")[0]) for one in read]
    return [(method, event["sequence"], len(guests(event))) for method, event in events]


def guests(event):
    found = event["attendee"]
    return found if isinstance(found, list) else [found]
