"""Problems: their queue, the page of one, a page for each verb, and known errors in the incident room."""
