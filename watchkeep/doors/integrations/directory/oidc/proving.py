"""From a button to a proof: the way to the provider, and what its answer proves (OpenID Connect Core 1.0, 3.1).

PyJWT checks signature, issuer, audience and time; the rules that are OpenID's own (nonce, azp, at_hash) stand here.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings

from watchkeep.doors.integrations import fetching
from watchkeep.doors.integrations.directory.oidc import discovering
from watchkeep.doors.integrations.directory.oidc.discovering import Published
from watchkeep.doors.integrations.directory.visits import Visit
from watchkeep.estate.people.life import Unproven
from watchkeep.estate.people.models import Known, OidcClient, Source

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures with a key of theirs. None with a shared secret, and never none."""
LEEWAY_SECONDS = 60


def way_there(source: Source, state: str, visit: Visit) -> str:
    """The address at the provider to which the browser is sent."""
    client = source.oidc
    challenge = base64.urlsafe_b64encode(hashlib.sha256(visit.verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": way_back(source),
        "scope": client.scopes,
        "state": state,
        "nonce": visit.nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = discovering.published(client).endpoint("authorization")
    return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"


def way_back(source: Source) -> str:
    """The address here to which the provider sends the browser; it must know this very address."""
    return f"{settings.BASE_URL}/sso/{source.key}/back"


def prove(source: Source, visit: Visit, answer: Mapping[str, str]) -> Known:
    """Return what the provider's answer proves. Raises Unproven in words."""
    client = source.oidc
    if error := answer.get("error"):
        raise Unproven(f"the provider answered: {error} {answer.get('error_description', '')}"[:300])
    if answer.get("iss", client.issuer) != client.issuer:  # RFC 9207: not a mix-up of two providers
        raise Unproven("the answer names another issuer")
    if not answer.get("code"):
        raise Unproven("the answer has no code")
    published = discovering.published(client)
    tokens = _redeem(source, client, published, answer["code"], visit)
    claims = _checked(client, tokens, visit.nonce)
    if client.email_claim not in claims and "userinfo_endpoint" in published.document:
        claims = _asked_for(published, tokens, claims) | claims
    return known_from(client, claims)


def known_from(client: OidcClient, claims: Mapping[str, Any]) -> Known:
    """Read what the claims say of somebody."""
    email = _found(claims, client.email_claim)
    verified = claims.get("email_verified", claims.get("xms_edov"))  # Entra's word for it is the second
    return Known(
        subject=str(claims["sub"])[:255],
        email=email.strip().lower()[:254] if isinstance(email, str) and "@" in email else "",
        name=_text(_found(claims, client.name_claim))[:120],
        is_verified=verified in (True, "true", 1, "1"),
        groups=_groups(client, claims),
        signs=(*_texts(claims.get("amr")), *_texts(claims.get("acr"))),
    )


def _redeem(source: Source, client: OidcClient, published: Published, code: str, visit: Visit) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": way_back(source),
        "code_verifier": visit.verifier,
        "client_id": client.client_id,
    }
    headers = {}
    methods = published.document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    if client.client_secret and "client_secret_basic" in methods:
        pair = f"{quote(client.client_id, safe='')}:{quote(client.client_secret, safe='')}"  # RFC 6749, 2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    elif client.client_secret:
        form["client_secret"] = client.client_secret
    answer = fetching.post(published.endpoint("token"), form, headers)
    if answer.status != 200 or not isinstance(answer.json.get("id_token"), str):
        raise Unproven(f"no token for the code: {answer.status} {answer.json.get('error', '')}"[:200])
    return answer.json


def _checked(client: OidcClient, tokens: dict[str, Any], nonce: str) -> dict[str, Any]:
    """The claims of an ID token that is meant for us, now, for this visit. Raises Unproven."""
    token = tokens["id_token"]
    try:
        header = jwt.get_unverified_header(token)
        key = discovering.published(client, for_key=header.get("kid")).key(header.get("kid"))
        if key is None:
            raise Unproven("the token is signed with a key that the provider does not publish")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            audience=client.client_id,
            issuer=client.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise Unproven(f"the token is not good: {error}"[:200]) from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Unproven("the token was made for another visit")
    _is_for_us(client, claims)
    _fits_access(header["alg"], claims, tokens)
    return claims


def _is_for_us(client: OidcClient, claims: dict[str, Any]) -> None:
    """Several audiences need an authorised party, and whichever there is must be us (3.1.3.7, 4 and 5)."""
    party = claims.get("azp")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or party is not None) and party != client.client_id:
        raise Unproven("the token was given to somebody else")


def _fits_access(algorithm: str, claims: dict[str, Any], tokens: dict[str, Any]) -> None:
    """If the ID token speaks of an access token, it is the one that came with it (3.1.3.8)."""
    if "at_hash" not in claims or algorithm == "EdDSA":
        return
    digest = hashlib.new(f"sha{algorithm[2:]}", str(tokens.get("access_token", "")).encode()).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).decode().rstrip("=")
    if not hmac.compare_digest(half.encode(), str(claims["at_hash"]).encode()):
        raise Unproven("the token does not belong to its access token")


def _asked_for(published: Published, tokens: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """What the provider says of the same person when asked; never of another (5.3.2)."""
    found = fetching.get(published.endpoint("userinfo"), bearer=str(tokens.get("access_token", "")))
    if found.get("sub") != claims["sub"]:
        raise Unproven("the provider speaks of somebody else")
    return found


def _groups(client: OidcClient, claims: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The groups. None when we do not ask for them, or the provider says that there are too many to tell (Entra)."""
    if not client.groups_claim or client.groups_claim in claims.get("_claim_names", {}):
        return None
    return tuple(_texts(_found(claims, client.groups_claim)))


def _found(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by its way through objects, such as ``realm_access.roles``."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(one)[:255] for one in value if isinstance(one, str)] if isinstance(value, list) else []
