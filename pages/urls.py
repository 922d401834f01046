"""Addresses of the pages. The last one takes any single word, so it must stay last."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("treatment/", views.treatment, name="treatment"),
    path("treatment/<slug:slug>/", views.topic, name="topic"),
    path("<slug:slug>/", views.plain, name="plain"),
]
