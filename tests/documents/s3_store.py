"""A store that speaks as much of S3 as the site asks for, for tests: objects in memory."""

import threading
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape


class Store:
    """Objects by bucket and key. `key` is the access key that is let in; `asked` says what has been
    asked for; while `is_down` every answer is 503."""

    def __init__(self, key: str = "nyckel"):
        self.objects: dict[tuple[str, str], tuple[bytes, datetime]] = {}
        self.key, self.is_down, self.asked = key, False, []
        store = self

        class Handler(_Handler):
            pass

        Handler.store = store
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    store: Store

    def log_message(self, *args) -> None:
        pass

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _refused(self, status: int, code: str) -> None:
        self._answer(status, f"<Error><Code>{code}</Code></Error>".encode())

    def _all(self) -> None:
        parts = urlsplit(self.path)
        bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.store.asked.append((self.command, key))
        if self.store.is_down:
            return self._refused(503, "ServiceUnavailable")
        if f"Credential={self.store.key}/" not in self.headers.get("Authorization", ""):
            return self._refused(403, "InvalidAccessKeyId")
        if self.command == "PUT":
            self.store.objects[bucket, key] = (content, datetime.now(UTC))
            return self._answer(200, ETag=f'"{md5(content).hexdigest()}"')
        if self.command == "DELETE":
            self.store.objects.pop((bucket, key), None)
            return self._answer(204)
        if not key:
            return self._list(bucket, parse_qs(parts.query))
        found = self.store.objects.get((bucket, key))
        if found is None:
            return self._refused(404, "NoSuchKey")
        last = format_datetime(found[1], usegmt=True)
        return self._answer(
            200, found[0], Last_Modified=last, ETag=f'"{md5(found[0]).hexdigest()}"'
        )

    do_GET = do_HEAD = do_PUT = do_DELETE = _all

    def _list(self, bucket: str, query: dict) -> None:
        prefix = query.get("prefix", [""])[0]
        keys = [key for held, key in self.store.objects if held == bucket]
        below = [key[len(prefix) :] for key in keys if key.startswith(prefix)]
        folders = sorted({each.split("/")[0] for each in below if "/" in each})
        files = sorted(each for each in below if "/" not in each)
        told = "".join(
            f"<Contents><Key>{escape(prefix + each)}</Key><Size>1</Size>"
            "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>"
            for each in files
        ) + "".join(
            f"<CommonPrefixes><Prefix>{escape(prefix + each)}/</Prefix></CommonPrefixes>"
            for each in folders
        )
        self._answer(
            200,
            f"<ListBucketResult><IsTruncated>false</IsTruncated>{told}</ListBucketResult>".encode(),
            Content_Type="application/xml",
        )
