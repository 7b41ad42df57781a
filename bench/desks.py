"""Other service desks: Request Tracker 5 and Redmine (from Debian), django-helpdesk (from PyPI).

Each on its own database of the same PostgreSQL, in a folder of its own, served in its production mode by as many
workers or threads as there are connections, with mail switched off. What is not installed is left out, and the table
says so:

* ``apt-get install request-tracker5 rt5-db-postgresql starman redmine redmine-pgsql puma``; neither needs to be set up
* ``HELPDESK_PYTHON`` names the Python of a throw-away environment with ``django-helpdesk``, ``gunicorn`` and
  ``psycopg2-binary``
"""

import contextlib
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from bench.peers import reached, with_database
from bench.traffic import wrk
from watchkeep.launch.postgres.server import free_port

TRACKER = Path("/usr/share/request-tracker5")
REDMINE = Path("/usr/share/redmine")
CONNECTIONS = 32
"""By how many they are asked at most: each desk has as many workers or threads."""
_SITE = """
Set($DatabaseType, 'Pg'); Set($DatabaseHost, '{host}'); Set($DatabasePort, '{port}'); Set($DatabaseName, '{name}');
Set($DatabaseUser, '{user}'); Set($DatabasePassword, '{password}'); Set($rtname, 'bench'); Set($Organization, 'bench');
Set($WebDomain, 'localhost'); Set($WebPath, ''); Set($LogToSyslog, undef); Set($LogToSTDERR, 'error');
Set($MailCommand, 'sendmailpipe'); Set($SendmailPath, '/bin/true');
1;
"""
_TRACKER_TOKEN = """
use lib '/usr/share/request-tracker5/lib'; use RT -init; use RT::AuthToken;
my $root = RT::CurrentUser->new(RT->SystemUser); $root->Load('root');
my ($id, $said, $token) = RT::AuthToken->new($root)->Create(Owner => $root->Id, Description => 'bench');
die $said unless $id; print $token;
"""
_DATABASE = """
production:
  adapter: postgresql
  database: {name}
  host: {host}
  port: {port}
  username: {user}
  password: "{password}"
  pool: {pool}
"""
_GEMS = """
eval_gemfile "/usr/share/redmine/Gemfile"
gem "pg"
gem "puma"
"""
_REDMINE_KEY = """
Setting.rest_api_enabled = '1'; Setting.notified_events = []
Project.create!(name: 'Bench', identifier: 'bench', trackers: Tracker.all)
admin = User.find_by_login('admin'); admin.update_columns(must_change_passwd: false); puts "KEY=#{admin.api_key}"
"""
_HELPDESK = """
from urllib.parse import parse_qs, urlsplit
at = urlsplit({url!r}); more = {{k: v[0] for k, v in parse_qs(at.query).items()}}
SECRET_KEY, DEBUG, ALLOWED_HOSTS, ROOT_URLCONF, USE_TZ, SITE_ID = "bench", False, ["*"], "desk_urls", True, 1
DATABASES = {{"default": {{"ENGINE": "django.db.backends.postgresql", "NAME": at.path[1:], "USER": at.username,
    "PASSWORD": at.password, "HOST": more.get("host") or at.hostname, "PORT": more.get("port") or at.port or "",
    "CONN_MAX_AGE": 600}}}}
INSTALLED_APPS = ["django.contrib." + name for name in
    ("auth", "contenttypes", "sessions", "sites", "messages", "humanize", "admin", "staticfiles")]
INSTALLED_APPS += ["rest_framework", "rest_framework.authtoken", "helpdesk"]
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware"]
TEMPLATES = [{{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {{
    "context_processors": ["django.contrib.auth.context_processors.auth", "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages"]}}}}]
REST_FRAMEWORK = {{"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"]}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_ACTIVATE_API_ENDPOINT = True
STATIC_URL, MEDIA_URL = "/static/", "/media/"
"""
_HELPDESK_KEY = """
import django; django.setup()
from django.contrib.auth import get_user_model
from helpdesk.models import Queue
from rest_framework.authtoken.models import Token
user = get_user_model().objects.create_superuser("bench", "bench@example.org", "bench")
Queue.objects.create(title="Bench", slug="bench")
print(Token.objects.create(user=user).key)
"""


@dataclass(frozen=True)
class Desk:
    """A service desk that runs: where a request is made, as what, and who says so."""

    name: str
    url: str
    path: str
    body: str
    authorization: str

    def rate(self, connections: int, seconds: int) -> float:
        """Requests a second that it answered 2xx."""
        return wrk(self.url, self.path, self.body, connections, seconds, authorization=self.authorization)


