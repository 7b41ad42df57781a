"""The authenticator app and recovery codes: proved first, each code once, never guessed at leisure."""

from base64 import b32decode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from testing import make
from testing.harness import told
from watchkeep.estate.people import life, queries
from watchkeep.estate.people.models import RecoveryCode, TotpDevice
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused

HERE = "192.0.2.1"
NOON = datetime(2026, 11, 23, 12, 0, 5, tzinfo=UTC)


def code(secret, at=None):
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int((at or clock.now()).timestamp())).decode()


def with_app(person):
    secret, _uri = life.add_totp(person, by=make.actor(person))
    recovery = life.confirm_totp(person, by=make.actor(person), code=code(secret), address=HERE)
    return secret, recovery


def test_an_app_counts_once_a_code_has_proved_it():
    ana = make.ana()
    with clock.frozen(NOON):
        secret, uri = life.add_totp(ana, by=make.actor(ana))
        assert uri.startswith("otpauth://totp/Watchkeep:ana%40nordwind.example")
        assert not queries.has_second_factor(ana)
        assert len(life.confirm_totp(ana, by=make.actor(ana), code=code(secret), address=HERE)) == 10
    assert queries.has_second_factor(ana)
    assert told("person", ana.pk) == ["person.factor_added", "person.recovery_codes_made"]


def test_the_secret_is_encrypted_in_the_database():
    ana = make.ana()
    secret, _uri = life.add_totp(ana, by=make.actor(ana))
    raw = TotpDevice.objects.extra(select={"raw": "secret"}).values_list("raw", flat=True).get()
    assert secret not in raw


def test_each_code_works_once():
    ana = make.ana()
    with clock.frozen(NOON):
        secret, _recovery = with_app(ana)
    with clock.frozen(NOON.replace(minute=1)):
        assert life.prove_by_code(ana, code=code(secret), address=HERE) == "app"
        with pytest.raises(Refused):
            life.prove_by_code(ana, code=code(secret), address=HERE)


def test_a_telephone_may_be_half_a_minute_off_and_no_more():
    ana = make.ana()
    with clock.frozen(NOON):
        secret, _recovery = with_app(ana)
    with clock.frozen(NOON.replace(minute=5)):
        life.prove_by_code(ana, code=f"{code(secret, NOON.replace(minute=5, second=35))} ", address=HERE)
    with clock.frozen(NOON.replace(minute=10)), pytest.raises(Refused):
        life.prove_by_code(ana, code=code(secret, NOON.replace(minute=8)), address=HERE)


def test_recovery_codes_work_once_each_whatever_their_spelling():
    ana = make.ana()
    with clock.frozen(NOON):
        _secret, recovery = with_app(ana)
    assert life.prove_by_code(ana, code=recovery[0].upper().replace("-", " "), address=HERE)
    with pytest.raises(Refused):
        life.prove_by_code(ana, code=recovery[0], address=HERE)
    life.make_recovery_codes(ana, by=make.actor(ana))
    with pytest.raises(Refused):
        life.prove_by_code(ana, code=recovery[1], address=HERE)


@pytest.mark.parametrize("junk", ["", "abc", "\uff11\uff12\uff13\uff14\uff15\uff16", "\0", "9" * 1000, "-" * 19])
def test_junk_proves_nothing(junk):
    ana = make.ana()
    with clock.frozen(NOON):
        with_app(ana)
    with pytest.raises(Refused):
        life.prove_by_code(ana, code=junk, address=HERE)


def test_guessing_is_stopped():
    ana = make.ana()
    with clock.frozen(NOON):
        secret, _recovery = with_app(ana)
    with clock.frozen(NOON.replace(minute=5)):
        for _ in range(5):
            with pytest.raises(Refused):
                life.prove_by_code(ana, code="000000", address=HERE)
        with pytest.raises(Refused) as no:
            life.prove_by_code(ana, code=code(secret), address=HERE)
    assert no.value.code == "too_many"


def test_without_a_factor_there_are_no_recovery_codes():
    ana = make.ana()
    with clock.frozen(NOON):
        with_app(ana)
    life.remove_totp(ana, by=make.actor(ana))
    assert not RecoveryCode.objects.exists()
    assert not queries.has_second_factor(ana)


def test_it_is_ones_own_business():
    ana, bo = make.ana(), make.actor(make.bo())
    with pytest.raises(NotAllowed):
        life.add_totp(ana, by=bo)
    with pytest.raises(NotAllowed):
        life.make_recovery_codes(ana, by=bo)
