"""Every setting of the site, grouped by the question it answers."""

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)


def required(name: str) -> str:
    """The variable's text; without it the site does not start and says which one is missing."""
    value: str = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. .env.example says what it is for.")
    return value


def is_this_machine(host: str) -> bool:
    """True for localhost and loopback addresses."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


# Where does the site live, and is it only on this machine?

SITE_URL = required("SITE_URL").rstrip("/")
SITE_HOST = urlsplit(SITE_URL).hostname or ""
LOCAL = is_this_machine(SITE_HOST)
if not SITE_HOST or urlsplit(SITE_URL).scheme not in ("http", "https"):
    raise ImproperlyConfigured("SITE_URL must be an address like https://www.example.org")
if not LOCAL and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https://")
ALLOWED_HOSTS = [SITE_HOST, *env.list("OTHER_HOSTS", [])]
if any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("OTHER_HOSTS must name each host; * is refused.")

DEBUG = env.bool("DEBUG", False)
if DEBUG and not LOCAL:
    raise ImproperlyConfigured("DEBUG is only for a SITE_URL on this machine.")

# What must stay secret?

SECRET_KEY = required("SECRET_KEY")
SECRET_KEY_FALLBACKS: list[str] = env.list("OLD_SECRET_KEYS", [])
INQUIRY_KEYS = [key for key in required("INQUIRY_KEYS").split(",") if key.strip()]
for name, keys in {"SECRET_KEY": [SECRET_KEY], "INQUIRY_KEYS": INQUIRY_KEYS}.items():
    if any(len(key) < 43 or len(set(key)) < 10 for key in keys):
        raise ImproperlyConfigured(f"{name} is too weak. .env.example says how to make one.")

# What runs?

INSTALLED_APPS = [
    "pages",
    "faq",
    "contact",
    "clinic_site",
    "clinic_site.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
]
MIDDLEWARE = [
    "clinic_site.middleware.speak_as_addressed",
    "clinic_site.middleware.security_headers",
    "clinic_site.errors.own_look",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clinic_site.middleware.refuse_broken_requests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic_site.staff.sign_in.limit_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.revisions.moved_addresses.follow_moved_addresses",
]
ROOT_URLCONF = "clinic_site.urls"
WSGI_APPLICATION = "clinic_site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["clinic_site.templates.Loader"]),
            ],
            # Nearly every template needs these.
            "builtins": ["django.templatetags.i18n", "pages.templatetags.links"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.context.frame",
            ],
        },
    }
]
# The fields of forms come from templates that are loaded like all others.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["clinic"]
CRISPY_TEMPLATE_PACK = "clinic"
CSRF_FAILURE_VIEW = "clinic_site.staff.interrupted.token_is_stale"

# Where are words and messages kept?

VAR_DIR.mkdir(exist_ok=True)
DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'site.sqlite3'}"
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: a thank-you is shown only after the message is on the disk. IMMEDIATE: a writer waits
    # its turn at the start, so it never fails in the middle, and nobody waits ten seconds.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 8,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "connect_timeout": 5,
            "options": "-c statement_timeout=15s -c lock_timeout=10s",
            # A network that is cut says nothing: these notice it, within about ten seconds.
            "tcp_user_timeout": 10_000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
        }
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How does mail leave? (Django 6 renames these: change them here only.)

EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "BrainStim front desk <front-desk@localhost>")
INQUIRY_EMAILS = env.list("INQUIRY_EMAILS", ["front-desk@localhost"] if LOCAL else [])
LOCAL_MAIL_DIR = VAR_DIR / "mail"
if LOCAL and not env.str("EMAIL_HOST", ""):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(LOCAL_MAIL_DIR)
else:
    EMAIL_HOST = required("EMAIL_HOST")
    EMAIL_PORT = env.int("EMAIL_PORT", 587)
    EMAIL_HOST_USER = env.str("EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = env.str("EMAIL_PASSWORD", "")
    EMAIL_SECURITY = env.str("EMAIL_SECURITY", "starttls")
    if EMAIL_SECURITY not in ("starttls", "tls", "none"):
        raise ImproperlyConfigured("EMAIL_SECURITY must be starttls, tls or none.")
    if EMAIL_SECURITY == "none" and not is_this_machine(EMAIL_HOST):
        raise ImproperlyConfigured(
            "EMAIL_SECURITY may be none only for EMAIL_HOST on this machine."
        )
    EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
    EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
if not LOCAL:
    required("MAIL_FROM")
    required("INQUIRY_EMAILS")

# What do we promise about a message?

INQUIRY_RETENTION_DAYS = env.int("INQUIRY_RETENTION_DAYS", 90)
# More new messages than this in an hour are told in summaries, at most twelve of them.
STAFF_MAILS_PER_HOUR = env.int("STAFF_MAILS_PER_HOUR", 48)
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# In bytes: the longest page of words is a tenth of it, and nobody uploads files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024

# Who has to agree before medical words go live?

# One person can do both on a machine of their own, not on the site patients read.
TWO_PERSON_APPROVAL = env.bool("TWO_PERSON_APPROVAL", not LOCAL)

# How are pages and files delivered?

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "clinic_site.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "America/New_York")

# Who may sign in, and for how long?

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "admin:login"
# In seconds. Sessions that nobody uses end sooner (clinic_site/staff/sign_in.py), none later.
SESSION_COOKIE_AGE = 9 * 60 * 60
SESSION_COOKIE_PATH = "/staff/"

# What does a browser have to respect?

SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL
SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
# Django checks the Referer of a form on https, so it must reach our own pages.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"

# What is written to the log? Never words, names, addresses or searches of a patient.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
