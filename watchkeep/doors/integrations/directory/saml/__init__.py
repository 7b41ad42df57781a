"""SAML 2.0, the web browser profile: a signed request by redirect, an assertion by POST, towards one provider.

The XML and its signatures are ``python3-saml``'s and libxmlsec's business. What those let pass, ``proving`` refuses.
"""
