"""OpenID Connect: the authorisation code flow with PKCE, state and nonce, towards one provider."""
