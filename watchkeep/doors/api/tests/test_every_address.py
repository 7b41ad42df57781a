"""What holds for every address in the document, those of tomorrow included."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from testing import make
from watchkeep.doors.api.shapes import Change, Record
from watchkeep.doors.api.tests.addresses import Address, addresses, document
from watchkeep.doors.api.tests.world import world
from watchkeep.kernel import permissions

EVERY = list(addresses())
GUARDED = [one for one in EVERY if one.permission]
ONES_OWN = {"revoke_token", "add_method", "remove_method", "test_method", "set_rules", "rate_article"} | {
    "drop_draft", "end_session", "end_sessions", "remove_app", "remove_passkey", "revoke_feed", "revoke_change_feed",
} | {
    "add_absence", "remove_absence", "accept_cover", "refuse_cover", "withdraw_cover", "give_back",
}  # fmt: skip
"""What everybody may change without a permission: their own keys, sessions, second factors, calendar addresses, drafts,
ways to be reached, absences, and what they were asked to take."""
SHARED = {"get_hours", "get_target"}
"""What everybody who is signed in may see; to change it takes a permission."""
SHARED_CHANGES = {"edit_hours", "remove_hours", "change_target", "drop_target", "retry_failed_job"}


@pytest.fixture(scope="module")
def things(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """A world that is made once: each test changes it in a transaction of its own, inside of this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world()
        transaction.set_rollback(True)


def wrong(found: Iterable[tuple[Address, int, int]]) -> list[str]:
    return [f"{one.name}: {status} instead of {wanted}" for one, status, wanted in found if status != wanted]


def shapes(base: type) -> Iterable[type]:
    for shape in base.__subclasses__():
        yield shape
        yield from shapes(shape)


def test_the_document_is_openapi_3_1_and_explains_everything():
    assert document()["openapi"].startswith("3.1")
    names = [one.name for one in EVERY]
    assert len(names) == len(set(names))
    assert [one.name for one in EVERY if not one.details.get("description")] == []


def test_no_two_shapes_share_a_name():
    names = [shape.__name__ for base in (Record, Change) for shape in shapes(base)]
    assert sorted(set(names)) == sorted(names)


def test_no_list_of_choices_hides_behind_a_name_that_several_slices_use():
    assert {shape.get("type") for shape in document()["components"]["schemas"].values()} == {"object"}


def test_every_permission_that_is_named_exists():
    assert {one.permission for one in GUARDED} <= permissions.every()


def test_every_change_says_what_it_takes():
    assert {one.name for one in EVERY if one.method != "get" and not one.permission} == ONES_OWN


def test_nobody_comes_in_without_a_token():
    found = [(one, make.Program().ask(one.method, re.sub(r"{\w+}", "1", one.path))) for one in EVERY]
    assert wrong((one, answer.status_code, 401) for one, answer in found) == []
    assert {answer.headers["Content-Type"] for _, answer in found} == {"application/problem+json"}


def test_a_strangers_record_is_not_there(things: dict[str, Any]):
    stranger = make.program(make.stranger())
    of_records = [one for one in EVERY if "{" in one.path]
    wanted = dict.fromkeys(SHARED, 200) | dict.fromkeys(SHARED_CHANGES, 403)
    found = [(one, one.try_(stranger, things).status_code, wanted.get(one.name, 404)) for one in of_records]
    assert wrong(found) == []


def test_without_the_permission_it_is_refused(things: dict[str, Any]):
    admin = make.admin()
    for one in GUARDED:
        program = make.program(admin, scopes=tuple(sorted(permissions.every() - {one.permission})))
        answer = one.try_(program, things)
        assert (answer.status_code, answer.json().get("permission")) == (403, one.permission), one.name


def test_with_the_permission_it_answers_as_documented(things: dict[str, Any]):
    program = make.program(make.admin())
    found = {one.name: one.try_(program, things) for one in EVERY}
    assert {
        name: answer.content for name, answer in found.items() if answer.status_code not in {200, 201, 204, 409}
    } == {}
    assert [one.name for one in EVERY if found[one.name].status_code not in one.details["responses"]] == []


def test_every_edit_asks_which_state_was_seen(things: dict[str, Any]):
    program = make.program(make.admin())
    for one in [one for one in EVERY if one.method == "patch"]:
        assert one.try_(program, things, if_match="").status_code == 428, one.name
        stale = one.try_(program, things, if_match='"something else"')
        seen = program.ask("get", one.of(things))
        assert (stale.status_code, stale.json()["current"]) == (412, seen.json()), one.name
        assert one.try_(program, things, if_match=seen.headers["ETag"]).status_code == 200, one.name


def test_a_list_asks_as_many_questions_however_long_it_is(things: dict[str, Any]):
    program = make.program(make.admin())
    lists = [one for one in EVERY if one.is_list]

    def questions(one: Address) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert one.ask(program, things).status_code == 200, one.name
        return len(asked)

    few = {one.name: questions(one) for one in lists}
    few = {one.name: questions(one) for one in lists}
    world()
    assert {one.name: questions(one) for one in lists} == few
