"""Addresses of articles."""

from django.urls import path

from watchkeep.doors.console.knowledge.views import finding, helping, picturing, reading, reviewing, templating, writing

urlpatterns = [
    path("articles", finding.listed, name="articles"),
    path("articles/new", writing.new, name="article-new"),
    path("articles/preview", writing.preview, name="article-preview"),
    path("articles/suggest", helping.suggest, name="article-suggest"),
    path("incidents/<str:number>/articles/<str:article>/use", helping.use, name="article-use"),
    path("incidents/<str:number>/articles/<str:article>/unuse", helping.unuse, name="article-unuse"),
    path("articles/inbox", reviewing.inbox, name="article-inbox"),
    path("articles/gaps", reviewing.gaps, name="article-gaps"),
    path("articles/gaps/recurring/<str:number>", reviewing.write_recurring, name="article-recurring"),
    path("articles/gaps/<int:pk>/take", reviewing.take_gap, name="article-gap-take"),
    path("articles/gaps/<int:pk>/dismiss", reviewing.dismiss_gap, name="article-gap-dismiss"),
    path("articles/feedback/<int:pk>/answer", reviewing.answer, name="article-feedback-answer"),
    path("articles/templates", templating.listed, name="article-templates"),
    path("articles/templates/new", templating.edit, name="article-template-new"),
    path("articles/templates/<int:pk>", templating.edit, name="article-template"),
    path("articles/templates/<int:pk>/delete", templating.remove, name="article-template-delete"),
    path("articles/<str:number>", reading.show, name="article"),
    path("articles/<str:number>/words", writing.words, name="article-words"),
    path("articles/<str:number>/known", writing.known, name="article-known"),
    path("articles/<str:number>/history", reading.history, name="article-history"),
    path("articles/<str:number>/history/<int:version>", reading.compare, name="article-version"),
    path("articles/<str:number>/history/<int:version>/restore", writing.restore, name="article-restore"),
    path("articles/<str:number>/rate", reading.rate, name="article-rate"),
    path("articles/<str:number>/media", picturing.listed, name="article-files"),
    path("articles/<str:number>/media/<int:pk>", picturing.show, name="article-media"),
    path("articles/<str:number>/media/<int:pk>/describe", picturing.describe, name="article-media-describe"),
    path("articles/<str:number>/media/<int:pk>/delete", picturing.remove, name="article-media-delete"),
    *(
        path(f"articles/<str:number>/{verb.strip('_')}", writing.step, {"verb": verb}, name=f"article-{verb}")
        for verb in writing.STEPS
    ),
]
