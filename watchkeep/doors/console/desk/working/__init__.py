"""Work on a ticket as it goes on: who is here, what is being written, how long it takes."""
