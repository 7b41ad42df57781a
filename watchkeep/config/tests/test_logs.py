"""What is written into the log opens nothing."""

import logging

import pytest
from django.test import Client

from watchkeep.config.logs import Line

LINK = "MTc:1vPq4x:8vVwzJr2mXo0wT9fTq3Lk"


def line(record: logging.LogRecord) -> str:
    return Line("{name}: {message}", style="{").format(record)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"/password/{LINK}", f"/a/{LINK}", f"/approve/{LINK}"])
def test_no_link_of_a_mail_is_in_the_log(caplog, address):
    Client(enforce_csrf_checks=True).post(address, {"password": "short"})
    said = [line(record) for record in caplog.records]
    assert said
    assert [one for one in said if LINK in one] == []
    assert f"{address[: -len(LINK)]}MTc:…" in said[0]


def test_other_words_stay_as_they_are():
    record = logging.LogRecord("watchkeep.x", logging.INFO, "", 0, "kept in /var/lib/a-very-long-folder-name", (), None)
    assert line(record).endswith("/var/lib/a-very-long-folder-name")