@contextlib.contextmanager
def tracker(url: str, home: Path) -> Iterator[Desk | None]:
    """Request Tracker 5 by Starman, as its manual says for a preforking server; None without it."""
    if not (TRACKER.is_dir() and shutil.which("starman")):
        yield None
        return
    _url, more = _own_database(url, "rt5")
    (home / "site.d").mkdir()
    (home / "RT_SiteConfig.pm").write_text(_SITE.format(name="rt5", **more))
    env = {"RT_SITE_CONFIG": str(home / "RT_SiteConfig.pm"), "RT_SITE_CONFIG_DIR": str(home / "site.d")}
    _done(["rt-setup-database-5", "--action", "init", "--skip-create", "--force"], env)
    token = _done(["perl", "-e", _TRACKER_TOKEN], env).strip().splitlines()[-1]
    port = free_port()
    server = [str(TRACKER / "libexec/rt-server"), "--server", "Starman", "--host", "127.0.0.1", "--port", str(port)]
    with _serving([*server, "--workers", str(CONNECTIONS)], env, port, "/REST/2.0/", cwd=home) as address:
        said = '{"Queue":"General","Subject":"A second screen KEY","Content":"For the plans of the new building."}'
        yield Desk("Request Tracker 5", address, "/REST/2.0/ticket", said, f"token {token}")


@contextlib.contextmanager
def redmine(url: str, home: Path) -> Iterator[Desk | None]:
    """Redmine by Puma in cluster mode; None without it."""
    if not (REDMINE.is_dir() and shutil.which("puma")):
        yield None
        return
    _at, more = _own_database(url, "redmine")
    for folder in ("config", "log", "tmp", "files"):
        (home / folder).mkdir()
    (home / "config" / "database.yml").write_text(_DATABASE.format(name="redmine", pool=CONNECTIONS, **more))
    (home / "config" / "secret_key.txt").write_text(secrets.token_hex(32))
    (home / "Gemfile").write_text(_GEMS)
    instance = "../../../.." + str(home)  # Debian looks for an instance's folder in one below its own
    env = {
        "RAILS_ENV": "production", "REDMINE_INSTANCE": instance, "REDMINE_LANG": "en", "SCHEMA": "/dev/null",
        "BUNDLE_GEMFILE": str(home / "Gemfile"),
    }  # fmt: skip
    _done(["rake", "db:migrate"], env, cwd=REDMINE)
    _done(["rake", "redmine:load_default_data"], env, cwd=REDMINE)
    said = _done(["ruby", "bin/rails", "runner", _REDMINE_KEY], env, cwd=REDMINE)
    key, port = said.partition("KEY=")[2].split()[0], free_port()
    threads = str(CONNECTIONS // 2)
    server = ["puma", "-w", "2", "-t", threads, "-b", f"tcp://127.0.0.1:{port}", "-e", "production", "--preload"]
    with _serving(server, env, port, "/", cwd=REDMINE) as address:
        issue = (
            '{"issue":{"project_id":1,"subject":"A second screen KEY","description":"For the plans of the building"}}'
        )
        yield Desk("Redmine 5", address, f"/issues.json?key={key}", issue, "")


@contextlib.contextmanager
def helpdesk(url: str, home: Path) -> Iterator[Desk | None]:
    """django-helpdesk by Gunicorn; None without it."""
    if not (python := os.environ.get("HELPDESK_PYTHON", "")):
        yield None
        return
    at, _more = _own_database(url, "helpdesk")
    (home / "desk_settings.py").write_text(_HELPDESK.format(url=at))
    (home / "desk_urls.py").write_text(
        "from django.urls import include, path\nurlpatterns = [path('', include('helpdesk.urls'))]\n"
    )
    env = {"DJANGO_SETTINGS_MODULE": "desk_settings", "PYTHONPATH": str(home)}
    _done([python, "-m", "django", "migrate", "--verbosity", "0"], env)
    key, port = _done([python, "-c", _HELPDESK_KEY], env).split()[-1], free_port()
    threads = str(CONNECTIONS // 2)
    server = [python, "-m", "gunicorn", "-w", "2", "--threads", threads, "-b", f"127.0.0.1:{port}"]
    with _serving([*server, "django.core.wsgi:get_wsgi_application()"], env, port, "/api/tickets/") as address:
        body = '{"queue":1,"title":"A second screen KEY","description":"For the plans","priority":3,"status":1}'
        yield Desk("django-helpdesk", address, "/api/tickets/", body, f"Token {key}")


ALL: tuple[Callable[[str, Path], contextlib.AbstractContextManager[Desk | None]], ...] = (tracker, redmine, helpdesk)


def _own_database(url: str, name: str) -> tuple[str, dict[str, str]]:
    """A new database on the same server: its URL, and the parts of it."""
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]  # one of three names
    at = urlsplit(made := with_database(url, name))
    more = {key: values[0] for key, values in parse_qs(at.query).items()}
    host, port = more.get("host") or at.hostname or "", more.get("port") or str(at.port or 5432)
    return made, {"host": host, "port": port, "user": at.username or "", "password": at.password or ""}


def _surroundings(env: dict[str, str]) -> dict[str, str]:
    """Ours without our database."""
    return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | env


def _done(command: list[str], env: dict[str, str], cwd: Path = Path("/")) -> str:
    done = subprocess.run(command, env=_surroundings(env), cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[:3]} failed: {done.stdout[-1500:]}{done.stderr[-1500:]}")
    return done.stdout


@contextlib.contextmanager
def _serving(command: list[str], env: dict[str, str], port: int, path: str, cwd: Path = Path("/")) -> Iterator[str]:
    process = subprocess.Popen(
        command, env=_surroundings(env), cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        reached(f"http://127.0.0.1:{port}{path}", patience=60)
        time.sleep(1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)
