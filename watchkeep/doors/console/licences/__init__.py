"""Licences: how each product stands, what was bought of it, who has a seat, and what comes next."""
