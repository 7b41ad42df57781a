"""The sweep that carries out changes of many tickets."""

from watchkeep.work.desk import life

AT_ONCE = 25


def carry_out_due() -> int:
    """Do some tickets of the runs that are due, each in a transaction of its own; return how many.

    If the process dies between two of them, the rest is found due by the next sweep.
    """
    done = 0
    while done < AT_ONCE and life.step():
        done += 1
    return done
