"""How the desk is: versions, space, timed work, slow pages; each fact with what to do about it."""
