"""Reads a PDF from standard input and writes one page as a picture; imports nothing of the portal.

Started by `pages.py` in isolation. Limits are set before the first byte is read. The output is a line of JSON with the
number of pages, then a PNG.
"""

import io
import json
import resource
import sys

import pypdfium2

MEMORY = 1024 * 1024 * 1024
SECONDS = 20
WIDTH = 1400
"""Pixels: enough to read a page of A4."""
LONGEST = 4000


def limit() -> None:
    """No more memory, time or files than a page needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Draws the page that the first argument names."""
    limit()
    paper = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = paper[int(sys.argv[1]) - 1]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), LONGEST / max(height, 1))
    buffer = io.BytesIO()
    page.render(scale=scale).to_pil().save(buffer, "PNG")
    sys.stdout.buffer.write(json.dumps({"pages": len(paper)}).encode() + b"\n" + buffer.getvalue())


if __name__ == "__main__":
    main()
