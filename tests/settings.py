"""The site's own settings with what the environment would say on a test machine."""

import os

os.environ["SITE_URL"] = "http://localhost"
os.environ["SECRET_KEY"] = "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"
os.environ["INQUIRY_KEYS"] = "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk="
# So that a .env says nothing here: what is set, even to nothing, wins over it. A DATABASE_URL that
# was set on purpose, for a run on PostgreSQL, stays.
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL", "")
os.environ["DEBUG"] = "0"
os.environ["EMAIL_HOST"] = ""
os.environ["INQUIRY_EMAILS"] = "front-desk@localhost"
os.environ["INQUIRY_RETENTION_DAYS"] = "90"
os.environ["MAIL_FROM"] = "BrainStim front desk <front-desk@localhost>"
os.environ["OLD_SECRET_KEYS"] = ""
os.environ["OTHER_HOSTS"] = ""
os.environ["STAFF_MAILS_PER_HOUR"] = "48"
os.environ["TIME_ZONE"] = "America/New_York"
os.environ["TRUSTED_PROXIES"] = "0"
os.environ["TWO_PERSON_APPROVAL"] = "0"
os.environ["PUBLISH_ON_APPROVAL"] = "0"

from clinic_site.settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # Tests never lose power, and waiting for the disk takes most of their time.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Files are looked up as asked for: nothing is collected for tests.
WHITENOISE_AUTOREFRESH = True
