"""The map of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from clinic_site import health
from clinic_site.local import mail, sign_in
from clinic_site.robots import search_engines, security_contact
from pages.cards.views import card

handler400 = "clinic_site.errors.bad_request"
handler403 = "clinic_site.errors.permission_denied"
handler404 = "clinic_site.errors.page_not_found"
handler500 = "clinic_site.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap, name="sitemap"),
    path(security_contact.PATH, security_contact.security_contact, name="security_contact"),
    path("staff/", admin.site.urls),
    path("pictures/", include("pages.pictures.urls")),
    re_path(r"^(?P<page>(?:[\w-]+/)*)card\.png$", card, name="card"),
]
if settings.LOCAL:
    urlpatterns += [
        path("local-sign-in/<str:token>/", sign_in.sign_in, name="local-sign-in"),
        path("local-mail/", mail.mail, name="local-mail"),
    ]
# English has no prefix. Last: the pages take any single word.
urlpatterns += i18n_patterns(
    path("questions/", include("faq.urls")),
    path("contact/", include("contact.urls")),
    path("", include("pages.urls")),
    prefix_default_language=False,
)
