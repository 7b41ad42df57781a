"""The addresses of the portals."""

from django.urls import path

from watchkeep.doors.portal import installing, speaking
from watchkeep.doors.portal.views import articles, home, searching, tickets

app_name = "portal"
urlpatterns = [
    path("portal/", home.home, name="home"),
    path("portal/language", speaking.choose, name="language"),
    path("portal/manifest.webmanifest", installing.manifest, name="manifest"),
    path("portal/search", searching.search, name="search"),
    path("portal/suggest", searching.suggest, name="suggest"),
    path("portal/articles/<str:number>", articles.show, name="article"),
    path("portal/articles/<str:number>/word", articles.say, name="article-say"),
    path("portal/articles/<str:number>/media/<int:pk>", articles.media, name="article-media"),
    path("portal/requests", tickets.mine, name="tickets"),
    path("portal/requests/<str:number>", tickets.show, name="ticket"),
    path("portal/requests/<str:number>/reply", tickets.reply, name="ticket-reply"),
    path("portal/requests/<str:number>/files/<int:pk>", tickets.file, name="ticket-file"),
]
