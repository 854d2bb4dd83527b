"""What is fast, measured: `make bench` prints one table."""
