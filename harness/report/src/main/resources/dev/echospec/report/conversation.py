"""@TITLE@

Plays one conversation with an echo server and checks what comes back. Written by
echospec; needs Python 3.8 or later and nothing else. The conversation is at the end.

    python3 THIS_FILE [HOST [PORT]]          (127.0.0.1 10000 if not given)

Exit status: 0 no fault seen, 1 a fault, 2 wrong usage, 3 cannot connect.
"""

import base64
import bisect
import selectors
import socket
import struct
import sys
import time
import zlib

LAW = "@LAW@"  # @LAW_IN_WORDS@
TRANSFORM = @TRANSFORM@  # what the server has to do to the bytes
PATIENCE = @PATIENCE@  # seconds without any movement while something is owed
TIME_LIMIT = @TIME_LIMIT@  # seconds for the whole conversation
CHUNK = 65536


class Stream:
    """Payloads one after the other. Each repeats up to its length, so that none needs room."""

    def __init__(self):
        self.starts, self.payloads, self.length = [], [], 0

    def add(self, data, length):
        if length > 0:
            self.starts.append(self.length)
            self.payloads.append((data, length))
            self.length += length

    def piece(self, at, most):
        """At most so many of the bytes from there on; at least one if there is one."""
        if at >= self.length:
            return b""
        i = bisect.bisect_right(self.starts, at) - 1
        data, length = self.payloads[i]
        inside = at - self.starts[i]
        begin = inside % len(data)
        return data[begin : begin + min(most, length - inside)]

    def cut(self, at, count):
        """That many of the bytes from there on, as far as there are any."""
        found, more = b"", True
        while more and len(found) < count:
            more = self.piece(at + len(found), count - len(found))
            found += more
        return found


class Connection:
    def __init__(self, number, sock):
        self.number, self.sock = number, sock
        self.out, self.owed = Stream(), Stream()  # what we say, what the server has to answer
        self.sent = self.got = self.read_by_now = 0
        self.reply = b""  # kept only for the laws that compare replies
        self.stopped = self.half_closed = self.fin_sent = self.broken = False
        self.ended = None
        self.moved = time.monotonic()

    def written(self):
        return self.broken or self.sent == self.out.length and self.fin_sent == self.half_closed

    def write(self):
        try:
            while self.sent < self.out.length:
                self.sent += self.sock.send(self.out.piece(self.sent, CHUNK))
                self.moved = time.monotonic()
            if self.half_closed and not self.fin_sent:
                self.sock.shutdown(socket.SHUT_WR)
                self.fin_sent = True
        except BlockingIOError:
            pass
        except OSError:
            self.broken = True
            while not self.ended and self.read():
                pass
            self.end("reset the connection")

    def read(self):
        """Takes what has come; says whether anything had."""
        try:
            data = self.sock.recv(CHUNK)
        except BlockingIOError:
            return False
        except OSError:
            self.end("reset the connection")
            return False
        self.moved = time.monotonic()
        if data:
            self.check(data)
        else:
            self.end("reset the connection" if self.broken else "closed the connection")
        return bool(data)

    def check(self, data):
        at, self.got = self.got, self.got + len(data)
        if LAW in ("idempotent", "concatenation"):
            self.reply += data
            if len(self.reply) > 4 * self.out.length + CHUNK:
                fault(self, "far more bytes came back than were sent")
        elif LAW == "length" and self.got > self.out.length:
            fault(self, "more bytes came back than were sent")
        while LAW in ("echo", "echo-and-close") and data:
            owed = self.owed.piece(at, min(len(data), self.sent - at))
            if data[: len(owed)] != owed:
                same = next(i for i, byte in enumerate(owed) if data[i] != byte)
                differ(self, at + same, self.owed.cut(at + same, 24), data[same:])
            if not owed:
                fault(self, "bytes came that are not owed, after %d that are" % at, b"", data)
            data, at = data[len(owed) :], at + len(owed)

    def end(self, how):
        if self.ended:
            return
        self.ended = how
        missing = self.owed.cut(self.got, 24)
        if missing:
            so_far = "%d of the %d bytes it owed" % (self.got, self.out.length)
            fault(self, "the server %s after %s" % (how, so_far), missing)
        if not self.half_closed:
            fault(self, "the server %s, though the client had not closed its side" % how)
        if how.startswith("reset") and LAW == "echo-and-close":
            fault(self, "the server reset the connection instead of closing it")


connections = {}
deadline = time.monotonic() + TIME_LIMIT


def differ(c, at, owed, got):
    fault(c, "the echo is wrong, or missing, from byte %d on" % at, owed, got)


