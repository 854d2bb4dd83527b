"""Two engines behind one question: the database's own full text, and Elasticsearch."""
