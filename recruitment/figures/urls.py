"""Addresses of this capability."""

from django.urls import path

from recruitment.figures import views

urlpatterns = [path("figures/", views.figures, name="figures")]
