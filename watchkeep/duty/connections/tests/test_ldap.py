import pytest

from testing import make
from testing.openldap import GROUPS, LOCKED_FOR_GOOD, OPERATOR, PASSWORD, dn_of, openldap
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with openldap(tmp_path_factory.mktemp("slapd") / "ldap") as running:
        running.group("storage")
        yield running


@pytest.fixture
def directory(server):
    open_loopback()
    return make.connection(
        "ldap", url=server.tls_url.replace("127.0.0.1", "localhost"), base="dc=nordwind,dc=example", user=OPERATOR,
        password=PASSWORD, authority=server.ca,
    )  # fmt: skip


def change(directory, action="ldap_account", **parameters):
    asked = life.ask_for(action, by=CLOCK, connection=directory, parameters=parameters, timeout_seconds=10)
    return carry_out(asked)


def lock_out(server, uid):
    server.person(uid, password="right-password")
    for _ in range(3):
        assert not server.opens(uid, "wrong")
    assert not server.opens(uid, "right-password")


def test_a_locked_account_is_unlocked(server, directory):
    lock_out(server, "ines")
    run = change(directory, act="unlock", account="ines")
    assert (run.state, run.output, run.result["changed"]) == ("succeeded", dn_of("ines"), True)
    assert server.opens("ines", "right-password")


def test_what_is_as_wished_stays_and_says_so(server, directory):
    server.person("open", password="right-password")
    run = change(directory, act="unlock", account="open")
    assert (run.state, run.result["changed"]) == ("succeeded", False)


def test_unlocking_does_not_enable_whom_an_administrator_disabled(server, directory):
    server.person("gone", password="right-password")
    assert change(directory, act="disable", account="gone").state == "succeeded"
    run = change(directory, act="unlock", account="gone")
    assert (run.state, "disabled" in run.why) == ("failed", True)
    assert server.search("(uid=gone)")[dn_of("gone")]["pwdAccountLockedTime"] is not None


def test_disabling_is_undone_by_enabling(server, directory):
    server.person("leaver", password="right-password")
    run = change(directory, act="disable", account="leaver")
    assert not server.opens("leaver", "right-password")
    carry_out(life.undo(run, by=CLOCK))
    assert server.opens("leaver", "right-password")
    assert LOCKED_FOR_GOOD not in str(server.search("(uid=leaver)"))


def test_somebody_joins_a_group_and_leaves_it(server, directory):
    server.person("karim")
    storage = f"cn=storage,{GROUPS}"
    joined = change(directory, "ldap_group", act="join", account="karim", group="storage")
    assert dn_of("karim") in server.search("(cn=storage)")[storage]["member"]
    assert change(directory, "ldap_group", act="join", account="karim", group="storage").result["changed"] is False
    carry_out(life.undo(joined, by=CLOCK))
    assert dn_of("karim") not in server.search("(cn=storage)")[storage]["member"]


@pytest.mark.parametrize("account", ["*", "nobody", "ines)(uid=*", "\\2a"])
def test_a_login_is_compared_and_never_becomes_a_filter(server, directory, account):
    run = change(directory, act="disable", account=account)
    assert (run.state, run.why) == ("failed", f"Nothing is called {account}.")


def test_a_wrong_password_is_told_without_the_password(server):
    open_loopback()
    secret = "not-the-password"
    wrong = make.connection(
        "ldap", url=server.url, starttls=False, base="dc=nordwind,dc=example", user=OPERATOR, password=secret
    )
    run = carry_out(life.try_connection(wrong, by=CLOCK))
    assert (run.state, "invalidCredentials" in run.why) == ("failed", True)
    assert secret not in f"{run.why}{run.output}{run.sent}"


def test_a_certificate_that_nobody_vouches_for_is_refused(server):
    open_loopback()
    stranger = make.connection(
        "ldap", url=server.tls_url, base="dc=nordwind,dc=example", user=OPERATOR, password=PASSWORD
    )
    assert carry_out(life.try_connection(stranger, by=CLOCK)).state == "failed"


def test_the_test_button_finds_the_base(server, directory):
    assert carry_out(life.try_connection(directory, by=CLOCK)).output == "dc=nordwind,dc=example is there."
