"""The matrix over the API: read, tried on the past, switched on."""

from testing import make
from watchkeep.doors.api.tests.addresses import addresses
from watchkeep.work.incidents.models import MatrixCell, ThresholdSet

MATRIX = [1, 2, 3, 2, 3, 4, 3, 4, 5]


def test_a_draft_is_tried_on_what_happened_and_switched_on():
    program = make.program(make.admin())
    before = program.ask("get", "/api/v1/scales").json()
    assert before["matrix"] == MATRIX
    assert program.ask("get", "/api/v1/scales/draft").status_code == 404
    incident = make.incident(service=make.service(tier=4, users_count=0, value_per_hour=0, customers_count=6_000))
    kept = program.ask("post", "/api/v1/scales/draft", {"matrix": MATRIX, "wide_customers": 5000}).json()
    assert kept["changes"] == ["wide_customers: 10000 becomes 5000"]
    assert program.ask("get", "/api/v1/scales").json() == before
    replay = program.ask("get", "/api/v1/scales/draft/replay?days=7").json()
    assert (replay["total"], replay["different"], replay["more_urgent"], replay["next"]) == (1, 1, 1, None)
    assert [(one["number"], one["was"], one["would"]) for one in replay["differences"]] == [(incident.number, 3, 2)]
    assert replay["counts"][1] == {"priority": 2, "was": 0, "would": 1}
    switched = program.ask("post", "/api/v1/scales/draft/switch").json()
    assert switched["thresholds"]["wide_customers"] == ThresholdSet.in_force().wide_customers == 5000
    assert program.ask("post", "/api/v1/scales/draft/switch").status_code == 409


def test_that_there_may_be_no_draft_is_documented():
    about_it = [one for one in addresses() if one.method == "get" and one.path.startswith("/api/v1/scales/draft")]
    assert [one.name for one in about_it if 404 in one.details["responses"]] == ["get_scales_draft", "replay_scales"]


def test_a_draft_is_dropped_and_nonsense_is_refused_by_field():
    program = make.program(make.admin())
    for wrong in ({"matrix": [1]}, {"matrix": [9] * 9}, {"matrix": MATRIX, "wide_tier": 7}, {"wide_people": 1}):
        assert program.ask("post", "/api/v1/scales/draft", wrong).status_code == 422
    program.ask("post", "/api/v1/scales/draft", {"matrix": MATRIX[::-1]})
    assert program.ask("delete", "/api/v1/scales/draft").status_code == 204
    assert MatrixCell.objects.get(impact=1, urgency=1).priority == 1
