"""Django's settings. What an administrator changes is data, not settings; what surroundings decide is in env.py."""

import sys
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from watchkeep.config import databases, env, keys

ENV = env.read()
_KEYS = keys.load(ENV)
_BASE = urlsplit(ENV.base_url)
_SECURE = _BASE.scheme == "https"

WIRING = "watchkeep.wiring"
DATA = ENV.data
BASE_URL = ENV.base_url.rstrip("/")
DEBUG = ENV.debug
SECRET_KEY = _KEYS.secret
ENCRYPTION_KEYS = _KEYS.encryption
ALLOWED_HOSTS = [
    _BASE.hostname or "localhost",
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, (host.strip() for host in ENV.allowed_hosts.split(","))),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
PROXIES = ENV.proxies
OUTGOING_ALLOW = [place.strip() for place in ENV.outgoing_allow.split(",") if place.strip()]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "watchkeep.kernel",
    "watchkeep.estate.people",
    "watchkeep.estate.calendars",
    "watchkeep.estate.suppliers",
    "watchkeep.estate.assets",
    "watchkeep.estate.services",
    "watchkeep.estate.discovery",
    "watchkeep.estate.licences",
    "watchkeep.estate.purchasing",
    "watchkeep.estate.reconciliation",
    "watchkeep.estate.custody",
    "watchkeep.estate.stocktaking",
    "watchkeep.estate.knowledge",
    "watchkeep.work.tickets",
    "watchkeep.work.incidents",
    "watchkeep.work.problems",
    "watchkeep.work.approvals",
    "watchkeep.work.changes",
    "watchkeep.work.requests",
    "watchkeep.work.correspondence",
    "watchkeep.work.selfservice",
    "watchkeep.work.timesheets",
    "watchkeep.work.desk",
    "watchkeep.work.surveys",
    "watchkeep.duty.connections",
    "watchkeep.duty.sla",
    "watchkeep.duty.notify",
    "watchkeep.duty.announcements",
    "watchkeep.duty.oncall",
    "watchkeep.duty.automation",
    "watchkeep.duty.fulfilment",
    "watchkeep.duty.reclaiming",
    "watchkeep.duty.response",
    "watchkeep.duty.regulations",
    "watchkeep.duty.communications",
    "watchkeep.duty.chat",
    "watchkeep.insight.detection",
    "watchkeep.insight.reviews",
    "watchkeep.insight.capture",
    "watchkeep.insight.verdicts",
    "watchkeep.doors.ui",
    "watchkeep.doors.console",
    "watchkeep.doors.portal",
    "watchkeep.doors.api",
    "watchkeep.doors.statuspage",
]
MIDDLEWARE = [
    "watchkeep.doors.statuspage.middleware.OwnDomain",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "watchkeep.doors.api.middleware.Problems",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "watchkeep.doors.ui.middleware.GoElsewhere",
    "watchkeep.doors.ui.people.Reader",
    "watchkeep.doors.portal.speaking.Language",
    "watchkeep.doors.console.sign_in.middleware.Proof",
    "watchkeep.doors.ui.people.Answers",
]
ROOT_URLCONF = "watchkeep.config.urls"
WSGI_APPLICATION = None
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(Path(__file__).parents[1].glob("doors/console/*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "watchkeep.doors.ui.context.ui",
                "watchkeep.doors.console.context.frame",
                "watchkeep.doors.portal.branding.brand",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "lines",
        "DIRS": sorted(Path(__file__).parents[1].glob("doors/console/*/jinja2")),
        "OPTIONS": {"environment": "watchkeep.doors.console.lines.environment"},
    },
]

# One database, at every size. Tests hold one connection each and need no pool.
TESTING = "pytest" in sys.modules
DATABASES = {
    "default": databases.from_url(
        ENV.database_url or f"postgres:///watchkeep?host={ENV.data.resolve() / 'postgres' / 'run'}",
        pool=0 if TESTING else ENV.database_pool,
    ),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = ["watchkeep.kernel.reacting"]
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "no_such_module"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5_000}},
}

AUTH_USER_MODEL = "people.Person"
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/now"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Cookies, headers and what pages may load.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "watchkeep.doors.console.sessions"
SESSION_COOKIE_NAME = "watchkeep"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if _SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
MEDIA_ROOT = ENV.data / "uploads"
API_REQUESTS_A_MINUTE = ENV.api_requests_a_minute

STATIC_URL = "/static/"
STATICFILES_DIRS = sorted(Path(__file__).parents[1].glob("doors/console/*/static"))
STATIC_ROOT = ENV.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "watchkeep.doors.ui.storage.Hashed"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING or DEBUG

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Mail: by SMTP, or into the data directory where a newcomer can read it.
_MAIL = urlsplit(ENV.smtp_url)
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENV.smtp_url
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = ENV.data / "mail"
EMAIL_HOST = _MAIL.hostname or ""
EMAIL_PORT = _MAIL.port or (465 if _MAIL.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = _MAIL.scheme == "smtp+tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENV.mail_from
MAIL_LISTEN = ENV.mail_listen
MAIL_LISTEN_CERTIFICATE, MAIL_LISTEN_KEY = ENV.mail_listen_certificate, ENV.mail_listen_key
MAIL_LISTEN_USER, MAIL_LISTEN_PASSWORD = ENV.mail_listen_user, ENV.mail_listen_password
SERVER_EMAIL = parseaddr(ENV.mail_from)[1]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "watchkeep.config.logs.Line",
            "format": "{asctime} {levelname:7} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"watchkeep": {"level": "INFO"}, "procrastinate": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
