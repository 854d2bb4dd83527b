"""Roster files as rows of text: which kind of file it is, and one reader for each kind."""
