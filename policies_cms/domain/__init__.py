"""Rules about pages that need no framework."""
