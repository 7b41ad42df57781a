"""Routes: which alert goes where, tried on what has been before it is believed."""
