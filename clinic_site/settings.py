"""Every setting of the site, grouped by the question it answers."""

from pathlib import Path

from clinic_site import environment as env
from clinic_site.setup import sites
from clinic_site.setup.dotenv import is_this_machine

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder(env.SITE.folder)

# Where does the site live, and is it only on this machine?

SITE_URL, SITE_HOST, SITE_PORT = env.address("SITE_URL")
LOCAL = is_this_machine(SITE_HOST)
# True for the sample clinic of make demo: what it says is made up, and each of its pages says so.
DEMO = env.SITE == sites.DEMO
if DEMO and not LOCAL:
    raise env.wrong("SITE_URL", "must be on this machine for make demo.")
if not LOCAL and not SITE_URL.startswith("https://"):
    raise env.wrong("SITE_URL", "must start with https://.")
ALLOWED_HOSTS = [SITE_HOST, *env.hosts("OTHER_HOSTS")]
if LOCAL:
    # Whichever name of this machine someone types.
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]

# Whom to tell about a hole in the site.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")

DEBUG = env.yes_or_no("DEBUG", False)
if DEBUG and not LOCAL:
    raise env.wrong("DEBUG", "is only for a SITE_URL on this machine.")

# What must stay secret?

SECRET_KEY = env.key("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.keys("OLD_SECRET_KEYS")
env.required("INQUIRY_KEYS", "If there are messages, only the old key opens them: put it back.")
INQUIRY_KEYS = env.keys("INQUIRY_KEYS")
if not INQUIRY_KEYS:
    raise env.wrong("INQUIRY_KEYS", "names no key.")

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
    "django_otp.middleware.OTPMiddleware",
    "clinic_site.staff.sign_in.limit_sessions",
    "clinic_site.second.session.limit_half_sessions",
    "clinic_site.guessing.known.keep_browsers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "clinic_site.tidy_addresses.lead_home",
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
            "builtins": [
                "django.templatetags.i18n",
                "pages.templatetags.helplines",
                "pages.templatetags.links",
            ],
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
CRISPY_ALLOWED_TEMPLATE_PACKS = ["contact/form"]
CRISPY_TEMPLATE_PACK = "contact/form"
CSRF_FAILURE_VIEW = "clinic_site.errors.token_is_stale"

# Where are words and messages kept?

DATABASES = {"default": env.database("DATABASE_URL", env.SITE.database)}
if DEMO and env.text("DATABASE_URL"):
    raise env.wrong("DATABASE_URL", "must be empty for make demo: its clinic is made up.")
DATABASES["default"]["CONN_MAX_AGE"] = None
# Half of the threads of a process may wait for a database that is locked; the others serve pages.
WAITING_AT_ONCE = max(1, env.number("WEB_THREADS", 8, 1, 256) // 2)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = "clinic_site.databases.sqlite3"
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
    DATABASES["default"]["ENGINE"] = "clinic_site.databases.postgresql"
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "connect_timeout": 5,
            "options": "-c statement_timeout=15s -c lock_timeout=10s",
            # For commands: the site itself waits less (clinic_site/databases/silence.py). A network
            # that is cut says nothing: these notice it, within about ten seconds.
            "tcp_user_timeout": 10_000,
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
        }
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How does mail leave? (Django 6 renames these: change them here only.)

# In seconds, for one answer of the mail server; a whole mail may take three of them.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.mail_address("MAIL_FROM", "BrainStim front desk <front-desk@localhost>")
INQUIRY_EMAILS = env.mail_addresses("INQUIRY_EMAILS", ["front-desk@localhost"] if LOCAL else [])
# Read even where no mail leaves: what is wrong is said before it matters.
EMAIL_SECURITY = env.one_of("EMAIL_SECURITY", "starttls", "tls", "none")
EMAIL_PORT = env.number("EMAIL_PORT", 465 if EMAIL_SECURITY == "tls" else 587, 1, 65535)
if (EMAIL_SECURITY, EMAIL_PORT) in [("starttls", 465), ("tls", 587)]:
    # A server that speaks the other way first is waited for in vain, mail after mail.
    raise env.wrong("EMAIL_PORT", "must be 587 for EMAIL_SECURITY=starttls, and 465 for tls.")
LOCAL_MAIL_DIR = VAR_DIR / "mail"
if LOCAL and not env.text("EMAIL_HOST"):
    if env.hosts("OTHER_HOSTS"):
        raise env.wrong("OTHER_HOSTS", "must be empty while mail is only shown on this machine.")
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(LOCAL_MAIL_DIR)
else:
    EMAIL_BACKEND = "contact.outbox.line.EmailBackend"
    EMAIL_HOST = env.mail_host("EMAIL_HOST")
    EMAIL_HOST_USER = env.text("EMAIL_USER")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
    if EMAIL_HOST_USER and not EMAIL_HOST_PASSWORD:
        raise env.wrong("EMAIL_PASSWORD", "is not set, and EMAIL_USER is: set both or neither.")
    if EMAIL_HOST_PASSWORD and not EMAIL_HOST_USER:
        raise env.wrong("EMAIL_USER", "is not set, and EMAIL_PASSWORD is: set both or neither.")
    if EMAIL_SECURITY == "none" and not is_this_machine(EMAIL_HOST):
        raise env.wrong("EMAIL_SECURITY", "may be none only for EMAIL_HOST on this machine.")
    EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
    EMAIL_USE_SSL = EMAIL_SECURITY == "tls"
if not LOCAL:
    env.required("MAIL_FROM")
    env.required("INQUIRY_EMAILS")

# What do we promise about a message?

INQUIRY_RETENTION_DAYS = env.number("INQUIRY_RETENTION_DAYS", 90, 1, 100 * 365)
# More new messages than this in an hour are told in summaries, one every five minutes. What may be
# about a crisis is told by itself, up to the same number again.
STAFF_MAILS_PER_HOUR = env.number("STAFF_MAILS_PER_HOUR", 48, 1, 10**6)
# Without one nothing would say that a visitor came by https, and each page would lead to itself.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0 if LOCAL else 1, 0, 9)
# In bytes: the longest page of words is a tenth of it. Pictures may have more, and stay in memory
# until they are checked (pages/pictures/upload.py): one at a time, and none on the disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["pages.pictures.upload.InMemory"]

# Who has to agree before medical words go live?

# One person can do both on a machine of their own, not on the site patients read.
TWO_PERSON_APPROVAL = env.yes_or_no("TWO_PERSON_APPROVAL", not LOCAL)
#: Whether a clinician's yes makes words live at once; otherwise whoever wrote them publishes.
PUBLISH_ON_APPROVAL = env.yes_or_no("PUBLISH_ON_APPROVAL", False)

# What is wrong with the code?

# A rule of the clock such as "opens at nine" is a default, and no moment that was meant to move.
# The other two want what HSTS_SUBDOMAINS and HSTS_PRELOAD leave to each site.
SILENCED_SYSTEM_CHECKS = ["fields.W161", "security.W005", "security.W021"]

# How are pages and files delivered?

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "staticfiles" if DEMO else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "clinic_site.stylesheets.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "clinic_site.stylesheets.AppFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Icons that browsers ask for by themselves, at addresses without /static/.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = env.time_zone("TIME_ZONE", "America/New_York")

# Who may sign in, and for how long?

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "clinic_site.credentials.passwords.NotCommon"},
    {"NAME": "clinic_site.credentials.passwords.NotOurWords"},
    {"NAME": "clinic_site.credentials.passwords.NotRepeated"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# In seconds: how long the link that "Forgotten?" mails can be followed.
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "admin:login"
SESSION_ENGINE = "clinic_site.staff.sessions"
# In seconds. Sessions that nobody uses end sooner (clinic_site/staff/sign_in.py), none later.
# A cookie of their own would carry what they say, a name or an address, to public pages.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 9 * 60 * 60
SESSION_COOKIE_PATH = "/staff/"
KNOWN_COOKIE_NAME = "known"
if LOCAL and SITE_PORT:
    # Browsers keep cookies by host, not by port: two sites on one machine keep both sign-ins.
    SESSION_COOKIE_NAME = f"sessionid{SITE_PORT}"
    CSRF_COOKIE_NAME = f"csrftoken{SITE_PORT}"
    KNOWN_COOKIE_NAME = f"known{SITE_PORT}"
if not LOCAL:
    # Browsers take these names over https only; __Host- also from no subdomain and for no other.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Secure-sessionid", "__Host-csrftoken"
    KNOWN_COOKIE_NAME = "__Secure-known"
# Ends with the browser's session, like the sign-in it guards.
CSRF_COOKIE_AGE = None

# What does a browser have to respect?

SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
# Only where someone said that every name below ours has https: what has none could not be reached.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.yes_or_no("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.yes_or_no("HSTS_PRELOAD", False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise env.wrong("HSTS_PRELOAD", "needs HSTS_SUBDOMAINS=1 too.")
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
