"""What editors send beside pages: files, and texts to be made into pages."""
