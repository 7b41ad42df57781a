"""The matrix in the settings: tried on the last quarter, then switched on."""

import pytest

from testing import make
from watchkeep.work.incidents.models import MatrixCell, ScalesDraft, ThresholdSet

HOME = "/settings/priority"


@pytest.fixture
def mia(client):
    client.force_login(make.manager())
    return client


def asked(client, **changes):
    """The form as it stands, with changes."""
    form = client.get(f"{HOME}/draft").context["form"]
    return {bound.name: bound.value() for bound in form} | changes


def test_a_draft_says_what_the_last_quarter_would_have_been_and_is_switched_on_with_one_press(mia):
    shop = make.service("Shop", tier=4, users_count=0, value_per_hour=0, customers_count=6_000)
    incident = make.incident(service=shop)
    assert mia.post(f"{HOME}/draft", asked(mia, cell_22="1", wide_customers="5000")).status_code == 302
    page = mia.get(HOME).content.decode()
    for words in ("1 of 1 incidents", "1 of them more urgent", incident.number, "wide_customers: 10000 becomes 5000"):
        assert words in page
    assert MatrixCell.objects.get(impact=2, urgency=2).priority == 3
    assert mia.post(f"{HOME}/switch").status_code == 302
    assert MatrixCell.objects.get(impact=2, urgency=2).priority == 1
    assert ThresholdSet.in_force().wide_customers == 5_000
    assert "would have been different" not in mia.get(HOME).content.decode()
    assert mia.post(f"{HOME}/switch").status_code == 409


def test_a_draft_is_dropped_and_what_makes_no_sense_is_refused(mia):
    assert mia.post(f"{HOME}/draft", asked(mia, cell_11="9")).status_code == 422
    assert mia.post(f"{HOME}/draft", asked(mia, wide_people="0")).status_code == 422
    mia.post(f"{HOME}/draft", asked(mia))
    assert "the same as what is in force" in mia.get(f"{HOME}?below=x").content.decode()
    mia.post(f"{HOME}/drop")
    assert not ScalesDraft.objects.exists()


def test_an_agent_may_not(client):
    client.force_login(make.ana())
    assert client.get(HOME).status_code == 403
    assert client.get(f"{HOME}/draft").status_code == 403
    assert client.post(f"{HOME}/switch").status_code == 403
    assert client.post(f"{HOME}/drop").status_code == 403
