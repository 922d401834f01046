"""The site's settings for a run with faults: what a mail server may take is short."""

from clinic_site.settings import *  # noqa: F403

# Seconds. A lease is eight of them, so mail of a worker that was killed goes again soon.
EMAIL_TIMEOUT = 0.5  # type: ignore[assignment]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
