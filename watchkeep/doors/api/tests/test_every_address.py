"""What holds for every address in the document, those of tomorrow included."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.doors.api.tests.world import Address, addresses, document, world
from watchkeep.kernel import permissions

EVERY = list(addresses())
OF_RECORDS = [one for one in EVERY if "{" in one.path]
GUARDED = [one for one in EVERY if one.permission]
SHARED = {"get_hours"}
"""What everybody who is signed in may see."""
OPEN_TO_ALL = {"edit_hours", "remove_hours"}
"""Of records that everybody may see, what takes a permission."""


def named(one: Address) -> str:
    return one.name


def test_the_document_is_openapi_3_1_and_names_everything_once():
    assert document()["openapi"].startswith("3.1")
    names = [one.name for one in EVERY]
    assert len(names) == len(set(names))
    assert all(one.details.get("description") for one in EVERY)


def test_every_permission_that_is_named_exists():
    assert {one.permission for one in GUARDED} <= permissions.every()


def test_every_change_says_what_it_takes():
    free = {one.name for one in EVERY if one.method != "get" and not one.permission}
    assert free == {"revoke_token"}


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_nobody_comes_in_without_a_token(one):
    answer = make.Program().ask(one.method, re.sub(r"{\w+}", "1", one.path))
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.parametrize("one", OF_RECORDS, ids=named)
def test_a_strangers_record_is_not_there(one):
    things = world()
    answer = one.ask(make.program(make.stranger()), things)
    if one.name in SHARED:
        assert answer.status_code == 200
    else:
        assert answer.status_code == (403 if one.name in OPEN_TO_ALL else 404), answer.content


@pytest.mark.parametrize("one", GUARDED, ids=named)
def test_without_the_permission_it_is_refused(one):
    things = world()
    scopes = tuple(sorted(permissions.every() - {one.permission}))
    answer = one.ask(make.program(make.admin(), scopes=scopes), things)
    assert answer.status_code == 403, answer.content
    assert answer.json()["permission"] == one.permission


@pytest.mark.parametrize("one", EVERY, ids=named)
def test_with_the_permission_it_answers_as_documented(one):
    answer = one.ask(make.program(make.admin()), world())
    assert answer.status_code in {200, 201, 204, 409}, answer.content
    assert answer.status_code in one.details["responses"]


@pytest.mark.parametrize("one", [one for one in EVERY if one.method == "patch"], ids=named)
def test_every_edit_asks_which_state_was_seen(one):
    things, program = world(), make.program(make.admin())
    assert one.ask(program, things, if_match="").status_code == 428
    stale = one.ask(program, things, if_match='"something else"')
    assert stale.status_code == 412
    assert stale.json()["current"] == program.ask("get", one.of(things)).json()
    seen = program.ask("get", one.of(things)).headers["ETag"]
    assert one.ask(program, things, if_match=seen).status_code == 200


@pytest.mark.parametrize("one", [one for one in EVERY if one.is_list], ids=named)
def test_a_list_asks_as_many_questions_however_long_it_is(one):
    program, things = make.program(make.admin()), world()
    one.ask(program, things)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert one.ask(program, things).status_code == 200
        return len(asked)

    few = questions()
    for _ in range(3):
        world()
    assert questions() == few
