"""Whether a file is what its name says: the first bytes of each kind that may be uploaded."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
# None: plain text, which has no sign of its own and must not look like one of the others.
SIGNS: dict[str, tuple[bytes, ...] | None] = {
    "pdf": (b"%PDF-",),
    "docx": _ZIP,
    "xlsx": _ZIP,
    "zip": _ZIP,
    "doc": _OLD_OFFICE,
    "xls": _OLD_OFFICE,
    "csv": None,
    "txt": None,
}
#: How far into a PDF its sign may stand (readers tolerate what comes before).
_PDF_HEAD = 1024
LONGEST_SIGN = _PDF_HEAD


def fits(extension: str, head: bytes) -> bool:
    """Whether `head` (the first LONGEST_SIGN bytes) can be a file of this extension; unknown extensions never fit."""
    kind = extension.lower()
    if kind not in SIGNS:
        return False
    signs = SIGNS[kind]
    if signs is None:
        return b"\x00" not in head and not head.startswith((*_ZIP, *_OLD_OFFICE, b"%PDF-", b"MZ"))
    if kind == "pdf":
        return signs[0] in head[:_PDF_HEAD]
    return head.startswith(signs)
