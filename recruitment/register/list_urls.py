"""Addresses of the candidates list, its saved views and its bulk steps."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("candidates/", page, name="candidates"),
]
