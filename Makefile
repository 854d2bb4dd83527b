.PHONY: run test check bench migrations messages clean

run:
	@scripts/bootstrap.sh && scripts/run.sh

test:
	@scripts/bootstrap.sh && scripts/system_packages.sh && scripts/test.sh

check:
	@scripts/bootstrap.sh && scripts/system_packages.sh && scripts/check.sh

bench:
	@scripts/bootstrap.sh && .venv/bin/python -m benchmarks

migrations:
	@scripts/remake_migrations.sh

messages:
	@.venv/bin/python scripts/messages.py missing
