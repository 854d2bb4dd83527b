"""Runs every benchmark and prints figure, bound and verdict; 1 when a bound is broken."""

import importlib
import sys

MODULES = [
    "bench_health",
    "bench_import",
    "bench_ledger",
    "bench_pages",
    "bench_publish",
    "bench_query",
    "bench_search",
    "bench_receipt",
    "bench_kill",
    "bench_overload",
]


def main(chosen: list[str]) -> int:
    """Runs the chosen modules, or all."""
    print(f"{'figure':<58} {'value':>10} {'unit':<10} {'bound':>8}")
    over = False
    for name in chosen or MODULES:
        for figure in importlib.import_module(f"benchmarks.{name}").measure():
            print(figure.line(), flush=True)
            over |= figure.over
    return int(over)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
