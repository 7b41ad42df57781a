"""The way to a SAML provider, and what we publish about ourselves for it."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
from onelogin.saml2.settings import OneLogin_Saml2_Settings

from watchkeep.estate.people.models import Source

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)


def entity_id(source: Source) -> str:
    """Our name towards the provider: where our metadata is."""
    return f"{settings.BASE_URL}/sso/{source.key}/metadata"


def way_back(source: Source) -> str:
    """Where the provider posts its assertion: the assertion consumer service."""
    return f"{settings.BASE_URL}/sso/{source.key}/acs"


def way_there(source: Source) -> tuple[str, str]:
    """The address at the provider with a signed request in it, and the request's id."""
    auth = OneLogin_Saml2_Auth(here(source), old_settings=settings_of(source))
    address = auth.login(return_to="")
    return str(address), str(auth.get_last_request_id())


def metadata(source: Source) -> bytes:
    """Our metadata, for the provider."""
    said = settings_of(source).get_sp_metadata()
    return said.encode() if isinstance(said, str) else bytes(said)


def here(source: Source, **posted: str) -> dict[str, Any]:
    """The request as the library wants to see it: by our own address, whatever a Host header says."""
    parts = urlsplit(way_back(source))
    return {
        "https": "on" if parts.scheme == "https" else "off",
        "http_host": parts.netloc,
        "script_name": parts.path,
        "get_data": {},
        "post_data": posted,
    }


def settings_of(source: Source) -> OneLogin_Saml2_Settings:
    """Both sides as the library wants to know them."""
    peer = source.saml
    certificates = [found.strip() for found in _PEM.findall(peer.certificates)]
    return OneLogin_Saml2_Settings(
        {
            "strict": True,
            "debug": False,
            "sp": {
                "entityId": entity_id(source),
                "assertionConsumerService": {"url": way_back(source), "binding": Constants.BINDING_HTTP_POST},
                "NameIDFormat": Constants.NAMEID_UNSPECIFIED,
                "x509cert": peer.own_certificate,
                "privateKey": peer.own_key,
            },
            "idp": {
                "entityId": peer.entity_id,
                "singleSignOnService": {"url": peer.sign_on_url, "binding": Constants.BINDING_HTTP_REDIRECT},
                "x509certMulti": {"signing": certificates, "encryption": certificates[:1]},
            },
            "security": {
                "authnRequestsSigned": True,
                "signMetadata": False,
                "wantAssertionsSigned": False,  # the assertion or the whole response: one of them must be
                "wantMessagesSigned": False,
                "wantAttributeStatement": False,
                "wantNameId": True,
                "requestedAuthnContext": False,
                "allowRepeatAttributeName": True,
                "rejectDeprecatedAlgorithm": True,
                "signatureAlgorithm": Constants.RSA_SHA256,
                "digestAlgorithm": Constants.SHA256,
            },
        }
    )
