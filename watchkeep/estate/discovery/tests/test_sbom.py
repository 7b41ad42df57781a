"""Bills of materials in all their forms, and what is no such document."""

import json

import pytest

from testing import make
from watchkeep.estate.assets.models import Installation, Item
from watchkeep.estate.discovery import life, queries
from watchkeep.estate.discovery.models import Ingredient
from watchkeep.estate.discovery.rules import sbom
from watchkeep.kernel.actors import CLOCK
from watchkeep.kernel.errors import Refused

PURL, CPE = "pkg:npm/%40shop/cart@2.1.0", "cpe:2.3:a:openssl:openssl:3.0.15:*:*:*:*:*:*:*"
INNER = {
    "type": "library",
    "bom-ref": "ssl",
    "name": "openssl",
    "version": "3.0.15",
    "cpe": CPE,
    "supplier": {"name": "OpenSSL"},
}
CART = {
    "type": "library",
    "bom-ref": "cart",
    "group": "@shop",
    "name": "cart",
    "version": "2.1.0",
    "purl": PURL,
    "components": [INNER],
}
SHOP = {"type": "application", "bom-ref": "shop", "name": "web-shop", "version": "7"}
CYCLONE = {
    "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": SHOP},
    "components": [CART, "no object", {"name": 7}],
    "dependencies": [
        {"ref": "shop", "dependsOn": ["cart", "nowhere", 7]}, "no object",
        {"ref": "cart", "dependsOn": ["cart", "ssl"]},
    ],
}  # fmt: skip
XML = f"""<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
 <metadata><component type="application" bom-ref="shop"><name>web-shop</name><version>7</version></component></metadata>
 <components><component type="library" bom-ref="cart"><group>@shop</group><name>cart</name><version>2.1.0</version>
  <purl>{PURL}</purl>
  <components><component type="library" bom-ref="ssl"><supplier><name>OpenSSL</name></supplier><name>openssl</name>
   <version>3.0.15</version><cpe>{CPE}</cpe></component></components></component></components>
 <dependencies><dependency ref="shop"><dependency ref="cart"/></dependency></dependencies></bom>""".encode()

SUPPLIER = "Organization: OpenSSL (a@openssl.example)"


