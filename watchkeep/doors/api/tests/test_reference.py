import re

from django.test import Client

from watchkeep.doors.api.problems import TYPES
from watchkeep.doors.api.tests.addresses import addresses


def test_the_reference_shows_every_operation_and_every_problem():
    page = Client().get("/api/docs").content.decode()
    assert [one.name for one in addresses() if f'id="{one.name}"' not in page] == []
    assert [kind.slug for kind in TYPES if f'id="problem-{kind.slug}"' not in page] == []


def test_the_reference_keeps_to_our_own_scripts_and_styles():
    answer = Client().get("/api/docs")
    page = answer.content.decode()
    assert re.findall(r"<script(?![^>]*src=\"/static/)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|(?:src|href|action)=.?https?://", page) == []
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_a_search_without_scripts_narrows_the_page():
    page = Client().get("/api/docs?q=acknowledge+incident").content.decode()
    assert 'id="acknowledge_incident"' in page
    assert 'id="list_teams"' not in page
    assert "Nothing fits." in Client().get("/api/docs?q=<b>xyzzy").content.decode()


def test_the_document_is_public_and_json():
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"
