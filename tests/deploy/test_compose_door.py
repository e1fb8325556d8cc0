"""What NGINX promises before the application, by deploy/compose/nginx.conf itself: only addresses are others here."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.pods import NGINX, PROJECT
from tests.ground.processes import eventually
from tests.ground.test_serve import free_port

pytestmark = pytest.mark.skipif(NGINX is None, reason="NGINX is not installed")

COMPOSE = PROJECT / "deploy/compose"
HSTS = "max-age=31536000; includeSubDomains"


class Web(ThreadingHTTPServer):
    """Stands in for a web server: keeps what it was asked, and answers, or breaks off."""

    daemon_threads = True

    def __init__(self, *, breaks_off: bool = False) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.breaks_off = breaks_off
        self.asked: list[tuple[str, str, dict[str, str], int]] = []
        self.may_end = threading.Event()
        self.port = self.server_address[1]


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.asked.append((self.command, self.path, dict(self.headers), length))
        if self.server.breaks_off:
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Strict-Transport-Security", HSTS)
        if self.path.endswith("/import"):
            self.send_header("X-Accel-Buffering", "no")
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b'{"row":1}\n')
            self.server.may_end.wait(10)
            self.wfile.write(b'{"row":2}\n')
        else:
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    do_GET = do_POST = answer  # noqa: N815 -- the library looks for these names

    def log_message(self, *_: Any) -> None:
        pass


class Door:
    """A running NGINX, as somebody outside meets it."""

    def __init__(self, directory: Path, http_port: int, https_port: int) -> None:
        self.directory, self.http_port, self.https_port = directory, http_port, https_port
        self.trusted = ssl.create_default_context(cafile=str(directory / "tls/tls.crt"))

    def connect(self) -> HTTPSConnection:
        return HTTPSConnection("localhost", self.https_port, context=self.trusted, timeout=10)

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, list[str]], Any]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(self.connect()) as connection:
            connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            told: dict[str, list[str]] = {}
            for name, value in answer.getheaders():
                told.setdefault(name.lower(), []).append(value)
            return answer.status, told, json.loads(answer.read())

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.https_port)) == 0

    @property
    def log(self) -> str:
        return (self.directory / "log").read_text()


@contextmanager
def door(directory: Path, *ports: int) -> Iterator[Door]:
    """Run NGINX by the product's conf, before web servers on these ports."""
    http_port, https_port = free_port(), free_port()
    (directory / "tls").mkdir()
    (directory / "tmp").mkdir()
    script = (COMPOSE / "make-certificate.sh").read_text().replace("cd /tls", f"cd {directory}/tls")
    subprocess.run(["sh", "-c", script], check=True, capture_output=True)
    upstream = "server web:5000 max_fails=0 resolve;"
    changes = {
        "/dev/stdout": f"{directory}/log",
        "/dev/stderr": f"{directory}/log",
        "/tls/": f"{directory}/tls/",
        "/tmp/": f"{directory}/tmp/",
        "listen 8080": f"listen 127.0.0.1:{http_port}",
        "listen 8443": f"listen 127.0.0.1:{https_port}",
        upstream: "".join(upstream.replace("web:5000", f"127.0.0.1:{port}").replace(" resolve", "") for port in ports),
    }
    if _version() < (1, 25):
        changes["http2 on;"] = ""  # Debian's NGINX says it otherwise
    text = (COMPOSE / "nginx.conf").read_text()
    assert [part for part in changes if part not in text] == []
    conf = directory / "nginx.conf"
    conf.write_text(re.sub("|".join(map(re.escape, changes)), lambda part: changes[part[0]], text))
    rights = " user root;" if os.geteuid() == 0 else ""  # nobody else may enter the test's folder
    assert NGINX
    process = subprocess.Popen([NGINX, "-p", str(directory), "-c", str(conf), "-g", f"daemon off;{rights}"])
    running = Door(directory, http_port, https_port)
    try:
        eventually(lambda: process.poll() is not None or running.listens(), seconds=10)
        assert process.poll() is None
        yield running
    finally:
        process.terminate()
        process.wait(10)


def _version() -> tuple[int, ...]:
    told = subprocess.run([str(NGINX), "-v"], capture_output=True, text=True).stderr
    return tuple(int(part) for part in told.rpartition("/")[2].split()[0].split("."))