def package(ident, name, version, kind="", ref="", *, supplier="NOASSERTION"):
    refs = [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": kind, "referenceLocator": ref}] if ref else []
    return {"SPDXID": ident, "name": name, "versionInfo": version, "supplier": supplier, "externalRefs": refs}


SPDX = {
    "spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "name": "the shop's document",
    "packages": [
        package("SPDXRef-shop", "web-shop", "7"),
        package("SPDXRef-cart", "@shop/cart", "2.1.0", "purl", PURL),
        package("SPDXRef-ssl", "openssl", "3.0.15", "cpe23Type", CPE, supplier=SUPPLIER),
    ],
    "relationships": [
        {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}
        for one, kind, other in (
            ("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-shop"), ("SPDXRef-shop", "CONTAINS", "SPDXRef-cart"),
            ("SPDXRef-ssl", "DEPENDENCY_OF", "SPDXRef-cart"), ("SPDXRef-cart", "OTHER", "SPDXRef-shop"),
        )
    ],
}  # fmt: skip
TAGS = f"""SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
DocumentName: the shop's document
# a remark: with a colon
PackageName: web-shop
SPDXID: SPDXRef-shop
PackageVersion: 7
PackageComment: <text>Two lines,
PackageName: of which this is no tag</text>
PackageName: @shop/cart
SPDXID: SPDXRef-cart
PackageVersion: 2.1.0
ExternalRef: PACKAGE-MANAGER purl {PURL}
PackageName: openssl
SPDXID: SPDXRef-ssl
PackageVersion: 3.0.15
PackageSupplier: Organization: OpenSSL (a@openssl.example)
ExternalRef: SECURITY cpe23Type {CPE}
FileName: ./a.js
SPDXID: SPDXRef-file
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-shop
Relationship: SPDXRef-shop DEPENDS_ON SPDXRef-cart
Relationship: SPDXRef-cart CONTAINS SPDXRef-ssl
""".encode()
BASE = "https://shop.example/sbom#"


def element(kind, ident, **more):
    return {"type": kind, "spdxId": f"{BASE}{ident}", "creationInfo": "_:made", **more}


SPDX3 = {
    "@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
    "@graph": [
        {"type": "CreationInfo", "@id": "_:made", "specVersion": "3.0.1", "created": "2026-01-01T00:00:00Z"},
        element("SpdxDocument", "doc", name="the shop's document", rootElement=[f"{BASE}sbom"]),
        element("software_Sbom", "sbom", rootElement=[f"{BASE}shop", f"{BASE}sbom"], element=[f"{BASE}nothing"]),
        element("software_Package", "shop", name="web-shop", software_packageVersion="7"),
        element("software_Package", "cart", name="@shop/cart", software_packageVersion="2.1.0",
                software_packageUrl=PURL),
        element("Organization", "maker", name="OpenSSL"),
        element("software_Package", "ssl", name="openssl", software_packageVersion="3.0.15", suppliedBy=f"{BASE}maker",
                externalIdentifier=[{"type": "ExternalIdentifier", "externalIdentifierType": "cpe23",
                                     "identifier": CPE}]),
        element("software_File", "file", name="a.js"), "no object", {"type": 7},
        element("Relationship", "r1", relationshipType="dependsOn", to=[f"{BASE}ssl"], **{"from": f"{BASE}cart"}),
        element("Relationship", "r2", relationshipType="contains", to=[f"{BASE}cart"], **{"from": f"{BASE}shop"}),
    ],
}  # fmt: skip
FORMS = [json.dumps(CYCLONE).encode(), XML, json.dumps(SPDX).encode(), TAGS, json.dumps(SPDX3).encode()]


@pytest.mark.parametrize("body", FORMS, ids=["cyclonedx", "xml", "spdx", "tags", "spdx3"])
def test_every_form_says_the_same(body):
    bill = sbom.read(body)
    assert (bill.subject.name, bill.subject.version) == ("web-shop", "7")
    assert [(one.name, one.version, one.publisher, one.manager, one.purl, one.cpe) for one in bill.programs] == [
        ("@shop/cart", "2.1.0", "", "npm", PURL, ""), ("openssl", "3.0.15", "OpenSSL", "", "", CPE),
    ]  # fmt: skip
    said = {(one.name if one else None, other.name) for one, other in bill.edges}
    assert said == {(None, "@shop/cart"), ("@shop/cart", "openssl")}


def deep(levels):
    inner = {"name": "last"}
    for _level in range(levels):
        inner = {"name": "a", "components": [inner]}
    return json.dumps(CYCLONE | {"components": [inner]}).encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no SPDX 2"),
        (b"hello: world", "no SPDX 2"),
        (b"\xff\xfe\x01", "neither JSON, XML nor text"),
        (FORMS[0][:-20], "no JSON"),
        (b"[" * 90_000, "no SPDX 2"),
        (b'{"a":' * 90_000, "no JSON"),
        (b'{"bomFormat": "Other"}', "neither CycloneDX"),
        (b'{"spdxVersion": "SPDX-3.0"}', "nor SPDX 2"),
        (b'{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"}', "without a graph"),
        (b'{"@context": ["https://example.org/"], "@graph": [{"type": "software_Package"}]}', "nor SPDX 2"),
        (deep(60), "too deep"),
        (XML[:-9], "no XML"),
        (b"<a/>", "no CycloneDX"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + XML[21:], "entities"),
        (TAGS.replace(b"</text>", b""), "ends too early"),
        (b'{"a": "\x00"}', "NUL"),
    ],
)
def test_what_is_no_such_document_is_refused_in_words(body, words):
    with pytest.raises(sbom.Unreadable) as no:
        sbom.read(body)
    assert words in str(no.value)


@pytest.mark.parametrize("name", ["MOST_BYTES", "MOST_PARTS", "MOST_EDGES"])
@pytest.mark.parametrize("body", [FORMS[0], FORMS[4]], ids=["cyclonedx", "spdx3"])
def test_what_is_too_large_is_refused(monkeypatch, name, body):
    monkeypatch.setattr(sbom.reading, name, 1)
    with pytest.raises(sbom.Unreadable):
        sbom.read(body)


