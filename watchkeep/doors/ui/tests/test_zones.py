"""The list of time zones, as a browser gets it."""

from django import forms

from watchkeep.doors.ui.zones import ZoneField


class Form(forms.Form):
    home = ZoneField()
    layer = ZoneField(label="By the clock of", nobody="the <schedule>")


def test_what_is_chosen_is_marked_and_nothing_else():
    html = str(Form(initial={"home": "Europe/Berlin"})["home"])
    assert html.startswith('<select id="id_home" name="home">')
    assert '<option value="Europe/Berlin" selected>Europe/Berlin</option>' in html
    assert '<option value="America/New_York">America/New York</option>' in html
    assert html.count(" selected") == 1


def test_none_may_be_chosen_where_that_means_something():
    form = Form({"home": "UTC", "layer": ""})
    assert form.is_valid()
    assert '<option value="" selected>the &lt;schedule&gt;</option>' in str(form["layer"])


def test_a_place_that_is_nowhere_is_refused():
    form = Form({"home": "Europe/Atlantis"})
    assert list(form.errors) == ["home"]
