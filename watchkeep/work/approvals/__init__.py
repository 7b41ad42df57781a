"""Approvals: somebody who gains nothing by it agrees, or says why not, before work goes on.

Owns who is asked for an approval, stage by stage, their answers, who stands in for whom, and the links with which one
answers from a mail. It works on any ticket and must not know what is approved: the slice that needs an agreement calls
``life.ask`` inside its own verb with what would be agreed to, and hears ``Approved``, ``Refused`` and ``Expired``.
"""
