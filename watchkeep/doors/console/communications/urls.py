"""Addresses of communication."""

from django.urls import path

from watchkeep.doors.console.communications.views import defining, following, writing

urlpatterns = [
    path("incidents/<str:number>/messages", writing.messages, name="incident-messages"),
    path("incidents/<str:number>/messages/write", writing.write, name="incident-message-write"),
    path("messages/<int:pk>", writing.message, name="message"),
    path("messages/<int:pk>/send", writing.send, name="message-send"),
    path("messages/<int:pk>/return", writing.return_, name="message-return"),
    path("messages/<int:pk>/discard", writing.discard, name="message-discard"),
    path("messages/<int:pk>/withdraw", writing.withdraw, name="message-withdraw"),
    path("messages/<int:pk>/correct", writing.correct, name="message-correct"),
    path("settings/audiences", defining.audiences, name="audiences"),
    path("settings/audiences/add", defining.add_audience, name="audience-add"),
    path("settings/audiences/<int:pk>", defining.change_audience, name="audience"),
    path("settings/texts", defining.templates, name="message-templates"),
    path("settings/texts/add", defining.add_template, name="message-template-add"),
    path("settings/texts/<int:pk>", defining.change_template, name="message-template"),
    path("settings/texts/<int:pk>/remove", defining.remove_template, name="message-template-remove"),
    path("services/<slug:slug>/customers", defining.customers, name="service-customers"),
    path("following", following.services, name="following"),
    path("following/<int:pk>/start", following.start, name="following-start"),
    path("following/<int:pk>/stop", following.stop, name="following-stop"),
    path("unsubscribe/<str:token>", following.unsubscribe, name="unsubscribe"),
]