Serve = Callable[..., tuple[Door, list[Web]]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Call it with the web servers that shall stand behind the door."""
    with ExitStack() as stack:

        def begin(*webs: Web) -> tuple[Door, list[Web]]:
            for web in webs:
                thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.05})
                thread.start()
                stack.callback(thread.join)
                stack.callback(web.server_close)
                stack.callback(web.shutdown)
            return stack.enter_context(door(tmp_path, *(web.port for web in webs))), list(webs)

        yield begin


def test_plain_http_is_sent_to_tls_with_its_whole_address(serve):
    door, (web,) = serve(Web())
    with closing(HTTPConnection("127.0.0.1", door.http_port, timeout=10)) as connection:
        connection.request("POST", "/api/patients?limit=5", b"{}", {"Host": "clinic.example"})
        answer = connection.getresponse()
    # 308 keeps the method: a booking does not become a read
    assert (answer.status, answer.headers["Location"]) == (308, "https://clinic.example:8443/api/patients?limit=5")
    assert not web.asked


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_tls_begins_at_1_2(serve):
    door, _ = serve(Web())
    agreed = []
    for version in ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3:
        client = ssl.create_default_context(cafile=str(door.directory / "tls/tls.crt"))
        client.set_ciphers("ALL:@SECLEVEL=0")
        client.minimum_version = client.maximum_version = version
        with socket.create_connection(("127.0.0.1", door.https_port), timeout=10) as plain:
            try:
                with client.wrap_socket(plain, server_hostname="localhost") as tls:
                    agreed.append(tls.version())
            except ssl.SSLError as error:
                agreed.append(error.reason)
    old = "TLSV1_ALERT_PROTOCOL_VERSION"
    assert agreed == [old, old, "TLSv1.2", "TLSv1.3"]


def test_every_answer_over_tls_tells_browsers_to_stay_there_once(serve):
    door, (web,) = serve(Web())
    told = {
        "the application's": door.ask("GET", "/api/patients"),
        "too large": door.ask("POST", "/api/patients", b"x" * 1_100_000),
    }
    web.breaks_off = True
    told["away"] = door.ask("GET", "/api/patients")
    assert {name: (status, headers["strict-transport-security"]) for name, (status, headers, _) in told.items()} == {
        "the application's": (200, [HSTS]),
        "too large": (413, [HSTS]),
        "away": (503, [HSTS]),
    }


@pytest.mark.parametrize(
    ("path", "most"),
    [("/api/patients", 1_000_000), ("/api/patients/import", 32_000_000), ("/api/v1/patients/import", 32_000_000)],
)
def test_what_the_application_may_take_passes_and_more_is_refused_in_its_words(serve, path, most):
    door, (web,) = serve(Web())
    web.may_end.set()
    with closing(door.connect()) as connection:
        connection.request("POST", path, b"x" * most)
        assert connection.getresponse().status == 200
    assert [length for *_, length in web.asked] == [most]
    status, _, refused = door.ask("POST", path, b"x" * (most + most // 10))
    assert (status, refused["success"], refused["code"], len(refused["request_id"])) == (413, False, "too_large", 32)
    assert len(web.asked) == 1


def test_the_application_hears_who_asks_from_the_door_alone(serve):
    door, (web,) = serve(Web())
    door.ask("GET", "/", X_Forwarded_For="203.0.113.9", X_Forwarded_Proto="http", X_Forwarded_Host="evil.example")
    _, _, headers, _ = web.asked[0]
    told = [headers[f"X-Forwarded-{name}"] for name in ("For", "Proto", "Host")]
    assert told == ["127.0.0.1", "https", f"localhost:{door.https_port}"]


@pytest.mark.parametrize(
    ("method", "path", "key", "is_repeated"),
    [
        ("GET", "/api/patients", "", True),
        ("POST", "/api/patients/search", "", True),
        ("POST", "/api/appointments", "k1", True),
        ("POST", "/api/appointments", "", False),
        ("POST", "/api/auth/refresh", "", False),
    ],
)
def test_another_web_server_is_asked_only_where_nothing_can_happen_twice(serve, method, path, key, is_repeated):
    door, webs = serve(Web(breaks_off=True), Web(breaks_off=True))
    headers = {"Idempotency_Key": key} if key else {}
    status, told, answer = door.ask(method, path, b"{}" if method == "POST" else b"", **headers)
    assert [len(web.asked) for web in webs].count(1) == (2 if is_repeated else 1)
    assert (status, told["retry-after"], answer["code"]) == (503, ["2"], "unavailable")


def test_a_web_server_that_is_gone_costs_nobody_a_request(serve):
    """Whatever was not sent can be sent to another; none is left out for a while because it failed."""
    door, (gone, web) = serve(Web(), Web())
    gone.shutdown()
    gone.server_close()
    assert {door.ask("POST", "/api/appointments", b"{}")[0] for _ in range(10)} == {200}
    assert len(web.asked) == 10


def test_the_lines_of_an_import_come_as_they_are_made(serve):
    door, (web,) = serve(Web())
    with closing(door.connect()) as connection:
        connection.request("POST", "/api/patients/import", b"{}")
        answer = connection.getresponse()
        assert answer.readline() == b'{"row":1}\n'
        assert not web.may_end.is_set()
        web.may_end.set()
        assert answer.readline() == b'{"row":2}\n'


def test_the_door_writes_no_query_string_into_its_log(serve):
    door, (web,) = serve(Web())
    door.ask("GET", "/api/patients?q=Grace", X_Request_Id="desk-4711")
    web.breaks_off = True
    door.ask("GET", "/api/patients?q=Grace")
    eventually(lambda: door.log.count("\n") == 2, seconds=5)
    first, second = (json.loads(line) for line in door.log.splitlines())
    assert "Grace" not in door.log
    assert (first["request_id"], first["path"], first["status"]) == ("desk-4711", "/api/patients", 200)
    assert (second["path"], second["status"]) == ("/api/patients", 503)
