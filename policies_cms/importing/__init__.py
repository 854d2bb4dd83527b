"""Texts made elsewhere, read as what they are: lines, numbers, tables."""
