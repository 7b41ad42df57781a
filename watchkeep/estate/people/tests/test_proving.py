"""Proving once more who one is, just before something that a stolen session must not be able to do."""

from base64 import b32decode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from testing import make
from watchkeep.estate.people import jobs, life
from watchkeep.estate.people.models import FreshProof, SentCode
from watchkeep.kernel import clock
from watchkeep.kernel.errors import NotAllowed, Refused
from watchkeep.kernel.facts import told

ADDRESS = "192.0.2.7"


@pytest.fixture
def ines():
    return make.person("Ines", roles=("employee",))


def by(person):
    return make.actor(person)


def code_of(secret, ahead=0):
    return TOTP(b32decode(secret), 6, SHA1(), 30).generate(int(clock.now().timestamp()) + ahead).decode()


def test_a_proof_counts_once_and_only_for_whoever_gave_it(ines):
    key = life.prove_by_sign_in(ines, by=by(ines), at=clock.now())
    with pytest.raises(Refused) as no:
        life.use_proof(make.person("Eve"), key)
    assert (no.value.field, no.value.code) == ("proof", "proof_required")
    assert life.use_proof(ines, key) == "sign_in"
    for spent in (key, ""):
        with pytest.raises(Refused):
            life.use_proof(ines, spent)


def test_a_proof_and_a_sign_in_grow_old(ines):
    with pytest.raises(Refused):
        life.prove_by_sign_in(ines, by=by(ines), at=clock.now() - life.FRESH)
    key = life.prove_by_sign_in(ines, by=by(ines), at=clock.now())
    with clock.frozen(clock.now() + life.FRESH + timedelta(seconds=1)):
        with pytest.raises(Refused):
            life.use_proof(ines, key)
        jobs.forget_old()
    assert not FreshProof.objects.exists()


def test_a_code_of_the_app_proves_it(ines):
    secret, _address = life.add_totp(ines, by=by(ines))
    life.confirm_totp(ines, by=by(ines), code=code_of(secret), address=ADDRESS)
    with pytest.raises(Refused) as no:
        life.prove_anew_by_code(ines, by=by(ines), code="000000", address=ADDRESS)
    assert no.value.field == "code"
    key = life.prove_anew_by_code(ines, by=by(ines), code=code_of(secret, ahead=30), address=ADDRESS)
    assert (life.use_proof(ines, key), told("person", ines.pk).last().data["way"]) == ("app", "app")


def test_a_sent_code_fits_once_and_only_where_it_was_asked_for(ines):
    key, code, _fact = life.make_code(ines, by=by(ines), address=ADDRESS)
    other, _code, _fact = life.make_code(ines, by=by(ines), address=ADDRESS)
    for wrong_key, wrong in ((other, code), (key, "12345"), ("", code)):
        with pytest.raises(Refused):
            life.prove_by_sent_code(ines, by=by(ines), key=wrong_key, code=wrong, address=ADDRESS)
    proof = life.prove_by_sent_code(ines, by=by(ines), key=key, code=f" {code[:3]} {code[3:]}", address=ADDRESS)
    assert life.use_proof(ines, proof) == "sent_code"
    with pytest.raises(Refused):
        life.prove_by_sent_code(ines, by=by(ines), key=key, code=code, address=ADDRESS)


def test_a_sent_code_is_neither_kept_nor_told_and_grows_old(ines):
    key, code, _fact = life.make_code(ines, by=by(ines), address=ADDRESS)
    assert code not in str(list(told("person", ines.pk).values_list("data", flat=True)))
    assert code.encode() not in bytes(SentCode.objects.get().code)
    with clock.frozen(clock.now() + life.FRESH), pytest.raises(Refused):
        life.prove_by_sent_code(ines, by=by(ines), key=key, code=code, address=ADDRESS)


def test_who_guesses_is_shut_out_and_who_asks_for_codes_all_day_waits(ines):
    key, _code, _fact = life.make_code(ines, by=by(ines), address=ADDRESS)
    codes = set()
    for _guess in range(7):
        with pytest.raises(Refused) as no:
            life.prove_by_sent_code(ines, by=by(ines), key=key, code="x", address=ADDRESS)
        codes.add(no.value.code)
    assert codes == {"wrong", "too_many"}
    with pytest.raises(Refused) as no:
        for _letter in range(5):
            life.count_code(ines, by=by(ines), address=ADDRESS)
    assert (no.value.code, no.value.wait) == ("too_many", 300)


def test_nobody_proves_it_for_another(ines):
    with pytest.raises(NotAllowed):
        life.prove_by_sign_in(ines, by=by(make.ana()), at=clock.now())
