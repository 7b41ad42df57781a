"""The pages of items: lists that can be asked, one item and why, its life, its relations, its map."""

from datetime import timedelta
from itertools import combinations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from testing import make
from watchkeep.estate.assets import life, queries
from watchkeep.estate.assets.models import Item, Relation, State
from watchkeep.estate.people.models import Role
from watchkeep.kernel import clock
from watchkeep.kernel.actors import CLOCK

pytestmark = pytest.mark.door


@pytest.fixture
def mia(client):
    client.force_login(make.manager())
    return client


def names(answer):
    return [one.name for one in answer.context["page"].rows]


def test_a_list_is_asked_by_class_state_place_owner_service_and_words(mia):
    berlin = make.item("Berlin", cls="location")
    rack, team, eve = make.item("Rack", cls="rack", location=berlin), make.team("Web"), make.employee()
    host = make.item("web-01", location=rack, owner_team=team, serial="SN42", manufacturer="Hewlett")
    laptop = make.item("Eve's", cls="laptop", user=eve, warranty_ends_on=clock.now().date() - timedelta(days=1))
    make.item("old", state=State.RETIRED, is_active=False)
    shop = make.service("Shop", on=(host,))
    asked = {
        "class=computer": ["Eve's", "web-01"], "class=location": ["Berlin", "Rack"], "state=retired": ["old"],
        f"location={berlin.pk}": ["Rack", "web-01"], f"team={team.pk}": ["web-01"], f"user={eve.pk}": ["Eve's"],
        f"service={shop.slug}": ["web-01"], "q=hewlett": ["web-01"], f"q={laptop.number}": ["Eve's"],
        "q=sn4": ["web-01"],
        "warranty=1": ["Eve's"], "unowned=1&class=hardware": ["Eve's"], "class=nothing": [], "user=x": [], "q=%21": [],
    }  # fmt: skip
    for question, wanted in asked.items():
        assert (question, names(mia.get(f"/items?{question}"))) == (question, wanted)


def test_pages_of_a_list_follow_one_another(mia):
    for number in range(120):
        make.item(f"n{number:03}")
    first = mia.get("/items?class=server")
    second = mia.get(f"/items?class=server&cursor={first.context['page'].next}")
    assert (names(first)[0], names(second)[0], first.context["count"]) == ("n000", "n050", (120, False))


def test_a_page_says_what_is_known_and_why(mia):
    host = life.add_item(by=make.actor(make.manager()), name="web-01", cls=make.item_class())
    life.report(host, by=CLOCK, source=make.reporter(), values={"memory": "16 GB", "os": "Debian 12"})
    life.report(host, by=CLOCK, source=make.reporter("scan", "network"), values={"os": "Linux"})
    life.edit_item(host, by=make.actor(make.manager()), values={"memory": "32 GB"})
    page = mia.get(f"/items/{host.pk}").content.decode()
    for words in ("32 GB", "pinned by Mia", "Debian 12", "Scan says Linux", "History"):
        assert words in page, words


def test_an_item_is_added_corrected_pinned_and_handled(mia):
    answer = mia.post("/items/new", {"name": "web-01", "cls": "server", "state": "ordered"})
    host = Item.objects.get(name="web-01")
    assert answer["Location"] == f"/items/{host.pk}"
    form = mia.get(f"/items/{host.pk}/edit").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"a-memory": "16 GB", "cost_centre": "4711"}
    assert mia.post(f"/items/{host.pk}/edit", sent).status_code == 302
    host.refresh_from_db()
    assert (host.cost_centre, host.values) == ("4711", {"memory": 16 * 1024**3})
    assert mia.post(f"/items/{host.pk}/edit", sent | {"cost_centre": "4712"}).status_code == 409
    form = mia.get(f"/items/{host.pk}/edit").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"a-memory": "plenty"}
    wrong = mia.post(f"/items/{host.pk}/edit", sent)
    assert (wrong.status_code, "such as 16 GB" in wrong.content.decode()) == (422, True)
    for verb in ("receive", "put_to_use", "retire"):
        assert mia.post(f"/items/{host.pk}/step/{verb}").status_code == 302, verb
    assert mia.post(f"/items/{host.pk}/step/receive").status_code == 409
    assert mia.post(f"/items/{host.pk}/step/dispose", {"disposal": "Shredded"}).status_code == 302
    assert mia.get(f"/items/{host.pk}/step/fly").status_code == 404


