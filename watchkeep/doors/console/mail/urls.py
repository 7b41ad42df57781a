"""Addresses of received mail."""

from django.urls import path

from watchkeep.doors.console.mail import views

urlpatterns = [
    path("mail", views.mails, name="mail"),
    path("mail/senders", views.senders, name="mail_senders"),
    path("mail/senders/rules/add", views.add_rule, name="mail_rule_add"),
    path("mail/senders/rules/<int:pk>/remove", views.remove_rule, name="mail_rule_remove"),
    path("mail/<int:pk>", views.mail, name="mail_one"),
    path("mail/<int:pk>/source", views.source, name="mail_source"),
    path("mail/<int:pk>/let-in", views.let_in, name="mail_let_in"),
    path("mail/<int:pk>/discard", views.discard, name="mail_discard"),
]
