"""Reviews, corrective actions, preventive tasks and patterns: lists, pages, and a page for each verb."""
