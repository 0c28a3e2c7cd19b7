"""corroborate: the statements and numbers of a story -> Claims, their origins, agreement, conflict, process steps."""
