"""Keys between us and a SAML provider: ours, which nobody but ourselves has signed, and theirs, as they are given."""

import re
import textwrap
from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _

from watchkeep.kernel import clock
from watchkeep.kernel.errors import Refused

YEARS = 10
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", re.DOTALL)


def new_pair(name: str) -> tuple[str, str]:
    """Return a certificate and its private key, both in PEM. A provider pins it, so it lives long."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Watchkeep, {name}"[:64])])
    now = clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM).decode(), private.decode()


def read_certificates(text: str) -> str:
    """Return certificates in PEM, also when only the inside of one was pasted, as metadata show it. Raises Refused."""
    bare = "".join(text.split())
    found = _PEM.findall(text) or [f"-----BEGIN CERTIFICATE-----\n{textwrap.fill(bare, 64)}\n-----END CERTIFICATE-----"]
    try:
        for one in found:
            x509.load_pem_x509_certificate(one.encode())
    except ValueError as error:
        raise Refused(_("This is not a certificate in PEM."), field="certificates") from error
    return "\n".join(found) + "\n"
