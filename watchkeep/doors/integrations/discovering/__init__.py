"""Discovery by schedule: runs are taken from the queue and carried out, each by the kind of its job.

A new kind is a chapter of ``estate/discovery/rules/kinds`` with what it asks for, and a module of an integration with
one function, ``look``, named in ``ports``. It is given a ``Task`` and yields ``Part`` after ``Part``: what it found, in
the words of ``Found``, what it is at, and how far. It writes nothing, and knows no run: each part is taken in whole, by
way of identification, before the next is asked for. What it must know besides:

* ``task.check()`` between two steps, and no wait without ``task.seconds_left``: it raises when the run is to end.
* ``task.note(words)`` for what went wrong with one thing while the others went on; ``raise CannotLook(words)`` when
  there is nothing to be had at all.
* ``task.may_reach(address)`` before anything is sent to an address that was not named, and for what came back.
"""
