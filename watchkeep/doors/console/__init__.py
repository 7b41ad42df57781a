"""Where agents work: one folder per feature.

A feature is a folder with ``urls.py`` (``urlpatterns``, names unique in the namespace ``console``), ``views.py``,
``forms.py`` and ``templates/<feature>/…``. It may have ``nav.py`` (``RAIL``, ``SETTINGS``: where the frame leads to it),
``palette.py`` (``find(actor, words)``: what the palette and the search find of it) and ``static/console/…``. ``features.py`` finds
them: nobody edits a list. Who draws what is not told here but in the feature; how it looks is ``doors.ui``.
"""
