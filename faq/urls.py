"""Addresses of the questions."""

from django.urls import path

from faq import views

app_name = "faq"
urlpatterns = [
    path("", views.questions, name="list"),
    path("search/", views.search, name="search"),
    path("<slug:slug>/", views.topic, name="topic"),
    path("<slug:topic>/<slug:slug>/", views.entry, name="entry"),
    path("<slug:topic>/<slug:slug>/helpful/", views.helpful, name="helpful"),
]
