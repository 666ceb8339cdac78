"""Addresses of quick add and of one person's pages."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("candidates/add/", page, name="candidate-add"),
    path("candidates/<int:pk>/", page, name="candidate"),
]
