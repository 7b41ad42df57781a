"""The gate's program: it waits and asks again, outlives a gate that is away, and says by its exit code how it ended."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from watchkeep.doors.integrations.pipelines import gate

GO, WAIT, STOP = ({"verdict": verdict, "reasons": []} for verdict in ("go", "wait", "stop"))
BUSY, NONSENSE = 503, 200


class Gate:
    """A gate that answers what it is told to, one after the other, and the last one for ever."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.asked: list[dict[str, Any]] = []
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                said = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                self.send_response(said if isinstance(said, int) else NONSENSE)
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    monkeypatch.setattr(gate, "PAUSE_SECONDS", 0.01)
    one = Gate()
    yield one
    one.close()


@pytest.fixture
def run(there: Gate) -> Callable[..., int]:
    def start(*answers: Any, minutes: float = 1.0, more: tuple[str, ...] = ()) -> int:
        there.answers[:] = answers
        address = f"http://127.0.0.1:{there.server.server_port}"
        waits = ["--wait-minutes", str(minutes), "--every-seconds", "0.02"]
        return gate.main(["--url", address, "--key", "pl_1", "--service", "shop", "--run", "7", *waits, *more])

    return start


def test_what_is_missing_is_waited_for_and_said_once(run, there, capsys):
    assert run(WAIT, WAIT, WAIT, GO) == gate.GO
    assert (len(there.asked), {one["key"] for one in there.asked}) == (4, {"7"})
    assert capsys.readouterr().out.split() == ["WAIT", "GO"]
    assert run(WAIT, STOP) == gate.STOP


def test_when_the_time_is_over_the_answer_is_still_wait(run, there):
    began = time.monotonic()
    assert run(WAIT, minutes=0.003) == gate.WAIT
    assert time.monotonic() - began >= 0.18
    assert len(there.asked) > 1
    there.asked.clear()
    assert (run(WAIT, minutes=0), len(there.asked)) == (gate.WAIT, 1)


def test_a_gate_that_is_away_for_a_while_is_waited_for(run, there):
    assert run(BUSY, BUSY, GO, minutes=0) == gate.GO
    there.asked.clear()
    assert run(*[BUSY] * (2 * gate.TRIES), GO) == gate.GO
    assert len(there.asked) == 2 * gate.TRIES + 1


def test_a_gate_that_is_gone_and_one_that_is_none_are_said(run, there, capsys):
    assert run(BUSY, minutes=0) == gate.TROUBLE
    assert (len(there.asked), "answered 503" in capsys.readouterr().err) == (gate.TRIES, True)
    assert run({"hello": 1}) == gate.TROUBLE
    assert "that is no gate" in capsys.readouterr().err
    there.close()
    assert run(GO, minutes=0) == gate.TROUBLE
    assert "could not be reached" in capsys.readouterr().err


def test_whoever_interrupts_it_is_told_so_and_nothing_goes_ahead(run, monkeypatch, capsys):
    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(gate.time, "sleep", interrupted)
    assert run(WAIT, GO) == gate.TROUBLE
    assert "interrupted" in capsys.readouterr().err


def test_what_a_run_came_to_is_reported_in_our_words(run, there):
    for said, meant in (("success", "succeeded"), ("cancelled", "failed"), ("rolled_back", "rolled_back")):
        assert run(GO, more=("--report", said)) == gate.GO
        assert there.asked[-1]["state"] == meant
