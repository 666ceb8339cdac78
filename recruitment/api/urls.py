"""Addresses of the API, version 1. What changes a promise becomes version 2 beside it."""

from django.urls import path

from recruitment.api import (
    application_views,
    document_views,
    figure_views,
    import_views,
    offer_views,
    office_views,
    people_views,
    schema,
)

app_name = "api"
urlpatterns = [
    path("candidates/", people_views.Candidates.as_view(), name="candidates"),
    path("candidates/<int:pk>/", people_views.OneCandidate.as_view(), name="candidate"),
    path("applications/", application_views.Applications.as_view(), name="applications"),
    path("applications/<int:pk>/", application_views.OneApplication.as_view(), name="application"),
    path(
        "applications/<int:pk>/moves/",
        application_views.MovesOfOne.as_view(),
        name="application-moves",
    ),
    path("moves/", application_views.Moves.as_view(), name="moves"),
    path("documents/", document_views.Documents.as_view(), name="documents"),
    path("documents/files/<int:pk>/", document_views.DocumentFile.as_view(), name="document-file"),
    path("openings/", office_views.Openings.as_view(), name="openings"),
    path("openings/<int:pk>/", office_views.OneOpening.as_view(), name="opening"),
    path("intakes/", office_views.Intakes.as_view(), name="intakes"),
    path("intakes/<int:pk>/", office_views.OneIntake.as_view(), name="intake"),
    path("researchers/", office_views.Researchers.as_view(), name="researchers"),
    path("researchers/<int:pk>/", office_views.OneResearcher.as_view(), name="researcher"),
    path("offers/", offer_views.Offers.as_view(), name="offers"),
    path("offers/<int:pk>/", offer_views.OneOffer.as_view(), name="offer"),
    path("imports/", import_views.Imports.as_view(), name="imports"),
    path("imports/<int:pk>/", import_views.OneImport.as_view(), name="import"),
    path("imports/<int:pk>/run/", import_views.ImportRun.as_view(), name="import-run"),
    path("vocabulary/", office_views.VocabularyView.as_view(), name="vocabulary"),
    path("progress/", figure_views.ProgressView.as_view(), name="progress"),
    path("published/", figure_views.PublishedView.as_view(), name="published"),
    path("schema/", schema.SchemaView.as_view(), name="schema"),
]
