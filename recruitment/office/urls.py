"""Addresses of this capability. What is particular comes before the lists all alike."""

from django.urls import path

from recruitment.office import (
    hook_views,
    list_views,
    paper_views,
    stage_views,
    target_views,
    text_views,
    views,
)

_row = "settings/<slug:slug>/<int:pk>/"
urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("settings/centre/edit/", views.centre_edit, name="settings-centre-edit"),
    path("settings/stages/add/", stage_views.stage_add, name="settings-stage-add"),
    path("settings/stages/<int:pk>/", stage_views.stage_edit, name="settings-stage"),
    path("settings/stages/<int:pk>/<slug:verb>/", stage_views.stage_do, name="settings-stage-do"),
    path("settings/webhooks/add/", hook_views.webhook_add, name="settings-webhook-add"),
    path("settings/webhooks/<int:pk>/", hook_views.webhook_edit, name="settings-webhook"),
    path(
        "settings/webhooks/<int:pk>/delete/",
        hook_views.webhook_delete,
        name="settings-webhook-delete",
    ),
    path(
        "settings/emails/<int:pk>/reset/",
        text_views.text_reset,
        name="settings-email-text-reset",
    ),
    path(
        "settings/emails/<slug:kind>/<slug:language>/",
        text_views.text_edit,
        name="settings-email-text",
    ),
    path("settings/targets/add/", target_views.target_add, name="settings-target-add"),
    path("settings/targets/<int:pk>/", target_views.target_edit, name="settings-target"),
    path("settings/targets/<int:pk>/plan/", target_views.plan_edit, name="settings-plan"),
    path(
        "settings/targets/<int:pk>/areas/", target_views.area_plan_edit, name="settings-area-plan"
    ),
    path(
        "settings/documents/<int:pk>/look-through/",
        paper_views.kind_look_through,
        name="settings-kind-look-through",
    ),
    path("settings/<slug:slug>/", views.section, name="settings-section"),
    path("settings/<slug:slug>/add/", list_views.row_add, name="settings-row-add"),
    path(_row, list_views.row_edit, name="settings-row"),
    path(f"{_row}retire/", list_views.row_retire, name="settings-row-retire"),
    path(f"{_row}delete/", list_views.row_delete, name="settings-row-delete"),
]
