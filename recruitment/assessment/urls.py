"""Addresses of this capability."""

from django.urls import path

from recruitment.assessment import (
    decision_views,
    nameless_views,
    scorecard_views,
    slot_views,
    views,
)

urlpatterns = [
    path("interviews/", views.interviews, name="interviews"),
    path("interviews/<int:pk>/", views.interview, name="interview"),
    path(
        "interviews/<int:pk>/files/<int:version>/",
        nameless_views.interview_file,
        name="interview-file",
    ),
    path("applications/<int:pk>/decisions/add/", decision_views.decision_add, name="decision-add"),
    path("decisions/<int:pk>/", decision_views.decision, name="decision"),
    path("decisions/<int:pk>/tell/", decision_views.decision_tell, name="decision-tell"),
    path("decisions/<int:pk>/minutes.pdf", decision_views.decision_pdf, name="decision-pdf"),
    path("interviews/<int:pk>/slots/", slot_views.interview_slots, name="interview-slots"),
    path(
        "interviews/<int:pk>/slots/<int:slot>/take-back/",
        slot_views.slot_take_back,
        name="slot-take-back",
    ),
    path(
        "interviews/<int:pk>/slots/<int:slot>/offer-back/",
        slot_views.slot_offer_back,
        name="slot-offer-back",
    ),
    path("choose-time/<int:link>/", slot_views.slot_choose, name="slot-choose"),
    path("interviews/<int:pk>/edit/", views.interview_edit, name="interview-edit"),
    path("interviews/<int:pk>/cancel/", views.interview_cancel, name="interview-cancel"),
    path("interviews/<int:pk>/scorecard/", scorecard_views.scorecard, name="scorecard"),
    path(
        "interviews/<int:pk>/scorecard/conflict/",
        scorecard_views.scorecard_conflict,
        name="scorecard-conflict",
    ),
    path(
        "interviews/<int:pk>/panel/<int:member>/take-back/",
        scorecard_views.conflict_take_back,
        name="conflict-take-back",
    ),
    path(
        "interviews/<int:pk>/scorecards/open/",
        scorecard_views.scorecards_open,
        name="scorecards-open",
    ),
    path("applications/<int:pk>/interviews/add/", views.interview_add, name="interview-add"),
]
