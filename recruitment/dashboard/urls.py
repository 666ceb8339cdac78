"""Addresses of this capability."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("", page, name="dashboard"),
]
