"""@TITLE@

Plays the server of one run of an echo client, and checks what the client does. Written
by echospec; needs Python 3.8 or later and nothing else. What the server does is at the end.

    python3 THIS_FILE -- COMMAND...     starts the client: in its words {host}, {port} and
                                        {message} are replaced; without {message} the
                                        message goes to its standard input
    python3 THIS_FILE [PORT]            waits until you start the client (port 10000 if not
                                        given); its output and exit status are not checked

Options before --: --port N (of a client that is not told a port), --exact (its output is
the echo and nothing else), --no-output (its output is not checked).

Exit status: 0 no fault seen, 1 a fault, 2 wrong usage, 3 cannot listen, or not start it.
"""

import base64
import errno
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

LAW = "@LAW@"
RULE = "@RULE@"
TRANSFORM = @TRANSFORM@  # what the server does to the bytes
HOSTS = @HOSTS@  # where the server listens
HOST = "@HOST@"  # as the client is told
REFUSES = @REFUSES@  # whether no server is there
PATIENCE = @PATIENCE@  # seconds in which neither side does anything
START = 10  # seconds for the client to start and connect
BY_HAND = 600  # seconds for you to start the client
GATHER = 0.1  # seconds after which the server answers what is there
EVERYTHING = None
TIME_LIMIT = @TIME_LIMIT@  # seconds for the whole run
KEPT = 4 << 20  # bytes of the client's output
SURPLUS = 1 << 20  # bytes beyond its message that are read


class Connection:
    """One connection of the client; a thread reads, so that neither side ever blocks the other."""

    def __init__(self, sock):
        self.sock, self.news = sock, threading.Condition()
        self.received, self.answered, self.read_before = bytearray(), 0, 0
        self.end = None  # of the client's side: None, "closed" or "reset"
        self.frozen = False  # once the client has ended, the server does nothing more
        self.moved = self.byte_at = time.monotonic()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.threads = [threading.Thread(target=f, daemon=True) for f in (self.follow, self.play)]
        for thread in self.threads:
            thread.start()

    def follow(self):
        try:
            while self.end is None and len(self.received) < len(MESSAGE) + SURPLUS:
                data = self.sock.recv(65536)
                with self.news:
                    self.moved = self.byte_at = time.monotonic()
                    self.received += data
                    self.end = self.end or (None if data else "closed")
                    self.news.notify_all()
        except OSError:
            self.broken()

    def broken(self):
        with self.news:
            self.end = self.end or "reset"
            self.news.notify_all()

    def play(self):
        try:
            serve(self)
            with self.news:
                self.news.wait_for(lambda: self.end)
            self.sock.close()
        except OSError:
            self.broken()

    def read(self, count=EVERYTHING):
        """Waits for so many more bytes of the message, or the end."""
        left = len(MESSAGE) - self.read_before
        self.read_before += left if count is EVERYTHING else min(left, count)
        with self.news:
            self.news.wait_for(lambda: self.end or len(self.received) >= self.read_before)

    def answer(self, count=EVERYTHING, then=b""):
        """Answers so many more bytes of the echo, or each byte as soon as it is there.

        What follows is in the write of the last byte: the client may be gone before another one.
        """
        left = len(MESSAGE) - self.answered
        until = self.answered + (left if count is EVERYTHING else min(left, count))
        while self.answered < until:
            with self.news:
                wanted = self.answered + 1 if count is EVERYTHING else until
                self.news.wait_for(lambda: self.end or len(self.received) > self.answered)
                while len(self.received) < wanted and not self.end:
                    left = self.byte_at + GATHER - time.monotonic()
                    if left <= 0:
                        break
                    self.news.wait(left)
                piece = bytes(self.received[self.answered : until])
            if not piece:
                break
            is_last = self.answered + len(piece) == until
            self.send(TRANSFORM(piece) + (then if is_last else b""))
            self.answered += len(piece)
            if is_last:
                return
        if then:
            self.send(then)

    def send(self, data):
        if self.frozen:
            raise OSError
        self.sock.sendall(data)
        self.moved = time.monotonic()

    def pause(self, milliseconds):
        self.moved = time.monotonic() + milliseconds / 1000
        time.sleep(milliseconds / 1000)

    def half_close(self):
        self.sock.shutdown(socket.SHUT_WR)
        self.moved = time.monotonic()

    def reset(self):
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.end = self.end or "ended by the server"
        self.sock.shutdown(socket.SHUT_RD)  # wakes the thread that reads
        self.sock.close()
        self.moved = time.monotonic()


def data(encoded):
    return zlib.decompress(base64.b64decode(encoded))


