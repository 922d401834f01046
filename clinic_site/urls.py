"""The map of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from clinic_site import health, local, search_engines

handler400 = "clinic_site.errors.bad_request"
handler403 = "clinic_site.errors.permission_denied"
handler404 = "clinic_site.errors.page_not_found"
handler500 = "clinic_site.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap, name="sitemap"),
    path("staff/", admin.site.urls),
    path("questions/", include("faq.urls")),
    path("contact/", include("contact.urls")),
]
if settings.LOCAL:
    urlpatterns += [
        path("local-sign-in/<str:token>/", local.sign_in, name="local-sign-in"),
        path("local-mail/", local.mail, name="local-mail"),
    ]
# Last: it takes any single word.
urlpatterns += [path("", include("pages.urls"))]
