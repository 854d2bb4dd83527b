"""A browser without script or cookies for tests: it reads forms from a page and sends them."""

import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client

from complaints import tokens


class _Forms(HTMLParser):
    """Forms of a page: action, fields with their values, buttons by name and value."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self._area = None

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self.forms.append(
                {"action": values.get("action") or "", "fields": {}, "buttons": [], "names": set(), "boxes": []}
            )
        elif self.forms and values.get("name"):
            form, name = self.forms[-1], values["name"]
            form["names"].add(name)
            if tag == "button":
                form["buttons"].append((name, values.get("value", "")))
            elif tag == "textarea":
                self._area = name
                form["fields"][name] = ""
            elif tag == "input" and values.get("type") in ("radio", "checkbox"):
                form["boxes"].append([name, values["value"]])
                if "checked" in values:
                    form["fields"][name] = values["value"]
            elif tag == "input" and values.get("type") != "file":
                form["fields"][name] = values.get("value") or ""

    def handle_data(self, data):
        if self._area:
            self.forms[-1]["fields"][self._area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None


class Visitor:
    """Follows pages by their forms; keeps what was received."""

    def __init__(self):
        self.client = Client(enforce_csrf_checks=True)
        self.response = None
        self.url = ""

    @property
    def page(self):
        return self.response.content.decode()

    @property
    def text(self):
        return unescape(re.sub(r"<[^>]+>", " ", self.page))

    @property
    def heading(self):
        return unescape(re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.S)[1]).strip()

    def open(self, url):
        self.url = url
        self.response = self.client.get(url)
        return self.check()

    def form(self, holding):
        parser = _Forms()
        parser.feed(self.page)
        for form in parser.forms:
            if holding in form["names"] or any(value == holding for _, value in form["buttons"]):
                return form
        raise AssertionError(f"no form with {holding}")

    def send(self, holding, **values):
        """Sends the form that has a field or a button's value `holding`."""
        form = self.form(holding)
        data = {**form["fields"], **values}
        pressed = [pair for pair in form["buttons"] if pair[1] == holding] or form["buttons"][:1]
        if pressed and pressed[0][0] not in values:
            data[pressed[0][0]] = pressed[0][1]
        self.url = urljoin(self.url, form["action"])
        self.response = self.client.post(self.url, data)
        return self.check()

    def check(self):
        """What holds for every page here, whatever it says."""
        assert "Set-Cookie" not in self.response.headers
        assert not self.client.cookies
        assert self.response["Cache-Control"] == "no-store"
        assert self.response["Referrer-Policy"] == "same-origin"
        assert "<script" not in self.page
        assert " style=" not in self.page
        assert self.page.count("<h1") == 1
        return self

    def solution(self):
        """The sum's answer, from the sealed field."""
        token = self.form("captcha")["fields"]["challenge"]
        return tokens.unseal(token, purpose="captcha", windows=1)["answers"][1]

    def on_to_check(self, files=None):
        """Through the questions that may be left empty, giving the files where they are asked for."""
        for _page in range(6):
            if 'name="captcha"' in self.page:
                return self
            self.send("next", **({"files": files} if files and 'name="files"' in self.page else {}))
        raise AssertionError(self.text)

    def submit(self, files=None, **values):
        """From wherever only optional questions are left: sends."""
        self.on_to_check(files)
        return self.send("captcha", **{"captcha": self.solution(), **values})

    def code(self):
        found = re.search(r'id="receipt-code">(.*?)</div>', self.page, re.S)[1]
        return " ".join(re.findall(r"\d{5}", found))
