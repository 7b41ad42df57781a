"""Addresses of status pages and announcements."""

from django.urls import path

from watchkeep.doors.console.statuspages.views import pages, saying

HOME = "settings/status-pages"
urlpatterns = [
    path("announcements", saying.announcements, name="announcements"),
    path("announcements/new", saying.new, name="announcement_new"),
    path("announcements/<int:pk>", saying.announcement, name="announcement"),
    path("announcements/<int:pk>/post", saying.post, name="announcement_post"),
    path("announcements/<int:pk>/move", saying.move, name="announcement_move"),
    path("announcements/updates/<int:pk>/publish", saying.publish, name="update_publish"),
    path("announcements/updates/<int:pk>/change", saying.revise, name="update_change"),
    path("announcements/updates/<int:pk>/discard", saying.discard, name="update_discard"),
    path(HOME, pages.all_pages, name="status_pages"),
    path(f"{HOME}/add", pages.add, name="status_page_add"),
    path(f"{HOME}/<int:pk>", pages.one, name="status_page"),
    path(f"{HOME}/<int:pk>/change", pages.change, name="status_page_change"),
    path(f"{HOME}/<int:pk>/renew-key", pages.renew_key, name="status_page_key"),
    path(f"{HOME}/<int:pk>/groups/add", pages.add_group, name="status_group_add"),
    path(f"{HOME}/groups/<int:pk>/change", pages.change_group, name="status_group_change"),
    path(f"{HOME}/groups/<int:pk>/remove", pages.remove_group, name="status_group_remove"),
    path(f"{HOME}/<int:pk>/components/add", pages.add_component, name="status_component_add"),
    path(f"{HOME}/components/<int:pk>/change", pages.change_component, name="status_component_change"),
    path(f"{HOME}/components/<int:pk>/status", pages.set_status, name="status_component_status"),
    path(f"{HOME}/<int:pk>/copies/add", pages.add_copy, name="status_copy_add"),
    path(f"{HOME}/copies/<int:pk>/again", pages.copy_again, name="status_copy_again"),
    path(f"{HOME}/copies/<int:pk>/remove", pages.remove_copy, name="status_copy_remove"),
    path(f"{HOME}/<int:pk>/programs/add", pages.add_program, name="status_program_add"),
    path(f"{HOME}/subscribers/<int:pk>/remove", pages.remove_subscriber, name="status_subscriber_remove"),
]