def fault(what, *more):
    print("FAULT  " + what)
    for line in more:
        print("  " + line)
    sys.exit(1)


def shown(data):
    text = bytes(data[:48])
    readable = all(32 <= byte < 127 for byte in text)
    return (repr(text)[1:] if readable else text.hex(" ") or "nothing") + (
        "... (%d bytes)" % len(data) if len(data) > 48 else ""
    )


def found(echo, output):
    """How many bytes of the echo are printed, in order: in one run, or in pieces between which
    one to four line ends stand, or the same text of at most 32 bytes each time."""
    if echo in output:
        return len(echo)
    return max(by_lines(echo, output), by_same_text(echo, output))


def by_lines(echo, output):
    states, best = {(0, 1)}, 0  # how many bytes are found, and line ends since; -1 inside a piece
    for byte in output:
        line_end, following = int(byte == 10), {(0, 1)}
        for at, lines in states:
            moves = at < len(echo) and echo[at] == byte and lines != 0
            if moves:
                following.add((at + 1, -1))
            if lines >= 0 and lines + line_end <= 4:
                following.add((at, lines + line_end))
            if lines < 0 and not (moves and chr(byte).isalnum()):
                following.add((at, line_end))
        best = max(best, max(at for at, _ in following))
        states = {(at, lines) for at, lines in following if at >= best - 256 or at == 0}
        if best == len(echo):
            break
    return best


def by_same_text(echo, output):
    best, begin = 0, output.find(echo[:1])
    while 0 <= begin <= 1000:
        first = run(echo, output, 0, begin)
        for length in range(1, 33):
            text = output[begin + first : begin + first + length]
            at, place = first, begin + first
            while at < len(echo) and text and output.startswith(text, place):
                more = run(echo, output, at, place + length)
                at, place = at + more, place + length + more
                if not more:
                    break
            best = max(best, at)
        begin = output.find(echo[:1], begin + 1)
    return best


def run(echo, output, at, place):
    count = 0
    while echo[at + count : at + count + 1] == output[place + count : place + count + 1] != b"":
        count += 1
    return count


def listeners(port):
    """Listens, or takes the port so that nobody does, on the hosts that this machine has."""
    sockets = []
    for host in HOSTS:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            sock = socket.socket(family)
            if os.name != "nt":
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((host, port))
            port = sock.getsockname()[1]
            if not REFUSES:
                sock.listen(64)
            sockets.append(sock)
        except OSError as e:
            there = e.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
            if not sockets or not there:
                print("cannot listen on %s port %d: %s" % (host, port, e.strerror or e))
                sys.exit(3)
    return sockets, port


def accept(listener, connections):
    while True:
        try:
            connections.append(Connection(listener.accept()[0]))
        except OSError:
            return


class Client:
    """The client's process, whose output goes to files, so that it never blocks."""

    def __init__(self, words, port):
        told = {"{host}": HOST, "{port}": str(port), "{message}": os.fsdecode(MESSAGE)}
        self.out, self.err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
        stdin = tempfile.TemporaryFile()
        if not any("{message}" in word for word in words):
            stdin.write(MESSAGE)
            stdin.seek(0)
        for placeholder, value in told.items():
            words = [word.replace(placeholder, value) for word in words]
        streams = {"stdin": stdin, "stdout": self.out, "stderr": self.err}
        try:
            self.process = subprocess.Popen(words, start_new_session=True, **streams)
        except (OSError, ValueError) as e:
            print("cannot start %s: %s" % (words[0], e))
            sys.exit(3)

    def status(self):
        return self.process.poll()

    def kill(self):
        if os.name == "posix":
            os.killpg(self.process.pid, signal.SIGKILL)  # with what it has started
        else:
            self.process.kill()
        self.process.wait()

    def printed(self, file):
        file.seek(0)
        return file.read(KEPT)


def watch(client, connections):
    """Waits until the client has ended, or is over its patience; says whether it ended."""
    began = time.monotonic()
    while True:
        over = connections and all(c.end for c in connections)
        if client and client.status() is not None or not client and over:
            for c in connections:
                c.frozen = True
            grace = time.monotonic() + 0.2  # its last bytes may be under way
            while time.monotonic() < grace and not all(c.end for c in connections):
                time.sleep(0.005)
            return True
        moved = max([c.moved for c in connections] + [began])
        patience = PATIENCE if connections else max(PATIENCE, START) if client else BY_HAND
        now = time.monotonic()
        if now - moved > patience or client and now - began > START + TIME_LIMIT:
            return False
        time.sleep(0.005)


