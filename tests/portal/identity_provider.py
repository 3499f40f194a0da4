"""An identity provider of the tests' own: a web server that speaks OpenID Connect, and can be made
to answer wrong."""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "portalen", "hemligt-mellan-oss"


class IdentityProvider:
    """`says` overrides claims of the next ID tokens (None leaves one out); `signs_with` is the key
    they're signed with. What has been asked is in `authorized` and `exchanged`."""

    def __init__(self, key):
        self.key = self.signs_with = key
        self.algorithm = "RS256"
        self.says, self.config_says = {}, {}
        self.subject = "anna-1"
        self.authorized, self.exchanged, self.codes = [], [], {}
        self.answers_iss = None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/region"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def configuration(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.config_says

    def keys(self) -> dict:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict) -> str:
        """The visitor signs in with the provider at once; returns where they're sent back to."""
        self.authorized.append(asked)
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"]}
        if self.answers_iss:
            back["iss"] = self.answers_iss
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, asked: dict) -> tuple[int, dict]:
        """A code, once, for tokens: to the client that asked for it, with the verifier whose
        challenge it sent."""
        self.exchanged.append(asked)
        begun = self.codes.pop(asked.get("code"), None)
        if begun is None:
            return 400, {"error": "invalid_grant"}
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if begun.get("code_challenge_method") != "S256" or begun["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self.token(begun)}

    def token(self, begun: dict) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": begun.get("nonce"),
            "name": "Anna Provberg",
            "email": "chef@prov.example",
            "email_verified": True,
        }
        claims = {k: v for k, v in (claims | self.says).items() if v is not None}
        return jwt.encode(claims, self.signs_with, self.algorithm, headers={"kid": "one"})

    def handler(self):
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                if parts.path == "/region/.well-known/openid-configuration":
                    self.say(200, provider.configuration())
                elif parts.path == "/region/keys":
                    self.say(200, provider.keys())
                elif parts.path == "/region/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(asked))
                    self.end_headers()
                else:
                    self.say(404, {})

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = parse_qs(self.rfile.read(length).decode())
                self.say(*provider.exchange({name: values[0] for name, values in body.items()}))

            def say(self, status, what):
                body = json.dumps(what).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        return Handler


def new_key():
    return rsa.generate_private_key(65537, 2048)


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


def followed(address: str) -> str:
    """Where a page of the provider's leads on to, as a browser would be told."""
    with contextlib.closing(urllib.request.build_opener(StayHere())) as opener:
        try:
            opener.open(address, timeout=10)
        except urllib.error.HTTPError as answer:
            answer.close()
            return answer.headers["Location"]
    raise AssertionError(f"{address} doesn't lead on")
