"""The parts of `verify_ledger`: the log, the lists and notices in it, the pages that people see."""