def main(words, port, mode):
    sockets, port = listeners(port)
    connections = []
    for listener in sockets if not REFUSES else []:
        threading.Thread(target=accept, args=(listener, connections), daemon=True).start()
    if words is None:
        told = (HOST, port, shown(MESSAGE))
        print("The client is to connect to %s port %d and send %s." % told, flush=True)
        if REFUSES:
            print("No server is there: it has to say so, and its exit status must not be 0.")
            input("Start it now, and press Enter when it has ended. ")
            sys.exit(0)
    client = Client(words, port) if words is not None else None
    ended = watch(client, connections)
    status = client.status() if client else None
    if client and not ended:
        client.kill()
    out, err = (client.printed(client.out), client.printed(client.err)) if client else (b"", b"")
    sent = [c for c in connections if c.received]
    most = max(connections, key=lambda c: (len(c.received), c.answered), default=None)
    got, answered = (most.received, most.answered) if most else (b"", 0)
    print("The client sent %s." % shown(got))
    print("The server answered %d of the %d bytes of the echo." % (answered, len(MESSAGE)))
    if client:
        print("The client printed %s." % shown(out))
        print("It %s." % ("ended with exit status %d" % status if ended else "still runs"))
    if err.strip():
        print("The end of its stderr: " + ascii(err.decode(errors="replace").strip().split("\n")[-1]))
    judge(connections, sent, got, answered, ended, status, out, err, mode if client else "none")
    if not client:
        print("Its output and exit status are not seen here. The rule: %s." % RULE)
        print("The echo is %s." % shown(TRANSFORM(MESSAGE)))
    print("no fault seen")


def judge(connections, sent, got, answered, ended, status, out, err, mode):
    echo = TRANSFORM(MESSAGE)
    still = "the client still ran %g s after the last thing that happened" % PATIENCE
    if not connections and not REFUSES:
        fault("the client never connected")
    if LAW in ("sends", "exchanges"):
        if len(sent) > 1:
            fault("the client sent bytes on %d connections: a message is sent once" % len(sent))
        if bytes(got) != MESSAGE:
            fault("what the client sent is not the message", "message  " + shown(MESSAGE))
    if LAW in ("ends", "closes", "gives-up", "tires", "unharmed", "exchanges") and not ended:
        fault(still)
    if LAW == "closes" and any(c.end is None for c in connections):
        fault("the client ended and left its connection open")
    if LAW in ("prints", "exchanges", "unharmed") and mode != "none":
        if mode == "exact" and (out[: len(echo)] if LAW == "unharmed" else out) != echo:
            fault("what the client printed is not the echo", "echo     " + shown(echo))
        if mode == "contains" and found(echo, out) < len(echo):
            printed = "%d of the %d bytes" % (found(echo, out), len(echo))
            fault("the client printed only %s of the echo" % printed, "echo     " + shown(echo))
        repeats(echo, out)
    if LAW in ("ends", "exchanges") and status is not None:
        if answered < len(MESSAGE):
            fault("the client ended before the whole echo had been sent")
    if LAW in ("ends", "exchanges", "unharmed") and status:
        fault("exit status %d although the whole echo came" % status)
    if LAW == "gives-up" and status == 0:
        fault("exit status 0 although the echo was cut short, or no server was there")
    if LAW == "gives-up" and status is not None and not err.strip() and len(out) <= answered:
        fault("the client did not say that anything was wrong")


def repeats(echo, out):
    """Bytes of a piece, printed again behind a shorter one, come from a buffer."""
    before = begin = 0
    for length in PIECES:
        piece, old = echo[begin : begin + length], echo[begin - before + length :][:3]
        both = piece + old
        if before - length >= 3 and both in out and both not in echo:
            fault("the client printed bytes of an earlier piece once more", "bytes    " + shown(both))
        before, begin = length, begin + length


def usage():
    print("usage: python3 %s [PORT] | [OPTIONS] -- COMMAND..." % sys.argv[0], file=sys.stderr)
    sys.exit(2)


def arguments(words):
    """Returns the command, the port, and how the output is compared."""
    own, command, mode = words, None, "contains"
    if "--" in words:
        own, command = words[: words.index("--")], words[words.index("--") + 1 :]
    port = 0 if command and any("{port}" in word for word in command) else 10000
    while own:
        word = own.pop(0)
        if word in ("--exact", "--no-output"):
            mode = "exact" if word == "--exact" else "none"
        elif word == "--port" and own or command is None and word.isdigit():
            number = own.pop(0) if word == "--port" else word
            if not number.isdigit() or int(number) > 65535:
                usage()
            port = int(number)
        else:
            usage()
    if command == []:
        usage()
    return command, port, mode


@DATA@# The run.
@SCRIPT@

main(*arguments(sys.argv[1:]))
