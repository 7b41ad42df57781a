"""Signing in with SAML, at a real provider (pysaml2) in a process of its own."""

import base64
import copy
import shutil

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from testing import make
from testing.harness import told
from testing.saml import provider
from watchkeep.doors.integrations.directory.saml import proving
from watchkeep.estate.people.life import Unproven
from watchkeep.estate.people.models import Factor, Identity, Person, SamlPeer, Source, SpentProof

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("xmlsec1"), reason="the provider needs xmlsec1: apt-get install xmlsec1"),
]
EVA = {"email": "eva@nordwind.example", "displayName": "Eva Lund"}
NAMES = proving.NAMES


@pytest.fixture(scope="module")
def there():
    with provider() as found:
        yield found


@pytest.fixture
def house(client, there):
    source = make.source(
        "saml", entity_id=f"{there.url}/metadata", sign_on_url=f"{there.url}/sso", certificates=there.certificate,
        name_attribute="displayName", groups_attribute="groups",
    )  # fmt: skip
    there.know(client.get(reverse("directory:metadata", args=[source.key])).text)
    there.sign_in("eva-1", **EVA)
    return source


def ways(house):
    home = f"http://127.0.0.1:8000/sso/{house.key}"
    return {"acs": f"{home}/acs", "sp": f"{home}/metadata"}


def asked(client, there, house, **begin):
    """Press the button and sign in there: what the provider would have the browser post."""
    way = client.get(reverse("directory:begin", args=[house.key]), begin)
    return there.visit(way.headers["Location"])


def post(client, house, form):
    """From another site: without the cookies of this one."""
    return Client(enforce_csrf_checks=True).post(reverse("directory:acs", args=[house.key]), form)


def come(client, there, house, **begin):
    answer = post(client, house, asked(client, there, house, **begin))
    return client.get(answer.headers["Location"], follow=True)


def who(client):
    return int(client.session.get("_auth_user_id", 0))


def test_somebody_new_gets_an_account_and_is_in(client, there, house):
    page = come(client, there, house, next="/services")
    assert page.redirect_chain[-1][0] == "/services"
    eva = Person.objects.get(email=EVA["email"])
    assert (eva.name, who(client)) == ("Eva Lund", eva.pk)
    assert told("person", eva.pk) == ["person.taken_in", "person.linked", "person.logged_in"]
    assert Identity.objects.get(person=eva).subject == "eva-1"


def test_either_the_assertion_or_the_whole_response_is_signed(client, there, house):
    there.sign_in("eva-1", **EVA, sign="response")
    come(client, there, house)
    assert who(client)


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("expired", {"wrong": {"minutes": -30}}),
        ("audience", {"wrong": {"sp_entity_id": "urn:somebody-else"}}),
        ("received at", {"wrong": {"destination": "http://127.0.0.1:8000/sso/other/acs"}}),
        ("No Signature", {"sign": "none"}),
        ("rsa-sha1", {"algorithm": "http://www.w3.org/2000/09/xmldsig#rsa-sha1"}),
        ("more than a day", {"wrong": {"minutes": 60 * 48}}),
        ("each time", {"is_transient": True}),
    ],
)
def test_what_is_not_for_us_now_is_refused(client, there, house, words, wrong):
    there.sign_in("eva-1", **EVA, **wrong)
    form = asked(client, there, house)
    with pytest.raises(Unproven, match=words):
        proving.prove(house, form["SAMLResponse"])
    assert post(client, house, form).headers["Location"] == "/login"


def test_a_signature_of_somebody_else_is_refused(client, there, house):
    SamlPeer.objects.update(certificates=make.source("saml").saml.certificates)
    assert post(client, house, asked(client, there, house)).headers["Location"] == "/login"
    assert not who(client)


def test_an_assertion_works_once_wherever_it_comes(client, there, house):
    form = asked(client, there, house)
    assert "/arrived" in post(client, house, form).headers["Location"]
    assert post(client, house, form).headers["Location"] == "/login"
    assert SpentProof.objects.filter(source=house).count() == 1


def test_a_ticket_works_once_in_the_browser_that_asked(client, there, house):
    place = post(client, house, asked(client, there, house)).headers["Location"]
    other = Client()
    assert "did not begin in this browser" in other.get(place, follow=True).text
    assert "too old or was used" in client.get(place, follow=True).text
    assert not who(client)