def test_the_first_titles_stand_on_the_page_and_all_of_them_on_a_list_of_their_own(mia):
    host = make.item("host")
    make.installed(host, *(life.Package(name=f"lib-{n:02}", version=f"1.{n}", publisher="Quill") for n in range(60)))
    page = mia.get(f"/items/{host.pk}").content.decode()
    assert [f"lib-{n:02}" in page for n in (0, 11, 12)] == [True, True, False]
    assert f"/items/{host.pk}/software" in page
    assert f"/discovery/bill?item={host.number}" in page
    first = mia.get(f"/items/{host.pk}/software")
    second = mia.get(f"/items/{host.pk}/software?cursor={first.context['page'].next}")
    assert [one.title.name for one in second.context["page"].rows] == [f"lib-{n:02}" for n in range(50, 60)]
    found = mia.get(f"/items/{host.pk}/software?q=quill+lib-07").context["page"].rows
    assert [(one.title.version, one.source.slug) for one in found] == [("1.7", "people")]
    mia.force_login(make.ana())
    assert "/discovery/bill" not in mia.get(f"/items/{host.pk}").content.decode()


def test_supplier_and_contract_are_chosen_by_whoever_may_see_them(mia):
    dell, host = make.supplier("Dell"), make.item("host")
    lease = make.contract(dell)
    form = mia.get(f"/items/{host.pk}/edit").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert mia.post(f"/items/{host.pk}/edit", sent | {"supplier": dell.pk, "contract": lease.pk}).status_code == 302
    host.refresh_from_db()
    assert (host.supplier, host.contract) == (dell, lease)
    page = mia.get(f"/items/{host.pk}").content.decode()
    assert f"/suppliers/{dell.pk}" in page
    assert f"/contracts/{lease.number}" in page
    assert names(mia.get(f"/items?supplier={dell.pk}")) == names(mia.get(f"/items?contract={lease.pk}")) == ["host"]
    supplier = mia.get(f"/suppliers/{dell.pk}").content.decode()
    assert f"/items/{host.pk}" in supplier
    assert f"/items?supplier={dell.pk}" in supplier
    Role.objects.create(name="Keeper", slug="keeper", permissions=["item.*", "supplier.see", "person.see"])
    mia.force_login(make.person("Kim", roles=("keeper",)))
    form = mia.get(f"/items/{host.pk}/edit").context["form"]
    assert {"supplier", "contract"} & form.fields.keys() == {"supplier"}
    sent = {name: form[name].value() or "" for name in form.fields} | {"cost_centre": "4711", "contract": ""}
    assert mia.post(f"/items/{host.pk}/edit", sent).status_code == 302
    host.refresh_from_db()
    assert (host.cost_centre, host.contract) == ("4711", lease)
    assert lease.number not in mia.get(f"/items/{host.pk}").content.decode()
    assert names(mia.get(f"/items?contract={lease.pk}")) == []


def test_a_value_is_pinned_and_unpinned(mia):
    host = make.item("web-01")
    life.report(host, by=CLOCK, source=make.reporter(), values={"os": "Debian"})
    assert mia.post(f"/items/{host.pk}/pins/os").status_code == 302
    assert mia.post(f"/items/{host.pk}/pins/os").status_code == 409
    assert mia.post(f"/items/{host.pk}/pins/os/end").status_code == 302


def test_relations_are_said_from_either_side_and_ended(mia):
    vm, host = make.item("vm", cls="virtual_machine"), make.item("host")
    said = {"reading": "runs_on:there", "other": f"vm ({vm.number})"}
    assert mia.post(f"/items/{host.pk}/relate", said).status_code == 302
    made = Relation.objects.get()
    assert (made.from_item, made.to_item) == (vm, host)
    assert mia.post(f"/items/{host.pk}/relate", said).status_code == 422
    assert "carries" in mia.get(f"/items/{host.pk}").content.decode()
    assert mia.post(f"/items/{vm.pk}/relations/{made.pk}/end").status_code == 302


