"""Addresses of quick add, of one person's pages, and of one application's."""

from django.urls import path

from recruitment.register import application_page, edit_views, person_views, quick_add_views

urlpatterns = [
    path("candidates/add/", quick_add_views.candidate_add, name="candidate-add"),
    path(
        "candidates/duplicates/", quick_add_views.candidate_duplicates, name="candidate-duplicates"
    ),
    path("candidates/<int:pk>/", person_views.candidate, name="candidate"),
    path("candidates/<int:pk>/note/", person_views.candidate_note, name="candidate-note"),
    path("candidates/<int:pk>/edit/", edit_views.candidate_edit, name="candidate-edit"),
    path("applications/<int:pk>/", application_page.application, name="application"),
    path("candidates/<int:pk>/apply/", edit_views.application_add, name="application-add"),
]
