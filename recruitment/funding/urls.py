"""Addresses of this capability."""

from django.urls import path

from recruitment.funding import award_views, views

urlpatterns = [
    path("funding/", views.funding, name="funding"),
    path("funding/basis/", views.basis_edit, name="funding-basis"),
    path("funding/ledger/add/", views.ledger_add, name="ledger-add"),
    path("funding/ledger/<int:pk>/", views.ledger_edit, name="ledger-edit"),
    path("researchers/<int:pk>/awards/add/", award_views.award_add, name="award-add"),
    path("awards/<int:pk>/", award_views.award_edit, name="award-edit"),
    path("awards/<int:pk>/delete/", award_views.award_delete, name="award-delete"),
]
