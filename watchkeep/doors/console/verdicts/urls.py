"""Addresses of verdicts, reviews of changes and suspects."""

from django.urls import path

from watchkeep.doors.console.verdicts import questions, suspecting, views

urlpatterns = [
    path("verdicts", views.verdicts, name="verdicts"),
    path("verdicts/reviews", views.reviews, name="change-reviews"),
    path("verdicts/<change:number>", views.verdict, name="verdict"),
    path("verdicts/<change:number>/review", views.review, name="change-review"),
    path("settings/change-questions", questions.questions, name="change-questions"),
    path("settings/change-questions/add", questions.add, name="change-question-add"),
    path("settings/change-questions/<int:pk>", questions.edit, name="change-question"),
    path("incidents/<str:number>/suspects/<str:change>/<slug:verb>", suspecting.say, name="suspect-say"),
]
