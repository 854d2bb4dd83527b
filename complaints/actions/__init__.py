"""Every change of a case or a key."""
