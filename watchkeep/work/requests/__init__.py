"""Requests: people ask for something, from the catalogue or in their own words, and get it or hear why not.

Owns the catalogue (items, their editions with form, price, rule of entitlement and of approval), the life of a request,
and what people hold. It must not know who carries it out or how: ``Cleared`` says that nothing stands in the way any
more, and whoever fulfils calls ``life.start`` and ``life.fulfil``.

What others build on:

* ``life.open_(by=…, title=…, description=…, item=None, answers=None, requester=None, source=…)`` opens a request;
  without an item it is "something else" in the asker's own words (from a mail, a call, the portal).
* ``queries.catalogue(actor)`` is what somebody may order, ``queries.entitlement(edition, person)`` what is left.
* ``queries.flow(edition, answers, at)`` says which question comes next; ``life.check`` says what is wrong with answers.
* Facts: ``Opened``, ``Cleared`` (start fulfilling), ``Held``, ``Resumed``, ``Fulfilled``, ``Refused``, ``Cancelled``,
  ``Reopened``, ``Closed``, ``Turned``, ``GivenBack``.
"""