def fault(c, what, owed=b"", got=b""):
    where = "connection %d: " % c.number if len(connections) > 1 else ""
    print("FAULT  " + where + what)
    if owed or got:
        print("  expected  " + (owed[:24].hex(" ") or "nothing"))
        print("  got       " + (got[:24].hex(" ") or "nothing"))
    sys.exit(1)


def turn(seconds):
    """Moves what can be moved on all connections; waits at most so long for that."""
    with selectors.DefaultSelector() as selector:
        for c in connections.values():
            reading = 0 if c.ended or c.stopped else selectors.EVENT_READ
            writing = 0 if c.ended or c.written() else selectors.EVENT_WRITE
            if reading | writing:
                selector.register(c.sock, reading | writing, c)
        if not selector.get_map():
            time.sleep(seconds)
            return
        for key, ready in selector.select(seconds):
            if ready & selectors.EVENT_READ and not key.data.ended:
                key.data.read()
            if ready & selectors.EVENT_WRITE and not key.data.ended:
                key.data.write()


def wait(c, done):
    """Waits until that is so; says whether it became so in time."""
    c.moved = time.monotonic()
    while not done():
        now = time.monotonic()
        if now > deadline:
            fault(c, "the conversation takes longer than %g s" % TIME_LIMIT)
        left = min(c.moved + PATIENCE, deadline) - now
        if left <= 0:
            return False
        turn(left)
    return True


def connect(number):
    try:
        sock = socket.create_connection((host, port), timeout=max(PATIENCE, 8))
    except OSError as e:
        what = "cannot connect to %s port %d: %s" % (host, port, e.strerror or e)
        if connections:  # it was there before
            fault(Connection(number, None), what)
        print(what)
        sys.exit(3)
    sock.setblocking(False)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connections[number] = Connection(number, sock)


def send(number, data, length=None):
    """Writes the data, or so many bytes of it over and over, while reading goes on."""
    c = connections[number]
    c.out.add(data, len(data) if length is None else length)
    c.owed.add(TRANSFORM(data), len(data) if length is None else length)
    written(c)


def half_close(number):
    connections[number].half_closed = True
    written(connections[number])


def written(c):
    c.write()
    if not c.stopped and not wait(c, c.written):
        taken = "%d of %d bytes" % (c.sent, c.out.length)
        fault(c, "the server stopped reading after %s for %g s" % (taken, PATIENCE))


def read(number, count=None):
    """Waits for so many more bytes, or for all that is owed by now."""
    c = connections[number]
    more = c.out.length - c.read_by_now
    c.read_by_now += more if count is None else min(more, count)
    if not wait(c, lambda: c.ended or c.got >= c.read_by_now):
        silent(c)


def read_to_end(number):
    c = connections[number]
    if not wait(c, lambda: c.ended):
        if c.got < c.out.length:
            silent(c)
        if LAW == "echo-and-close":
            fault(c, "the server did not close for %g s after the half-close" % PATIENCE)
    close(number)


def silent(c):
    so_far = "%d of the %d bytes owed came" % (c.got, c.out.length)
    fault(c, "%s, then nothing for %g s" % (so_far, PATIENCE), c.owed.cut(c.got, 24))


def stop_reading(number):
    connections[number].stopped = True


def resume_reading(number):
    connections[number].stopped = False


def pause(milliseconds):
    until = min(time.monotonic() + milliseconds / 1000, deadline)
    while time.monotonic() < until:
        turn(max(0, until - time.monotonic()))


def reset(number):
    linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
    connections[number].sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    close(number)


def close(number):
    connections[number].sock.close()
    connections[number].ended = connections[number].ended or "closed by us"


def compare(number, owed):
    """For the laws about replies: what came there must be that."""
    c = connections[number]
    if c.reply != owed:
        longer = max(len(owed), len(c.reply))
        at = next(i for i in range(longer) if owed[i : i + 1] != c.reply[i : i + 1])
        differ(c, at, owed[at:], c.reply[at:])


def said(number):
    return connections[number].out.cut(0, connections[number].out.length)


def finish():
    c = connections
    if LAW == "idempotent" and c[0].reply == said(1):
        compare(1, c[0].reply)
    if LAW == "concatenation" and said(0) + said(1) == said(2):
        compare(2, c[0].reply + c[1].reply)
    print("no fault seen")


def data(encoded):
    return zlib.decompress(base64.b64decode(encoded))


try:
    host = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
    port = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    if len(sys.argv) > 3 or not 0 < port < 65536:
        raise ValueError
except ValueError:
    print("usage: python3 %s [HOST [PORT]]" % sys.argv[0], file=sys.stderr)
    sys.exit(2)

@DATA@# The conversation.
@STEPS@
finish()
