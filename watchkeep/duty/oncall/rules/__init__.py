"""Pure decisions of on call: `rotation` says who is on duty, `paging` what an escalation does next."""
