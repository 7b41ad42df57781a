"""Real Prometheus and Alertmanager, as Debian ships them, watching one target on loopback."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

import pytest

from testing.mailbox import free_port
from testing.running import wait_for

PROMETHEUS = """
global: {{scrape_interval: 1s, evaluation_interval: 1s, scrape_timeout: 900ms}}
rule_files: [{home}/rules.yml]
alerting: {{alertmanagers: [{{static_configs: [{{targets: ["127.0.0.1:{alertmanager}"]}}]}}]}}
scrape_configs:
  - job_name: shop
    static_configs: [{{targets: ["{target}"], labels: {{service: web-shop, env: prod}}}}]
"""
RULES = """
groups:
  - name: shop
    rules:
      - alert: EndpointDown
        expr: up{job="shop"} == 0
        labels: {severity: critical}
        annotations: {summary: "{{ $labels.instance }} does not answer"}
"""
ALERTMANAGER = """
route: {{receiver: watchkeep, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 5s}}
receivers:
  - name: watchkeep
    webhook_configs:
      - url: {url}/ingest/alertmanager
        send_resolved: true
        http_config: {{authorization: {{type: Bearer, credentials: {key}}}}}
"""


class Watchtower:
    """Prometheus asks the target every second; Alertmanager posts to Watchkeep."""

    def __init__(self, home: Path, *, target: str, url: str, key: str) -> None:
        for program in ("prometheus", "prometheus-alertmanager"):
            if not shutil.which(program):
                pytest.skip(f"{program} is not installed")
        self.home, self.target = home, target
        self.prometheus, self.alertmanager = free_port(), free_port()
        names = {"home": home, "target": target, "alertmanager": self.alertmanager, "url": url, "key": key}
        (home / "prometheus.yml").write_text(PROMETHEUS.format(**names))
        (home / "rules.yml").write_text(RULES)
        (home / "alertmanager.yml").write_text(ALERTMANAGER.format(**names))
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._start(
            "prometheus-alertmanager", f"--config.file={self.home}/alertmanager.yml",
            f"--storage.path={self.home}/alertmanager", f"--web.listen-address=127.0.0.1:{self.alertmanager}",
            "--cluster.listen-address=",
        )  # fmt: skip
        self._start(
            "prometheus", f"--config.file={self.home}/prometheus.yml",
            f"--storage.tsdb.path={self.home}/prometheus", f"--web.listen-address=127.0.0.1:{self.prometheus}",
        )  # fmt: skip
        wait_for(lambda: "Server is ready" in self.log("prometheus"), 30)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def log(self, program: str) -> str:
        """What a daemon has to say."""
        return (self.home / f"{program}.log").read_text()

    def _start(self, program: str, *options: str) -> None:
        with (self.home / f"{program}.log").open("wb") as log:
            process = subprocess.Popen([program, *options], stdout=log, stderr=subprocess.STDOUT, cwd=self.home)
        self._processes.append(process)
        time.sleep(0.1)
        assert process.poll() is None, self.log(program)
