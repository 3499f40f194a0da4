"""A virus scanner that speaks as clamd does, and knows one sign of harm."""

import socket
import struct
import tempfile
import threading
from pathlib import Path

EICAR = "PROV-PA-SKADLIGT-INNEHALL"


class Clamd:
    """A scanner that answers until the block ends; or gives `answer`, whatever it's sent."""

    def __init__(self, *, tcp: bool = False, answer: bytes | None = None):
        self.answer = answer
        if tcp:
            self.line = socket.create_server(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{self.line.getsockname()[1]}"
        else:
            self.address = str(Path(tempfile.mkdtemp()) / "clamd.sock")
            self.line = socket.socket(socket.AF_UNIX)
            self.line.bind(self.address)
            self.line.listen()

    def __enter__(self):
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()
        self.thread.join()

    def _serve(self):
        while True:
            try:
                caller, _ = self.line.accept()
            except OSError:
                return
            with caller:
                content = self._received(caller)
                harmful = EICAR.encode() in content
                said = b"stream: Prov-EICAR FOUND\0" if harmful else b"stream: OK\0"
                caller.sendall(said if self.answer is None else self.answer)

    @staticmethod
    def _received(caller) -> bytes:
        file = caller.makefile("rb")
        assert file.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", file.read(4))[0]:
            content += file.read(size)
        return content
