"""The addresses of the portals."""

from django.urls import path

from watchkeep.doors.portal import installing, speaking
from watchkeep.doors.portal.views import (
    approvals,
    articles,
    asking,
    catalogue,
    holdings,
    home,
    proving,
    searching,
    surveys,
    tickets,
)

app_name = "portal"
urlpatterns = [
    path("portal/", home.home, name="home"),
    path("portal/language", speaking.choose, name="language"),
    path("portal/logo", installing.logo, name="logo"),
    path("portal/manifest.webmanifest", installing.manifest, name="manifest"),
    path("portal/sw.js", installing.worker, name="worker"),
    path("portal/offline", installing.offline, name="offline"),
    path("portal/search", searching.search, name="search"),
    path("portal/suggest", searching.suggest, name="suggest"),
    path("portal/articles/<str:number>", articles.show, name="article"),
    path("portal/articles/<str:number>/word", articles.say, name="article-say"),
    path("portal/articles/<str:number>/media/<int:pk>", articles.media, name="article-media"),
    path("portal/catalogue", catalogue.shelves, name="catalogue"),
    path("portal/catalogue/shelf/<slug:slug>", catalogue.shelf, name="shelf"),
    path("portal/catalogue/<slug:slug>", catalogue.item, name="item"),
    path("portal/catalogue/<slug:slug>/pictures/<int:pk>", catalogue.picture, name="item-picture"),
    path("portal/order/<slug:slug>", catalogue.order, name="order"),
    path("portal/order/<slug:slug>/send", catalogue.send, name="order-send"),
    path("portal/have", holdings.mine, name="have"),
    path("portal/have/<int:pk>/accept", holdings.accept, name="have-accept"),
    path("portal/have/<int:pk>/object", holdings.object_, name="have-object"),
    path("portal/have/<int:pk>/give-back", holdings.give_back, name="give-back"),
    path("portal/order/<slug:slug>/prove", proving.prove, name="prove"),
    path("portal/order/<slug:slug>/prove/code", proving.send_code, name="prove-code"),
    path("portal/order/<slug:slug>/prove/passkey/options", proving.passkey_options, name="prove-passkey-options"),
    path("portal/order/<slug:slug>/prove/passkey", proving.passkey, name="prove-passkey"),
    path("portal/ask", asking.ask, name="ask"),
    path("portal/approvals", approvals.inbox, name="approvals"),
    path("portal/approvals/<int:pk>", approvals.show, name="approval"),
    path("portal/approvals/<int:pk>/answer", approvals.answer, name="approval-answer"),
    path("portal/how/<str:token>", surveys.say, name="survey"),
    path("portal/requests", tickets.mine, name="tickets"),
    path("portal/requests/<str:number>", tickets.show, name="ticket"),
    path("portal/requests/<str:number>/reply", tickets.reply, name="ticket-reply"),
    path("portal/requests/<str:number>/withdraw", tickets.withdraw, name="ticket-withdraw"),
    path("portal/requests/<str:number>/people", tickets.add_person, name="ticket-people"),
    path("portal/requests/<str:number>/files/<int:pk>", tickets.file, name="ticket-file"),
]