def test_the_map_shows_both_ways_services_groups_and_what_was(mia):
    host = make.item("host")
    vms = [make.item(f"vm-{number}", cls="virtual_machine") for number in range(9)]
    with clock.travel(days=-2):
        Item.objects.update(created_at=clock.now())
        for vm in vms:
            life.relate(vm, host, by=CLOCK, kind="runs_on")
    make.service("Shop", on=(vms[0],))
    page = mia.get(f"/items/{host.pk}/map")
    drawn = [box.title for box in page.context["map"].boxes]
    assert sorted(drawn) == ["Shop", "Virtual machine (9)", "host"]
    opened = mia.get(f"/items/{host.pk}/map?open=virtual_machine.-1").context["map"]
    assert len(opened.boxes) == 11
    assert (opened.opened[0].last, opened.opened[0].all) == (9, 9)
    life.unrelate(Relation.objects.get(from_item=vms[8]), by=CLOCK)
    assert len(mia.get(f"/items/{host.pk}/map").context["map"].above) == 8
    then = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    assert len(mia.get(f"/items/{host.pk}/map?at={then}").context["map"].above) == 9
    assert mia.get(f"/items/{host.pk}/map?at=2190-01-01T00:00").status_code == 422
    assert mia.get(f"/items/{host.pk}/map?at=now").status_code == 422


def full_rack():
    """A rack on which five hundred items hang: machines, virtual ones on these, applications on those."""
    rack, hosts = make.item("rack", cls="rack"), [make.item(f"host-{n:03}") for n in range(40)]
    ties = [(host, "part_of", rack) for host in hosts]
    for number in range(230):
        vm = make.item(f"vm-{number:03}", cls="virtual_machine")
        app = make.item(f"app-{number:03}", cls="application")
        ties += [(vm, "runs_on", hosts[number % 40]), (app, "runs_on", vm)]
    sources, at = [queries.source_of_people().pk], clock.now()
    Relation.objects.bulk_create(
        Relation(from_item=one, kind=kind, to_item=other, since=at, sources=sources) for one, kind, other in ties
    )
    return rack


def test_five_hundred_items_are_read_by_opening_a_dozen_at_a_time_and_by_looking_for_one(mia):
    rack = full_rack()
    map_ = mia.get(f"/items/{rack.pk}/map").context["map"]
    titles = sorted(box.title for box in map_.boxes)
    assert titles == ["Application (230)", "Server (40)", "Virtual machine (230)", "rack"]
    assert (len(map_.above), map_.is_cut) == (500, False)
    address = next(box.address for box in map_.boxes if box.title.startswith("Virtual"))
    for turn in range(1, 22):
        page = mia.get(f"/items/{rack.pk}/map{address.partition('#')[0]}").context["map"]
        (opened,) = page.opened
        assert opened.first == (turn - 1) % 20 * 12 + 1
        boxes = [(box.x, box.y) for box in page.boxes]
        assert all(abs(x - a) >= 172 or abs(y - b) >= 44 for (x, y), (a, b) in combinations(boxes, 2))
        address = next(box.address for box in page.boxes if box.title.startswith("Virtual"))
    found = mia.get(f"/items/{rack.pk}/map?find=APP-123").context["map"]
    assert [box.title for box in found.boxes if box.is_found] == ["app-123"]
    assert {"host-003", "vm-123"} <= {box.title for box in found.boxes}
    assert sum(is_way for _line, is_way in found.lines) == 3
    assert "Nothing that hangs together" in mia.get(f"/items/{rack.pk}/map?find=nobody").content.decode()
    monkey = mia.get(f"/items/{rack.pk}/map?open=x&open=virtual_machine.-2:99999&open=:1").context["map"]
    assert monkey.opened[0].first == 1


def test_pages_keep_their_number_of_queries(mia, django_assert_max_num_queries):
    host = make.item("host")
    for number in range(20):
        vm = make.item(f"vm-{number}", cls="virtual_machine")
        life.relate(vm, host, by=CLOCK, kind="runs_on")
    for address, most in ((f"/items/{host.pk}", 36), (f"/items/{host.pk}/map", 18), ("/items", 16)):
        mia.get(address)
        with django_assert_max_num_queries(most):
            assert mia.get(address).status_code == 200


