"""A real OpenLDAP from Debian: a small organisation, groups, a password policy, TLS, limits that make paging needed.

    with openldap(tmp_path) as directory:
        directory.person("eva", mail="eva@nordwind.example")
        directory.group("operations", "eva")
        directory.search("(pwdAccountLockedTime=*)")

Everything is below ``dc=nordwind,dc=example``: people in ``ou=people``, groups (``groupOfNames``) in ``ou=groups``.
Three wrong passwords lock an account until somebody unlocks it. ``READER`` reads, a hundred entries at a time unless
it asks for pages; ``OPERATOR`` may also unlock, disable and set passwords, and change groups.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ldap3
import trustme
from ldap3.core.exceptions import LDAPException

from testing.mailbox import free_port
from testing.running import wait_for

SLAPD = shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
BASE = "dc=nordwind,dc=example"
PEOPLE, GROUPS, SERVICES = (f"ou={name},{BASE}" for name in ("people", "groups", "services"))
ADMIN, READER, OPERATOR = f"cn=admin,{BASE}", f"cn=reader,{SERVICES}", f"cn=operator,{SERVICES}"
PASSWORD = "secret of the service accounts"
LOCKED_FOR_GOOD = "000001010000Z"
"""``pwdAccountLockedTime`` of an account that an administrator has locked (draft-behera-ldap-password-policy)."""
READ_AT_ONCE = 100

CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
moduleload memberof
pidfile {folder}/slapd.pid
argsfile {folder}/slapd.args
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.pem
sizelimit size.soft={at_once} size.hard={at_once} size.prtotal=unlimited
database mdb
suffix "{base}"
rootdn "{admin}"
rootpw "{password}"
directory {folder}/db
maxsize 268435456
dbnosync
index objectClass,entryUUID,entryCSN,modifyTimestamp eq
index uid,mail,cn,member eq
overlay memberof
memberof-refint TRUE
overlay ppolicy
ppolicy_default "cn=default,ou=policies,{base}"
ppolicy_hash_cleartext
ppolicy_use_lockout
access to attrs=userPassword,pwdAccountLockedTime,pwdReset,pwdFailureTime
 by dn.exact="{operator}" manage
 by self write
 by anonymous auth
 by * read
access to dn.subtree="{groups}" by dn.exact="{operator}" manage by users read
access to dn.subtree="{people}" by dn.exact="{operator}" manage by users read
access to * by users read
"""


@dataclass(frozen=True)
class OpenLdap:
    """The server as its administrator sees it."""

    url: str
    tls_url: str
    ca: str

    def connect(self, dn: str = ADMIN, password: str = PASSWORD) -> ldap3.Connection:
        """Sign in as somebody; raises LDAPException when the password or the account does not do."""
        server = ldap3.Server(self.url, get_info=ldap3.NONE)
        return ldap3.Connection(server, dn, password, auto_bind=True, raise_exceptions=True)

    def opens(self, uid: str, password: str) -> bool:
        """Whether somebody comes in with this password."""
        try:
            self.connect(dn_of(uid), password).unbind()
        except LDAPException:
            return False
        return True

    def person(self, uid: str, password: str = "", **more: Any) -> str:
        """Add somebody, and return their distinguished name. ``manager`` is a uid."""
        values = {"cn": uid.title(), "sn": uid.title(), "mail": f"{uid}@nordwind.example"} | more
        if password:
            values["userPassword"] = password
        if "manager" in values:
            values["manager"] = dn_of(values["manager"])
        return self.add(dn_of(uid), ["inetOrgPerson"], **values)

    def group(self, name: str, *members: str, **more: Any) -> str:
        """Add a group of these uids, and return its distinguished name."""
        return self.add(f"cn={name},{GROUPS}", ["groupOfNames"], member=[*map(dn_of, members)] or [ADMIN], **more)

    def add(self, dn: str, classes: list[str], **values: Any) -> str:
        """Add an entry."""
        with self.connect() as line:
            line.add(dn, classes, values)
        return dn

    def change(self, dn: str, **values: Any) -> None:
        """Replace attributes of an entry; None removes one."""
        changes = {name: [(ldap3.MODIFY_REPLACE, _listed(value))] for name, value in values.items()}
        with self.connect() as line:
            line.modify(dn, changes)

    def remove(self, dn: str) -> None:
        """Remove an entry."""
        with self.connect() as line:
            line.delete(dn)

    def search(self, query: str, base: str = BASE) -> dict[str, dict[str, Any]]:
        """What there is, operational attributes included, by distinguished name."""
        with self.connect() as line:
            line.search(base, query, attributes=["*", "+"])
            return {entry["dn"]: dict(entry["attributes"]) for entry in line.response}


def dn_of(uid: str) -> str:
    """Where somebody stands in the directory; what is a name already stays one."""
    return uid if "=" in uid else f"uid={uid},{PEOPLE}"


@contextmanager
def openldap(folder: Path) -> Iterator[OpenLdap]:
    """The server, started in this folder as a process of its own, with its base filled, and stopped at the end."""
    assert SLAPD, "apt-get install slapd"
    (folder / "db").mkdir(parents=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
        str(folder / "server.pem")
    )
    names = {"base": BASE, "admin": ADMIN, "operator": OPERATOR, "groups": GROUPS, "people": PEOPLE}
    config = CONFIG.format(folder=folder, password=PASSWORD, at_once=READ_AT_ONCE, **names)
    (folder / "slapd.conf").write_text(config)
    url, tls_url = f"ldap://127.0.0.1:{free_port()}", f"ldaps://127.0.0.1:{free_port()}"
    command = [SLAPD, "-f", str(folder / "slapd.conf"), "-h", f"{url}/ {tls_url}/", "-d", "0"]
    with (folder / "slapd.log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            directory = OpenLdap(url, tls_url, (folder / "ca.pem").read_text())
            wait_for(lambda: process.poll() is not None or _is_up(directory), 20)
            assert process.poll() is None, (folder / "slapd.log").read_text()
            _fill(directory)
            yield directory
        finally:
            process.terminate()
            process.wait(20)


def _fill(directory: OpenLdap) -> None:
    directory.add(BASE, ["dcObject", "organization"], o="Nordwind")
    for place in ("people", "groups", "services", "policies"):
        directory.add(f"ou={place},{BASE}", ["organizationalUnit"])
    for dn in (READER, OPERATOR):
        directory.add(dn, ["organizationalRole", "simpleSecurityObject"], userPassword=PASSWORD)
    policy = {"pwdAttribute": "userPassword", "pwdLockout": "TRUE", "pwdMaxFailure": "3", "pwdLockoutDuration": "0"}
    directory.add(f"cn=default,ou=policies,{BASE}", ["organizationalRole", "pwdPolicy"], **policy)


def _is_up(directory: OpenLdap) -> bool:
    try:
        directory.connect().unbind()
    except LDAPException:
        return False
    return True


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
