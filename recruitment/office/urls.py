"""Addresses of this capability."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("settings/", page, name="settings"),
]
