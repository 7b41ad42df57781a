"""Fulfilment: what is asked for in the catalogue is done by a plan, checked, and taken back when a step fails.

Owns which item of the catalogue is fulfilled by which plan. Steps, their order, their undoing and their record are
automation's; what a request is and what it needs before it may begin, requests know.
"""
