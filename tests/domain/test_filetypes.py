import pytest

from policies_cms.domain.filetypes import fits


@pytest.mark.parametrize(
    ("extension", "head", "good"),
    [
        ("pdf", b"%PDF-1.7\n", True),
        ("PDF", b"\n\n%PDF-1.4", True),
        ("pdf", b"PK\x03\x04", False),
        ("docx", b"PK\x03\x04rest", True),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", False),
        ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("doc", b"<html>", False),
        ("csv", "姓名,村\n".encode(), True),
        ("csv", "姓名".encode("gb18030"), True),
        ("txt", b"MZ\x90", False),
        ("csv", b"PK\x03\x04", False),
        ("exe", b"MZ", False),
        ("html", b"<html>", False),
    ],
)
def test_a_file_is_what_its_name_says(extension, head, good):
    assert fits(extension, head) == good
