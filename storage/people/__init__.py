"""People, members, roles and invitations, and the audit of what was done."""
