"""Addresses of this capability."""

from django.urls import path

from recruitment.tasks import views

urlpatterns = [path("tasks/", views.tasks, name="tasks")]
