"""Addresses of this capability; the last one is behind a private link."""

from django.urls import path

from recruitment.referees import private, views

_one = "referees/<int:pk>/"
urlpatterns = [
    path("applications/<int:pk>/referees/add/", views.referee_add, name="referee-add"),
    path(f"{_one}edit/", views.referee_edit, name="referee-edit"),
    path(f"{_one}ask/", views.referee_ask, name="referee-ask"),
    path(f"{_one}file/", views.referee_file, name="referee-file"),
    path(f"{_one}waive/", views.referee_waive, name="referee-waive"),
    path(f"{_one}want/", views.referee_want, name="referee-want"),
    path(f"{_one}letter/", views.referee_letter, name="referee-letter"),
    path(f"{_one}letter/file/", views.referee_letter_file, name="referee-letter-file"),
    path(f"{_one}letter/shown/", views.referee_letter_shown, name="referee-letter-shown"),
    path("reference/<int:link>/", private.reference, name="reference"),
]
