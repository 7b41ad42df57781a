"""The agent's day for programs: all kinds of ticket, macros, changes of many, time worked."""
