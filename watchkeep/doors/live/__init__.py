"""Live pages: one stream per open page says which topics changed, never what they say now.

``hub`` hears PostgreSQL once per process, ``topics`` decides who may hear what, ``stream`` is the ASGI application.
If the process dies, browsers come back by themselves and ask for everything they show.
"""
