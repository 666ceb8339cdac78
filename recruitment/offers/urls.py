"""Addresses of this capability."""

from django.urls import path

from recruitment.offers import answer_views, condition_views, views

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("applications/<int:pk>/offer/", views.offer_add, name="offer-add"),
    path("offers/<int:pk>/", views.offer, name="offer"),
    path("offers/<int:pk>/letter/", views.offer_letter, name="offer-letter"),
    path("offers/<int:pk>/letter.pdf", views.offer_letter_pdf, name="offer-letter-pdf"),
    path("answer/<int:link>/", answer_views.offer_answer, name="offer-answer"),
    path("answer/<int:link>/letter/", answer_views.offer_answer_letter, name="offer-answer-letter"),
    path("offers/<int:pk>/edit/", views.offer_edit, name="offer-edit"),
    path("offers/<int:pk>/conditions/add/", condition_views.condition_add, name="condition-add"),
    path("offers/<int:pk>/do/<slug:verb>/", views.offer_do, name="offer-do"),
    path("conditions/<int:pk>/", condition_views.condition_edit, name="condition-edit"),
    path("conditions/<int:pk>/delete/", condition_views.condition_delete, name="condition-delete"),
]
