"""On-call pages: who is on call, schedules and their drawing, standing in, calendar addresses."""
