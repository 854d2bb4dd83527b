"""Papers of the pages."""
