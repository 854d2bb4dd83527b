"""One module a database: the same tokens, two query languages."""
