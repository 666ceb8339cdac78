"""Addresses of this capability."""

from django.urls import path

from recruitment.duplicates import views

urlpatterns = [
    path("candidates/possible-duplicates/", views.duplicates, name="duplicates"),
    path("candidates/<int:pk>/not-same/<int:other>/", views.not_same, name="not-same"),
    path("candidates/<int:pk>/merge/<int:other>/", views.candidate_merge, name="candidate-merge"),
    path("candidates/merges/<int:pk>/undo/", views.merge_undo, name="merge-undo"),
    path("candidates/not-same/<int:pk>/undo/", views.not_same_undo, name="not-same-undo"),
]
