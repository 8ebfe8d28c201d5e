"""The lab's web service: keeps every write, in a file and (where REDIS_HOST is set) in Redis.

/healthz  200 "ok" once both stores answer, 503 otherwise
/write    appends one line, fsynced, and answers its number; ?text= gives the line's text
/count    the number of lines kept
/lines    the lines themselves
"""

import os
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

DATA = os.environ.get("DATA", "/data")
PORT = int(os.environ.get("PORT", "8080"))
REDIS = os.environ.get("REDIS_HOST")
FILE = os.path.join(DATA, "lines.txt")
lock = threading.Lock()


def redis(*words):
    """One command to Redis, by its own protocol; gives the reply's number or text."""
    request = b"*%d\r\n" % len(words)
    for word in words:
        word = word.encode()
        request += b"$%d\r\n%s\r\n" % (len(word), word)
    with socket.create_connection((REDIS, 6379), timeout=5) as connection:
        connection.sendall(request)
        reply = connection.makefile("rb").readline().decode().strip()
    if reply.startswith("-"):
        raise OSError("redis: " + reply[1:])
    return reply[1:]


def count():
    try:
        with open(FILE, "rb") as file:
            return sum(1 for _ in file)
    except FileNotFoundError:
        return 0


def append(text):
    """Acknowledges only what is on disk: a lost answer may be a kept line, never the other way round."""
    with lock:
        number = count() + 1
        with open(FILE, "a", encoding="utf8") as file:
            file.write("%d %.6f %s\n" % (number, time.time(), text))
            file.flush()
            os.fsync(file.fileno())
        if REDIS:
            redis("RPUSH", "lines", str(number))
        return number


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlparse(self.path)
        try:
            self.answer(200, self.act(url))
        except KeyError:
            self.answer(404, "not found")
        except OSError as error:
            self.answer(503, str(error))

    do_POST = do_GET

    def act(self, url):
        if url.path == "/write":
            text = parse_qs(url.query).get("text", [""])[0]
            return str(append(" ".join(text.split())))
        if url.path == "/count":
            return str(count())
        if url.path == "/lines":
            return open(FILE, encoding="utf8").read() if count() else ""
        if url.path == "/healthz":
            if REDIS:
                redis("PING")
                if int(redis("LLEN", "lines")) != count():
                    raise OSError("redis and the file disagree")
            return "ok"
        if url.path == "/":
            return "ferry-lab on " + socket.gethostname()
        raise KeyError

    def answer(self, code, text):
        body = (text + "\n").encode()
        self.send_response(code)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


os.makedirs(DATA, exist_ok=True)


def stop(*_):
    """Ends between two writes, so that both stores agree: what a well-behaved service does."""
    lock.acquire()
    os._exit(0)


signal.signal(signal.SIGTERM, stop)
ThreadingHTTPServer.request_queue_size = 128
ThreadingHTTPServer(("0.0.0.0", PORT), Handler).serve_forever()
