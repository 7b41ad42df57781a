import pytest
from django.db import connection as database

from testing import make
from testing.machines import database_url
from watchkeep.duty.connections import life
from watchkeep.duty.connections.tests.carrying import carry_out, open_loopback
from watchkeep.kernel.actors import CLOCK


@pytest.fixture
def reading():
    open_loopback()
    return make.connection("sql", dsn=database_url())


def ask(connection, query, **more):
    parameters = {"query": query, **more}
    return carry_out(life.ask_for("sql", by=CLOCK, connection=connection, parameters=parameters, timeout_seconds=5))


def test_a_query_brings_its_rows(reading):
    run = ask(reading, "SELECT n AS number, n * 2 AS twice FROM generate_series(1, 2) AS n")
    assert (run.state, run.output) == ("succeeded", "number\ttwice\n1\t2\n2\t4")
    assert run.result == {"rows": 2, "has_more": False, "value": "1"}


def test_rows_beyond_the_limit_stay_there(reading):
    run = ask(reading, "SELECT n FROM generate_series(1, 1000000) AS n", most_rows=3)
    assert (run.output, run.result["has_more"]) == ("n\n1\n2\n3", True)


def test_values_are_bound_and_never_become_part_of_the_query(reading):
    run = ask(
        reading, "SELECT %(name)s AS name, '100 %%' AS share", values={"name": "x'; DROP TABLE people_person; --"}
    )
    assert run.output == "name\tshare\nx'; DROP TABLE people_person; --\t100 %"


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM people_team",
        "WITH gone AS (DELETE FROM people_team RETURNING id) SELECT * FROM gone",
        "SELECT nextval('people_team_id_seq')",
        "SELECT 1; COMMIT; BEGIN READ WRITE; DELETE FROM people_team; COMMIT",
        "SELECT set_config('transaction_read_only', 'off', false), nextval('people_team_id_seq')",
        "COPY (SELECT 1) TO PROGRAM 'touch /tmp/watchkeep-was-here'",
    ],
)
def test_the_database_refuses_to_write(reading, query):
    run = ask(reading, query)
    assert (run.state, bool(run.why)) == ("failed", True)


def test_a_query_that_takes_too_long_is_cut_off(reading):
    parameters = {"query": "SELECT pg_sleep(5)"}
    run = carry_out(life.ask_for("sql", by=CLOCK, connection=reading, parameters=parameters, timeout_seconds=1))
    assert run.state == "timed_out"


def test_a_wrong_password_is_told_without_the_password():
    open_loopback()
    wrong = make.connection("sql", dsn=database_url().replace(":watchkeep@", ":not-the-password@"))
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
    run = ask(wrong, "SELECT 1")
    assert "not-the-password" not in f"{run.why}{run.output}{run.sent}"


def test_the_test_button_names_the_version(reading):
    assert carry_out(life.try_connection(reading, by=CLOCK)).output.startswith("PostgreSQL ")
