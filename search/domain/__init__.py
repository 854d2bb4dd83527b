"""Text analysis without the framework."""
