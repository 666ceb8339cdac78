"""A mail server of a few lines: it keeps what it took, and does as it is told about the rest."""

import socketserver
import threading
import time
from email import message_from_bytes
from email.policy import default


class MailServer(socketserver.ThreadingTCPServer):
    """Answers on a free port. `refuse`: {address: answer}; `to_sender`: the answer to MAIL FROM;
    `at_data`: called when an e-mail has come, before it is acknowledged: what it returns is the
    answer, nothing cuts the line."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.taken: list = []
        self.refuse: dict[str, str] = {}
        self.to_sender = "250 OK"
        self.at_data = lambda mail: "250 Taken"
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def close(self):
        self.shutdown()
        self.server_close()

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.taken]

    def wait_for(self, count, seconds=30):
        until = time.monotonic() + seconds
        while len(self.taken) < count:
            assert time.monotonic() < until, f"{len(self.taken)} of {count} e-mails came"
            time.sleep(0.02)


class _Talk(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def handle(self):
        self.say("220 ready")
        to = []
        while line := self.rfile.readline().decode().strip():
            verb = line.upper()
            if verb.startswith("MAIL"):
                self.say(self.server.to_sender)
            elif verb.startswith("RCPT"):
                to.append(line.partition("<")[2].partition(">")[0])
                self.say(self.server.refuse.get(to[-1], "250 OK"))
            elif verb == "DATA":
                self.say("354 go on")
                if not self.take(to):
                    return
                to = []
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 OK")

    def take(self, to) -> bool:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b"."))
        mail = message_from_bytes(b"".join(lines), policy=default)
        mail.envelope = to
        answer = self.server.at_data(mail)
        if answer is None:
            return False
        if answer.startswith("2"):
            self.server.taken.append(mail)
        self.say(answer)
        return True
