"""The pages on which a shift is given away and taken."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from testing import make
from watchkeep.duty.oncall import life, queries
from watchkeep.duty.oncall.models import Cover
from watchkeep.kernel import clock


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def rota_and_shift():
    rota, now = make.schedule(make.ana(), make.bo(), zone="UTC", every=2, unit="days"), clock.now()
    ahead = queries.upcoming(rota, now, now + timedelta(days=20))[1:-1]
    return rota, next(shift for shift in ahead if shift.person == make.ana())


def test_a_shift_is_asked_about_and_taken_on_the_pages():
    rota, shift = rota_and_shift()
    ana, bo = signed_in(make.ana()), signed_in(make.bo())
    assert f"/on-call/schedules/{rota.pk}/ask?shift_from=" in ana.get("/on-call").content.decode()
    for odd in ("2026-13-45T00:00Z", "9999-12-31T23:59-11:00", "now"):
        assert ana.get(f"/on-call/schedules/{rota.pk}/ask", {"shift_from": odd}).status_code == 200
    form = ana.get(f"/on-call/schedules/{rota.pk}/ask", {"shift_from": shift.starts_at.isoformat()})
    local = timezone.localtime(shift.starts_at, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M")
    assert f'value="{local}"' in form.content.decode()
    sent = {"starts_at": local, "ends_at": shift.ends_at.strftime("%Y-%m-%dT%H:%M"), "whom": make.bo().pk}
    asked = ana.post(f"/on-call/schedules/{rota.pk}/ask", sent)
    cover = Cover.objects.get()
    assert asked["Location"] == f"/on-call/covers/{cover.pk}"
    assert "Waiting for your answer" in bo.get("/on-call/covers").content.decode()
    assert "Take it" in bo.get(f"/on-call/covers/{cover.pk}").content.decode()
    assert "Take it" not in ana.get(f"/on-call/covers/{cover.pk}").content.decode()
    assert bo.post(f"/on-call/covers/{cover.pk}/accept").status_code == 302
    assert "Bo takes it" in ana.get(f"/on-call/covers/{cover.pk}").content.decode()


def test_half_a_swap_is_refused_on_the_form():
    rota, shift = rota_and_shift()
    form = {
        "starts_at": shift.starts_at.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": shift.ends_at.strftime("%Y-%m-%dT%H:%M"),
    }
    answer = signed_in(make.ana()).post(
        f"/on-call/schedules/{rota.pk}/ask", form | {"back_starts_at": "2190-01-01T00:00"}
    )
    assert answer.status_code == 422
    assert "Give both times, or neither" in answer.content.decode()


def test_who_was_not_asked_gets_no_answer_in_and_a_stranger_finds_nothing():
    rota, shift = rota_and_shift()
    cover = life.ask_cover(
        rota, by=make.actor(make.ana()), person=make.ana(), starts_at=shift.starts_at, ends_at=shift.ends_at
    )
    assert signed_in(make.manager()).post(f"/on-call/covers/{cover.pk}/accept").status_code == 403
    assert signed_in(make.stranger()).get(f"/on-call/covers/{cover.pk}").status_code == 404
    assert signed_in(make.ana()).post(f"/on-call/covers/{cover.pk}/withdraw").status_code == 302
    assert signed_in(make.bo()).post(f"/on-call/covers/{cover.pk}/refuse").status_code == 409
