"""The door itself: password, second factor, passkey, the way back in, and out."""
