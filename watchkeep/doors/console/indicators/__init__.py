"""Indicators: the figures by which services are measured, and what they were."""
