"""Rules of cases: standard library only; time and randomness are arguments."""
