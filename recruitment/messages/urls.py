"""Addresses of this capability."""

from django.urls import path

from recruitment.messages import many_views, views

urlpatterns = [
    path("emails/", views.emails, name="emails"),
    path("emails/release/", views.emails_release, name="emails-release"),
    path("emails/write/", many_views.emails_write, name="emails-write"),
    path("emails/<int:pk>/<slug:verb>/", views.email_settle, name="email-settle"),
    path("candidates/<int:pk>/email/", views.email_add, name="email-add"),
]
