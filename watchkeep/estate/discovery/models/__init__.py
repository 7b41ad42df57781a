"""Rows of discovery."""

from watchkeep.estate.discovery.models.found import DOCKING, OWN, VIRTUAL, Found, Link, Nic, Program

__all__ = ["DOCKING", "OWN", "VIRTUAL", "Found", "Link", "Nic", "Program"]