def test_agents_handle_and_strangers_find_nothing(client):
    host = make.item()
    client.force_login(make.ana())
    assert client.get(f"/items/{host.pk}/edit").status_code == 403
    assert client.post(f"/items/{host.pk}/step/take_back").status_code == 302
    client.force_login(make.stranger())
    for address in ("", "/map", "/history"):
        assert client.get(f"/items/{host.pk}{address}").status_code == 404


def test_a_file_is_handed_in_mapped_tried_out_taken_in_and_what_was_refused_comes_back(mia):
    raw = SimpleUploadedFile("mine.csv", b"What,Class,Tag\nweb-01,server,T1\n=evil,spaceship,T2\n")
    made = mia.post("/items/imports/new", {"format": "items", "file": raw})
    page = made["Location"]
    assert mia.get(page).context["outcome"] is None
    assert (
        mia.post(page, {"column-0": "name", "column-1": "cls", "column-2": "asset_tag"})["Location"] == f"{page}?try=1"
    )
    tried = mia.get(f"{page}?try=1").context["outcome"]
    assert (tried.added, [line for line, _field, _why in tried.refused], Item.objects.count()) == (1, [3], 0)
    assert mia.post(f"{page}/take-in").status_code == 302
    assert Item.objects.get().asset_tag == "T1"
    assert "'=evil" in mia.get(f"{page}/refused.csv").content.decode()
    assert mia.post(f"{page}/take-in").status_code == 409
    assert (
        mia.post("/items/imports/new", {"format": "items", "file": SimpleUploadedFile("x", b"\0")}).status_code == 422
    )
    mia.force_login(make.ana())
    assert mia.get("/items/imports").status_code == 403
    mia.force_login(make.admin())
    assert mia.get(page).status_code == 404


def test_what_a_list_shows_is_exported_without_formulas_and_imported_again(mia):
    vm = make.item("=cmd()", cls="virtual_machine", values={"memory": 4, "ips": ["10.0.0.1", "10.0.0.2"]})
    life.relate(vm, make.item("host"), by=CLOCK, kind="runs_on")

    def table(address):
        return b"".join(mia.get(address).streaming_content).decode()

    exported = table("/items/export.csv?class=virtual_machine")
    assert (len(exported.splitlines()), "'=cmd()" in exported, "10.0.0.1; 10.0.0.2" in exported) == (2, True, True)
    assert f"{vm.number},runs_on," in table("/items/relations.csv")
    file = life.hand_in(by=make.actor(make.manager()), name="x", raw=exported.encode(), format="items")
    outcome = life.take_in(file, by=make.actor(make.manager()))
    assert (outcome.added, outcome.refused, Item.objects.get(pk=vm.pk).name) == (0, [], "=cmd()")
    mia.force_login(make.stranger())
    assert mia.get("/items/export.csv").status_code in {403, 404}


def test_what_answers_at_ports_stands_on_the_page_with_its_history_and_things_are_found_by_it(mia):
    host, other = make.item("web-01"), make.item("web-02")
    make.open_port(host, 3389, name="ms-wbt-server")
    make.open_port(host, 443, name="https", product="nginx", version="1.24", until=clock.now())
    make.open_port(other, 443, name="https", product="nginx", version="1.26", is_tls=True)
    make.service("Shop", on=(other,))
    page = mia.get(f"/items/{host.pk}").content.decode()
    assert ("ms-wbt-server" in page, "1.24" in page, "/items?port=3389/tcp" in page) == (True, False, True)
    assert [one.version for one in mia.get(f"/items/{host.pk}/ports").context["page"].rows] == ["1.24", ""]
    asked = {"port=3389": ["web-01"], "port=443/tcp": ["web-02"], "port=443/udp": [], "port=x": [],
             "port=443&service=shop": ["web-02"], "port=3389&service=shop": []}  # fmt: skip
    for question, wanted in asked.items():
        assert (question, names(mia.get(f"/items?{question}"))) == (question, wanted)
    assert "Port 3389 open" in mia.get("/items?port=3389").content.decode()
    assert "Services found" not in mia.get(f"/items/{make.item('bare').pk}").content.decode()
