"""What a browser would send from a page: its forms with the values they show."""

from html.parser import HTMLParser


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[dict] = []
        self.open: dict | None = None
        self.select = self.text = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.open = {"action": given.get("action") or "", "method": "get", "sent": {}} | {
                key: value for key, value in given.items() if key in ("method", "id") and value
            }
            self.forms.append(self.open)
        if self.open is None:
            return
        sent = self.open["sent"]
        if tag == "input" and name:
            kind = given.get("type") or "text"
            if kind in ("checkbox", "radio") and "checked" not in given:
                sent.setdefault(name, [])
            elif kind not in ("submit", "button"):
                sent.setdefault(name, []).append(given.get("value") or "")
        elif tag == "select" and name:
            self.select = name
            sent.setdefault(name, [])
        elif tag == "option" and self.select and "selected" in given:
            sent[self.select].append(given.get("value") or "")
        elif tag == "textarea" and name:
            self.text = name
            sent[name] = [""]

    def handle_data(self, data):
        if self.text and self.open:
            self.open["sent"][self.text][0] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            # A browser leaves out the line break the page begins a text with.
            if self.open:
                whole = self.open["sent"][self.text][0]
                self.open["sent"][self.text] = [whole.removeprefix("\n").removeprefix("\r\n")]
            self.text = ""


def forms_on(answer) -> list[dict]:
    """The forms of a page: {"action", "method", "id", "sent": {name: [values]}}."""
    parser = _Forms()
    parser.feed(answer.content.decode())
    return parser.forms
