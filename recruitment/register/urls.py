"""Addresses of this capability."""

from django.urls import path

from recruitment.placeholder import page

urlpatterns = [
    path("candidates/", page, name="candidates"),
    path("candidates/add/", page, name="candidate-add"),
    path("candidates/<int:pk>/", page, name="candidate"),
]
