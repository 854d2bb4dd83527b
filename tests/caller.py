"""A sender without a browser: speaks HTTP to a running portal, reads its forms, solves the sum in words.

Standard library only, so that a benchmark can run many of them.
"""

import http.client
import re
import secrets
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

DIGITS = "零一二三四五六七八九十"
SUM = re.compile(rf"([{DIGITS}])(加|减)([{DIGITS}])")
TIP = {"problem": "favour", "whom": "household", "text": "家里有两辆车"}


@dataclass(frozen=True)
class File:
    """What is sent in a file field."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    page: str

    @property
    def text(self) -> str:
        return unescape(re.sub(r"<[^>]+>", " ", self.page))

    @property
    def code(self) -> str:
        """The receipt's digits, or nothing."""
        found = re.search(r'id="receipt-code"[^>]*>(.*?)</div>', self.page, re.S)
        return "".join(re.findall(r"\d{5}", found[1])) if found else ""


@dataclass
class Form:
    """A form of a page: where it goes, its fields as filled in, its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._area = ""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        name = values.get("name") or ""
        if tag == "form":
            self.forms.append(Form(values.get("action") or ""))
        elif self.forms and name:
            form = self.forms[-1]
            form.names.add(name)
            if tag == "button":
                form.buttons.append((name, values.get("value") or ""))
            elif tag == "textarea":
                self._area = name
                form.fields[name] = ""
            elif tag == "input" and (values.get("type") not in ("radio", "checkbox", "file") or "checked" in values):
                form.fields[name] = values.get("value") or ""

    def handle_data(self, data):
        if self._area:
            self.forms[-1].fields[self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = ""


def form_with(page: str, name: str) -> Form | None:
    """The form that has a field, or a button's value, of that name."""
    parser = Forms()
    parser.feed(page)
    return next(
        (form for form in parser.forms if name in form.names or name in dict(map(reversed, form.buttons))), None
    )


def solution(page: str) -> str:
    """The sum of the page, as one answers it who can't see the picture."""
    first, sign, second = SUM.search(re.sub(r"<[^>]+>", "", page)).groups()
    one, other = DIGITS.index(first), DIGITS.index(second)
    return str(one + other if sign == "加" else one - other)


def multipart(values: dict[str, str], files: list[File], name: str = "files") -> tuple[bytes, str]:
    """A body with files, and its content type."""
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in values.items()
    ]
    for file in files:
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file.name}"\r\n'
        parts.append(f"{head}Content-Type: {file.content_type}\r\n\r\n".encode() + file.data + b"\r\n")
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


class Caller:
    """One visit."""

    def __init__(self, url: str, *, timeout: float = 60, headers: dict[str, str] | None = None) -> None:
        where = urlsplit(url)
        self._line = http.client.HTTPConnection(where.hostname, where.port, timeout=timeout)
        self._headers = headers or {}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request; a broken connection raises OSError or http.client.HTTPException; the next call dials anew."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._line.request(method, path, body, {**self._headers, **given})
            answer = self._line.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode(errors="replace"))
        except (OSError, http.client.HTTPException):
            self._line.close()
            raise

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, values: dict[str, str]) -> Answer:
        kind = "application/x-www-form-urlencoded"
        return self.ask("POST", path, urlencode(values).encode(), Content_Type=kind)

    def check_page(self, path: str = "/tip/", answers: dict[str, str] = TIP, files: list[File] | None = None) -> Answer:
        """Answers every question with `answers` (others stay open), gives the files, and stops before sending."""
        at = self.get(path)
        for _ in range(20):
            if at.status != 200:
                return at
            if form_with(at.page, "captcha"):
                return at
            form = form_with(at.page, "next") or form_with(at.page, "to:whom")
            assert form, at.text
            buttons = [value for _name, value in form.buttons]
            known = {name: value for name, value in answers.items() if name in form.names}
            go = "next" if "next" in buttons else "to:whom"
            given = {**form.fields, **known, "go": go}
            if files and "files" in form.names:
                body, kind = multipart(given, files)
                at = self.ask("POST", path, body, Content_Type=kind)
            else:
                at = self.post(path, given)
        raise AssertionError(f"no end of questions: {at.text}")

    def send(self, page: str, path: str = "/tip/", **changed: str) -> Answer:
        """Solves the sum of a check page and sends it."""
        return self.post(path, self.filled(page, **changed))

    def filled(self, page: str, **changed: str) -> dict[str, str]:
        """The last page's fields with the answer to its sum."""
        form = form_with(page, "captcha")
        return {**form.fields, "go": "send", "captcha": solution(page), **changed}
