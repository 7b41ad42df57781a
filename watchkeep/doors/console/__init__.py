"""Where agents work: one folder per feature. ``features.py`` finds them, so that nobody edits a list.

A feature has ``urls.py`` (``urlpatterns``, names unique in the namespace ``console``), ``views.py``, ``forms.py`` and
``templates/<feature>/``. It may have ``nav.py`` (``RAIL`` and ``SETTINGS``: where the frame leads to it),
``palette.py`` (``find``: what palette and search find of it) and ``static/console/``.
"""
