"""Addresses of the door."""

from django.urls import path

from watchkeep.doors.console.sign_in import views

urlpatterns = [
    path("login", views.login, name="login"),
    path("login/arrived", views.login_arrived, name="login-arrived"),
    path("login/code", views.login_code, name="login-code"),
    path("login/passkey/options", views.login_passkey_options, name="login-passkey-options"),
    path("login/passkey", views.login_passkey, name="login-passkey"),
    path("password", views.forgotten, name="forgotten"),
    path("password/<str:link>", views.choose_password, name="choose-password"),
    path("logout", views.logout, name="logout"),
]
