"""The audit trail: who came in, who could not, who may do what since when."""
