"""The first page: what is on fire, what is mine, what breaches next, who is on call, what is planned."""
