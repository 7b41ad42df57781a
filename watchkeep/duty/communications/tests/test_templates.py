from datetime import UTC, datetime

import pytest

from testing import make
from watchkeep.duty.communications import life, queries
from watchkeep.duty.communications.models import Phase, Template
from watchkeep.duty.communications.rules import texts, words
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.work.incidents.models import SeverityDefinition
from watchkeep.work.tickets.models import State


def save(body, *, is_outside=False, **more):
    values = {"phase": "first", "severity": 3, "language": "en", "subject": "A word", "body": body} | more
    return life.save_template(by=CLOCK, is_outside=is_outside, **values)


def test_an_unknown_name_is_refused_with_those_that_exist():
    with pytest.raises(Refused, match="There is no sevice here") as no:
        save("{{ sevice }} is down")
    assert no.value.field == "body"
    assert "latest_update, link, next_word_at" in no.value.message


@pytest.mark.parametrize("name", sorted(texts.INTERNAL))
def test_what_is_internal_cannot_be_named_in_words_for_the_outside(name):
    with pytest.raises(Refused, match="There is no"):
        save(f"{{{{ {name} }}}}", is_outside=True)


def test_what_is_internal_is_not_filled_outside_even_if_it_slipped_in():
    with pytest.raises(texts.Unfit):
        texts.fill("{{ cause }}", {"cause": "Somebody slept."}, is_outside=True)


@pytest.mark.parametrize(
    "body",
    [
        "{% for a in service %}x{% endfor %}", "{{ service.__class__ }}", "{{ service * 9999999 }}", "{{ service() }}",
        "{{ service|format }}", "{% set a = 1 %}", "{% include 'x' %}", "{{ [1, 2] }}", "{% if %}",
        "{% if service %}" * 100 + "{% endif %}" * 100, "{{ " + "(" * 999 + "service" + ")" * 999 + " }}",
    ],
)  # fmt: skip
def test_texts_hold_names_and_conditions_and_nothing_else(body):
    with pytest.raises(Refused):
        save(body)


def test_what_is_filled_is_bounded():
    filled = texts.fill("{{ title }}", {"title": "x" * 90_000}, is_outside=False)
    assert len(filled) == texts.LONGEST_VALUE
    with pytest.raises(texts.Unfit, match="long"):
        texts.fill("{{ title }}" * 11, {"title": "x" * 90_000}, is_outside=False)


@pytest.mark.parametrize("phase", ["first", "update", "restored", "resolved", "review"])
def test_every_moment_has_words_out_of_the_box_in_two_languages_for_both_sides(phase):
    found = Template.objects.filter(phase=phase, audience=None, severity=None)
    sides = sorted(found.values_list("is_outside", "language"))
    assert sides == [(False, "de"), (False, "en"), (True, "de"), (True, "en")]
    for one in found:
        subject, body = life.try_template(subject=one.subject, body=one.body, is_outside=one.is_outside)
        assert subject
        assert "{" not in body


def test_the_narrower_template_wins():
    managers = make.audience("managers")
    incident = make.incident("in_progress", severity=1)
    assert "how it stands" in queries.words_for(managers, queries.Matter(incident), "update")[0]
    save("For the worst", phase="update", severity=1)
    assert queries.words_for(managers, queries.Matter(incident), "update")[1] == "For the worst"
    save("For managers", phase="update", severity=None, audience=managers)
    assert queries.words_for(managers, queries.Matter(incident), "update")[1] == "For managers"
    assert queries.words_for(make.audience(), queries.Matter(incident), "update")[1] == "For the worst"


def test_an_audience_of_two_languages_reads_both():
    incident = make.incident("restored", service=make.service("Kasse"))
    subject, body = queries.words_for(make.audience(languages=["de", "en"]), queries.Matter(incident), "restored")
    assert subject == "Kasse läuft wieder / Kasse is back"
    assert body.index("läuft seit") < body.index("· · ·") < body.index("works again")


def test_words_are_read_in_paragraphs_with_dates_of_their_language():
    with clock.frozen(datetime(2026, 11, 24, 2, 10, tzinfo=UTC)):
        incident = make.incident(service=make.service("Shop"), severity=1)
        berlin = make.audience(languages=["en", "de"], time_zone="Europe/Berlin")
        read = queries.words_for(berlin, queries.Matter(incident), "first")[1]
    assert "Shop has a fault since 24 Nov 2026, 03:10 CET. People work on it.\n\nWhat we see: The shop" in read
    assert "Shop ist seit 24. November 2026, 03:10 CET gestört." in read
    assert "Team: Operations\n" in read
    assert "\n\n\n" not in read


def test_a_german_text_says_in_german_how_bad_it_is_and_how_it_stands():
    incident = make.incident("in_progress", severity=1, service=make.service("Kasse"))
    germans = make.audience(languages=["de"])
    assert "Schweregrad: SEV1, Kritisch" in queries.words_for(germans, queries.Matter(incident), "first")[1]
    assert "Stand: In Arbeit." in queries.words_for(germans, queries.Matter(incident), "update")[1]
    assert "Severity: SEV1, Critical" in queries.words_for(make.audience(), queries.Matter(incident), "first")[1]
    Template.objects.filter(phase="review").delete()
    assert queries.words_for(germans, queries.Matter(incident), "review")[0] == "Nachbetrachtung"


def test_every_state_moment_and_severity_has_its_german():
    assert words.STATES.keys() == set(State.values)
    assert words.PHASES.keys() == set(Phase.values)
    assert words.SEVERITIES.keys() == set(SeverityDefinition.objects.values_list("name", flat=True))
    assert texts.GERMAN.keys() < {**texts.SHARED, **texts.INTERNAL}.keys()


def test_a_correction_and_the_foot_are_in_the_audience_s_languages():
    made = make.message(by=make.actor(make.manager()))
    made.audience.languages = ["de", "en"]
    made.audience.save()
    life.send(made, by=make.actor(make.manager()))
    assert life.follow_up(made, by=make.actor(make.manager())).subject == f"Korrektur / Correction: {made.subject}"
    assert words.following("Kasse", "https://x", ["de"]) == "Sie folgen Kasse. Zum Abmelden: https://x"
    assert words.opening("INC-1", ["de", "en"]) == "INC-1 öffnen"


def test_words_are_tried_on_a_real_incident_and_outside_tell_no_more_than_they_may():
    incident = make.incident("in_progress", severity=1, title="db-07 burns", service=make.service("Shop"))
    words_ = {"subject": "{{ service }}", "body": "{{ title }} {{ state }}"}
    assert life.try_template(is_outside=False, incident=incident, language="de", **words_) == (
        "Shop", "db-07 burns In Arbeit",
    )  # fmt: skip
    with pytest.raises(Refused, match="There is no"):
        life.try_template(is_outside=True, incident=incident, **words_)


def test_the_last_words_for_a_moment_stay():
    last = Template.objects.get(phase="first", is_outside=True, language="en")
    with pytest.raises(Refused, match="last words"):
        life.remove_template(last, by=CLOCK)
    life.remove_template(Template.objects.get(phase="first", is_outside=True, language="de"), by=CLOCK)


def test_two_templates_for_one_aim_are_refused():
    save("Once")
    with pytest.raises(Refused, match="already"):
        save("Twice")


def test_whoever_may_not_configure_is_refused():
    with pytest.raises(NotAllowed):
        life.save_template(by=make.actor(make.ana()), phase="first", subject="x", body="y")