@pytest.mark.django_db
def test_a_document_becomes_the_application_that_it_names_and_the_same_again_changes_nothing():
    first = life.take_bill(FORMS[0], by=CLOCK)
    again = life.take_bill(FORMS[2], by=CLOCK)
    assert (first.came, first.form, again.item, again.came, again.went) == (2, "CycloneDX 1.6", first.item, 0, 0)
    item = Item.objects.get()
    assert (item.name, item.cls.slug, item.values["version"]) == ("web-shop", "application", "7")
    newer = CYCLONE | {"metadata": {"component": SHOP | {"version": "8"}}, "components": [INNER]}
    third = life.take_bill(json.dumps(newer).encode(), by=CLOCK)
    item.refresh_from_db()
    assert (third.item, third.went, item.values["version"]) == (first.item, 1, "8")


@pytest.mark.django_db
def test_a_document_of_an_item_is_listed_there_beside_what_others_list():
    item = make.item("db-1")
    taken = life.take_bill(TAGS, by=CLOCK, item=item)
    titles = {row.title.name: (row.title.purl, row.title.cpe) for row in Installation.objects.open().filter(item=item)}
    assert (taken.item, titles) == (item.pk, {"@shop/cart": (PURL, ""), "openssl": ("", CPE)})
    for body in (b"{}", json.dumps(CYCLONE | {"components": []}).encode()):
        with pytest.raises(Refused) as no:
            life.take_bill(body, by=CLOCK, item=item)
        assert no.value.field == "file"
    assert Installation.objects.open().count() == 2


def log4j(*edges, version="2.14.1", name="web-shop", parts=("a", "b", "c")):
    components = [{"bom-ref": one, "name": one, "version": "1"} for one in parts]
    components.append({"bom-ref": "l", "group": "org.apache.logging.log4j", "name": "log4j-core", "version": version})
    depends = [{"ref": one, "dependsOn": [*others]} for one, *others in edges]
    about = {"component": {"bom-ref": "shop", "name": name, "version": "1"}}
    told = {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": about, "components": components}
    return json.dumps(told | {"dependencies": depends}).encode()


def ways(name="log4j-core", actor=None):
    rows = queries.holding(actor or make.actor(make.admin()), name)
    return [(held.item.name, [one.name.rpartition("/")[2] for one in held.way]) for held in queries.ways(rows)]


@pytest.mark.django_db
def test_which_applications_contain_a_component_and_through_what_by_the_shortest_way():
    life.take_bill(log4j(("shop", "a", "b"), ("a", "b"), ("b", "l"), ("l", "a")), by=CLOCK)
    life.take_bill(log4j(("shop", "l"), ("a", "l"), name="till"), by=CLOCK)
    life.take_bill(log4j(name="island", version="2.17.0"), by=CLOCK)
    told = [("web-shop", ["b", "log4j-core"]), ("till", ["log4j-core"]), ("island", ["log4j-core"])]
    assert ways() == ways("LOG4J-Core ") == ways("org.apache.logging.log4j/log4j-core") == told
    assert ways("other/log4j-core") == ways("log4j") == ways("") == ways("\0") == []
    assert ways(actor=make.actor(make.employee())) == []


@pytest.mark.django_db
def test_a_circle_without_a_beginning_ends_and_a_newer_document_says_all_anew():
    life.take_bill(log4j(("a", "b"), ("b", "c"), ("c", "a"), ("c", "l")), by=CLOCK)
    assert ways() == [("web-shop", ["log4j-core"])]
    rows = list(Ingredient.objects.values_list("pk", flat=True))
    life.take_bill(log4j(("a", "b"), ("b", "c"), ("c", "a"), ("c", "l")), by=CLOCK)
    assert list(Ingredient.objects.values_list("pk", flat=True)) == rows
    life.take_bill(log4j(("shop", "c"), ("c", "l")), by=CLOCK)
    assert (ways(), Ingredient.objects.count()) == ([("web-shop", ["c", "log4j-core"])], 2)


@pytest.mark.django_db
def test_ways_cost_as_many_statements_for_many_as_for_one(django_assert_max_num_queries):
    for number in range(20):
        life.take_bill(log4j(("shop", "a"), ("a", "b"), ("b", "l"), name=f"app-{number}"), by=CLOCK)
    actor = make.actor(make.admin())
    with django_assert_max_num_queries(8):
        assert len(ways(actor=actor)) == 20
