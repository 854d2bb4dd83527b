"""Why a file cannot be read as a roster."""

from enum import StrEnum


class FileCode(StrEnum):
    """What is the matter with the file as a whole."""

    EMPTY = "empty-file"
    LARGE = "file-too-large"
    ENCRYPTED = "password-protected"
    OLD_EXCEL = "old-xls"
    BINARY_EXCEL = "binary-xlsb"
    ODS = "ods-file"
    PDF = "pdf-file"
    WRONG_TYPE = "wrong-type"
    BROKEN = "broken-file"
    BOMB = "unpacks-too-large"


class UnreadableFile(Exception):
    """The file is no workbook or table that can be read; `code` says why."""

    def __init__(self, code: FileCode) -> None:
        super().__init__(code.value)
        self.code = code
