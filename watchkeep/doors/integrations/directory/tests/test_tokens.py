"""ID tokens that are not for us, not from them, not now, or not for this visit. No provider and no network."""

import base64
import hashlib
import json
import time

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from watchkeep.doors.integrations import fetching
from watchkeep.doors.integrations.directory.oidc import discovering, proving
from watchkeep.doors.integrations.directory.visits import Visit
from watchkeep.estate.people.life import Unproven
from watchkeep.estate.people.models import OidcClient, Source

ISSUER = "https://id.example"
KEY, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
EC = ec.generate_private_key(ec.SECP256R1())
GOOD = {"iss": ISSUER, "aud": "watchkeep", "sub": "eva-1", "nonce": "n" * 32, "email": "Eva@Nordwind.example"}


@pytest.fixture
def source():
    found = Source(name="House", kind="oidc", key="k")
    found.oidc = OidcClient(issuer=ISSUER, client_id="watchkeep", client_secret="s3cret")
    return found


@pytest.fixture(autouse=True)
def answers(monkeypatch, settings):
    """What the provider says: its keys, and whichever token a test lays here."""
    settings.BASE_URL = "https://watchkeep.example"
    said = {"token": {}}
    keys = [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one", "use": "sig"}]
    keys.append(json.loads(jwt.algorithms.ECAlgorithm.to_jwk(EC.public_key())) | {"kid": "curve"})
    document = {
        "issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys", "token_endpoint": f"{ISSUER}/token",
        "authorization_endpoint": f"{ISSUER}/authorize",
    }  # fmt: skip
    monkeypatch.setattr(fetching, "get", lambda url, **_: {"keys": keys} if url.endswith("/keys") else document)
    monkeypatch.setattr(
        fetching, "post", lambda *asked: said.update(asked=asked) or fetching.Answer(200, said["token"])
    )
    discovering.forget()
    return said


def token(key=KEY, algorithm="RS256", kid="one", **changed):
    now = int(time.time())
    claims = {"iat": now, "exp": now + 300} | GOOD | changed
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def prove(source, answers, text, **more):
    answers["token"] = {"id_token": text, "access_token": "at"} | more
    visit = Visit(source=1, at=0, nonce="n" * 32, verifier="v" * 64)
    return proving.prove(source, visit, {"code": "c"})


def test_a_good_one_proves_somebody(source, answers):
    known = prove(source, answers, token(email_verified=True, groups=["a", 3, "b"], amr=["pwd", "mfa"], acr="1"))
    assert (known.subject, known.email, known.is_verified) == ("eva-1", "eva@nordwind.example", True)
    assert (known.groups, known.signs) == (("a", "b"), ("pwd", "mfa", "1"))
    assert prove(source, answers, token(EC, "ES256", "curve")).subject == "eva-1"


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ("audience", {"aud": "somebody else"}),
        ("issuer", {"iss": "https://evil.example"}),
        ("expired", {"exp": int(time.time()) - 3600}),
        ("not yet valid", {"nbf": int(time.time()) + 3600}),
        ("another visit", {"nonce": "m" * 32}),
        ("another visit", {"nonce": None}),
        ("sub", {"sub": None}),
        ("exp", {"exp": None}),
        ("somebody else", {"aud": ["watchkeep", "other"]}),
        ("somebody else", {"aud": ["watchkeep", "other"], "azp": "other"}),
        ("somebody else", {"azp": "other"}),
        ("access token", {"at_hash": "AAAA"}),
    ],
)
def test_what_is_not_for_us_now_is_refused(source, answers, words, changed):
    with pytest.raises(Unproven, match=f"(?i){words}"):
        prove(source, answers, token(**changed))


def test_the_access_token_that_came_with_it_fits(source, answers):
    half = base64.urlsafe_b64encode(hashlib.sha256(b"at").digest()[:16]).decode().rstrip("=")
    assert prove(source, answers, token(at_hash=half))


def test_strange_and_weak_signatures_are_refused(source, answers):
    public = base64.urlsafe_b64encode(KEY.public_key().public_numbers().n.to_bytes(256, "big")).decode()
    for bad in (
        token(OTHER),
        token(OTHER, kid="unknown"),
        token("s3cret" * 6, "HS256"),
        token(public, "HS256"),
        token("", "none"),
        token(EC, "ES256", "one"),
        "not.a.token",
        "",
    ):
        with pytest.raises(Unproven):
            prove(source, answers, bad)


def test_two_providers_are_not_mixed_up(source, answers):
    visit = Visit(source=1, at=0, nonce="n" * 32, verifier="v" * 64)
    with pytest.raises(Unproven, match="another issuer"):
        proving.prove(source, visit, {"code": "c", "iss": "https://evil.example"})


def test_the_code_goes_with_its_verifier_and_our_secret_is_in_no_address(source, answers):
    visit = Visit(source=1, at=0, nonce="n" * 32, verifier="v" * 64)
    there = proving.way_there(source, "state", visit)
    assert "code_challenge_method=S256" in there
    assert "v" * 64 not in there
    assert "s3cret" not in there
    prove(source, answers, token())
    _url, form, headers = answers["asked"]
    assert form["code_verifier"] == "v" * 64
    assert "s3cret" not in str(form)
    assert headers["Authorization"].startswith("Basic ")


def test_what_entra_says_when_there_are_too_many_groups_takes_nothing_away(source, answers):
    assert prove(source, answers, token(_claim_names={"groups": "src1"})).groups is None
    assert prove(source, answers, token()).groups == ()
