"""Notification rules over the API: one's own, by urgency, replaced as a whole."""

from testing import make


def test_rules_are_read_replaced_and_dropped():
    ana = make.ana()
    program, method = make.program(ana), make.method(ana)
    path = "/api/v1/me/notification-rules"
    assert program.ask("get", path).json() == {"high": [], "low": []}
    wishes = [{"method": method.pk}, {"delay_minutes": 10}]
    kept = program.ask("post", path, {"urgency": "high", "rules": wishes}).json()
    assert kept["high"] == [{"method": method.pk, "delay_minutes": 0}, {"method": None, "delay_minutes": 10}]
    assert kept["low"] == []
    assert program.ask("post", path, {"urgency": "high", "rules": []}).json()["high"] == []


def test_what_makes_no_sense_is_refused():
    ana = make.ana()
    program, theirs = make.program(ana), make.method(make.bo())
    for rules in ([{}, {}], [{"method": theirs.pk}], [{"delay_minutes": 241}], [{"method": 0}]):
        wrong = program.ask("post", "/api/v1/me/notification-rules", {"urgency": "high", "rules": rules})
        assert wrong.status_code == 422, rules
