"""Communication: words for audiences in the room, and the audiences and words themselves in the settings."""