def test_nobody_begins_there_unless_that_is_set(client, there, house):
    there.sign_in("eva-1", **EVA, **ways(house))
    place = post(client, house, there.unasked()).headers["Location"]
    assert "did not begin in this browser" in client.get(place, follow=True).text
    SamlPeer.objects.update(takes_unasked=True)
    form = there.unasked() | {"RelayState": "/services"}
    page = client.get(post(client, house, form).headers["Location"], follow=True)
    assert page.redirect_chain[-1][0] == "/services"
    other = Client()
    page = other.get(post(client, house, there.unasked() | {"RelayState": "https://evil.example"}).headers["Location"])
    assert "evil" not in str(other.get(page.headers["Location"], follow=True).redirect_chain)


def test_an_answer_does_not_pass_for_one_that_nobody_asked_for(client, there, house):
    """Whoever stole an answer that was on its way might cut out what it answers."""
    SamlPeer.objects.update(takes_unasked=True)
    document = read(asked(client, there, house))
    del document.attrib["InResponseTo"]
    with pytest.raises(Unproven, match="same request"):
        proving.prove(house, written(document))


def read(form):
    return etree.fromstring(base64.b64decode(form["SAMLResponse"]))


def written(document):
    return base64.b64encode(etree.tostring(document)).decode()


def forged(document):
    """The assertion without its signature, and about somebody else."""
    evil = copy.deepcopy(document.find("saml:Assertion", NAMES))
    evil.remove(evil.find("{http://www.w3.org/2000/09/xmldsig#}Signature"))
    evil.set("ID", "id-evil")
    evil.find("saml:Subject/saml:NameID", NAMES).text = "ada"
    return evil


def beside(document):
    document.insert(2, forged(document))


def around(document):
    original = document.find("saml:Assertion", NAMES)
    document.replace(original, evil := forged(document))
    evil.append(original)


def inside_of_the_signature(document):
    original = document.find("saml:Assertion", NAMES)
    evil = forged(document)
    signature = original.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    thing = etree.SubElement(copy.deepcopy(signature), "{http://www.w3.org/2000/09/xmldsig#}Object")
    evil.insert(1, thing.getparent())
    document.replace(original, evil)
    thing.append(original)


def in_an_extension(document):
    original = document.find("saml:Assertion", NAMES)
    document.replace(original, forged(document))
    extensions = etree.Element("{urn:oasis:names:tc:SAML:2.0:protocol}Extensions")
    extensions.append(original)
    document.insert(1, extensions)


def with_the_same_id(document):
    original = document.find("saml:Assertion", NAMES)
    evil = forged(document)
    evil.set("ID", original.get("ID"))
    document.insert(2, evil)


def another_name(document):
    document.find("saml:Assertion/saml:Subject/saml:NameID", NAMES).text = "ada"


def a_comment_in_the_name(document):
    name = document.find("saml:Assertion/saml:Subject/saml:NameID", NAMES)
    name.text, comment = "ada", etree.Comment("x")
    comment.tail = "eva-1"
    name.append(comment)


@pytest.mark.parametrize(
    "wrap",
    [beside, around, inside_of_the_signature, in_an_extension, with_the_same_id, another_name, a_comment_in_the_name],
)
def test_what_is_read_is_what_was_signed(client, there, house, wrap):
    document = read(asked(client, there, house))
    wrap(document)
    with pytest.raises(Unproven):
        proving.prove(house, written(document))


def test_entities_of_a_file_or_a_bomb_are_not_opened(client, there, house):
    text = base64.b64decode(asked(client, there, house)["SAMLResponse"]).decode()
    start = text.index("<ns0:Response")
    doctype = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    evil = f"{doctype}{text[start:]}".replace("eva-1", "&e;")
    for bad in (evil.encode(), b"<no", b"", b"\xff\xfe"):
        with pytest.raises(Unproven):
            proving.prove(house, base64.b64encode(bad).decode())
    with pytest.raises(Unproven):
        proving.prove(house, "not base64 at all!")


def test_the_context_counts_as_second_factor_when_it_says_so(client, there, house):
    Source.objects.update(factor=Factor.CLAIMED)
    there.sign_in("eva-1", **EVA, context="https://refeds.org/profile/mfa")
    come(client, there, house)
    assert client.session["strong"]


def test_a_test_signs_nobody_in(client, there, house):
    Source.objects.update(is_active=False)
    ada = make.admin()
    client.force_login(ada)
    there.sign_in("eva-1", **EVA, groups=["ops"])
    page = come(client, there, house, trial="")
    assert "They would get a new account." in page.text
    assert "Groups: ops." in page.text
    assert who(client) == ada.pk
