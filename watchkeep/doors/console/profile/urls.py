"""Addresses of the pages on oneself."""

from django.urls import path

from watchkeep.doors.console.profile import factors, views

urlpatterns = [
    path("profile", views.profile, name="profile"),
    path("profile/security", views.security, name="profile-security"),
    path("profile/security/password", views.change_password, name="change-password"),
    path("profile/security/sessions/end-others", views.end_other_sessions, name="end-other-sessions"),
    path("profile/security/sessions/<str:key>/end", views.end_session, name="end-session"),
    path("profile/security/app", factors.add_totp, name="totp-add"),
    path("profile/security/app/remove", factors.remove_totp, name="totp-remove"),
    path("profile/security/passkeys/add", factors.add_passkey, name="passkey-add"),
    path("profile/security/passkeys/options", factors.passkey_options, name="passkey-options"),
    path("profile/security/passkeys/<int:key>/remove", factors.remove_passkey, name="passkey-remove"),
    path("profile/security/codes", factors.recovery_codes, name="recovery-codes"),
    path("profile/security/codes/new", factors.make_recovery_codes, name="recovery-codes-new"),
    path("profile/tokens", views.tokens, name="profile-tokens"),
    path("profile/tokens/new", views.issue_token, name="token-issue"),
    path("profile/tokens/<int:token>/revoke", views.revoke_token, name="token-revoke"),
]
