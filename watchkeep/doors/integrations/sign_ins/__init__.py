"""Sign-in logs of identity providers: who signed in to which application, as each provider tells it."""
