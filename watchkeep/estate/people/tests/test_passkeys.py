"""Passkeys, answered by a small authenticator of our own that signs as the standard says."""

import hashlib
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from testing import make
from testing.harness import told
from watchkeep.estate.people import life, queries
from watchkeep.kernel.errors import NotAllowed, Refused

HERE = "192.0.2.1"


class Authenticator:
    """Makes one key pair and answers as a browser would."""

    def __init__(self, origin=None):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id, self.count, self.origin = os.urandom(16), 0, origin or settings.BASE_URL
        host = settings.BASE_URL.partition("//")[2].partition(":")[0]
        self.place = hashlib.sha256(host.encode()).digest()

    def make(self, options):
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = AuthenticatorData.create(self.place, 0x45, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options), attestationObject=bytes(attestation)
        )

    def prove(self, options, flags=0x05):
        self.count += 1
        data, client = AuthenticatorData.create(self.place, flags, self.count), self._client("webauthn.get", options)
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=bytes(data), signature=signature)

    def _client(self, kind, options):
        challenge = options["publicKey"]["challenge"]
        text = challenge if isinstance(challenge, str) else websafe_encode(challenge)
        return json.dumps({"type": kind, "challenge": text, "origin": self.origin}).encode()

    def _answer(self, **response):
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": encoded, "clientExtensionResults": {}}


def with_passkey(person, authenticator):
    options, state = life.begin_passkey(person)
    return life.add_passkey(
        person, by=make.actor(person), name="Laptop", answer=authenticator.make(options), state=state
    )


def test_it_is_added_with_recovery_codes_and_proves_who_comes():
    ana, laptop = make.ana(), Authenticator()
    assert len(with_passkey(ana, laptop)) == 10
    assert queries.has_second_factor(ana)
    assert told("person", ana.pk)[0] == "person.factor_added"
    options, state = life.begin_passkey_proof()
    assert life.prove_by_passkey(laptop.prove(options), state, address=HERE) == ana


def test_an_answer_to_another_question_is_worth_nothing():
    ana, laptop = make.ana(), Authenticator()
    with_passkey(ana, laptop)
    old, _state = life.begin_passkey_proof()
    _options, state = life.begin_passkey_proof()
    with pytest.raises(Refused):
        life.prove_by_passkey(laptop.prove(old), state, address=HERE)


def test_another_site_cannot_use_it():
    ana, laptop = make.ana(), Authenticator()
    with_passkey(ana, laptop)
    laptop.origin = "https://watchkeep.example.evil"
    options, state = life.begin_passkey_proof(ana)
    with pytest.raises(Refused):
        life.prove_by_passkey(laptop.prove(options), state, address=HERE, person=ana)


def test_a_copy_whose_counter_lags_is_refused():
    ana, laptop = make.ana(), Authenticator()
    with_passkey(ana, laptop)
    for _ in range(2):
        options, state = life.begin_passkey_proof(ana)
        life.prove_by_passkey(laptop.prove(options), state, address=HERE, person=ana)
    laptop.count = 0
    options, state = life.begin_passkey_proof(ana)
    with pytest.raises(Refused):
        life.prove_by_passkey(laptop.prove(options), state, address=HERE, person=ana)


def test_a_key_that_did_not_check_its_holder_is_refused():
    ana, laptop = make.ana(), Authenticator()
    with_passkey(ana, laptop)
    options, state = life.begin_passkey_proof()
    with pytest.raises(Refused):
        life.prove_by_passkey(laptop.prove(options, flags=0x01), state, address=HERE)


def test_somebody_elses_key_is_not_my_second_factor():
    laptop = Authenticator()
    with_passkey(make.bo(), laptop)
    ana = make.ana()
    options, state = life.begin_passkey_proof(ana)
    with pytest.raises(Refused):
        life.prove_by_passkey(laptop.prove(options), state, address=HERE, person=ana)


@pytest.mark.parametrize("junk", [{}, {"id": 5}, {"id": "x", "rawId": "x", "response": {}}, {"rawId": None}, []])
def test_junk_is_a_plain_no(junk):
    ana = make.ana()
    _options, state = life.begin_passkey_proof(ana)
    with pytest.raises(Refused):
        life.prove_by_passkey(junk, state, address=HERE, person=ana)
    _options, state = life.begin_passkey(ana)
    with pytest.raises(Refused):
        life.add_passkey(ana, by=make.actor(ana), name="Laptop", answer=junk, state=state)


def test_the_same_key_twice_and_a_key_for_another_are_refused():
    ana, laptop = make.ana(), Authenticator()
    with_passkey(ana, laptop)
    with pytest.raises(Refused):
        with_passkey(ana, laptop)
    with pytest.raises(NotAllowed):
        life.remove_passkey(ana.passkeys.get(), by=make.actor(make.bo()))
    life.remove_passkey(ana.passkeys.get(), by=make.actor(ana))
    assert not queries.has_second_factor(ana)
