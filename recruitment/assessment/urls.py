"""Addresses of this capability."""

from django.urls import path

from recruitment.assessment import views

urlpatterns = [
    path("interviews/", views.interviews, name="interviews"),
    path("interviews/<int:pk>/", views.interview, name="interview"),
    path("interviews/<int:pk>/edit/", views.interview_edit, name="interview-edit"),
    path("interviews/<int:pk>/cancel/", views.interview_cancel, name="interview-cancel"),
    path("applications/<int:pk>/interviews/add/", views.interview_add, name="interview-add"),
]
