"""A small OpenID provider on this machine: it signs tokens, and does what a test wants wrong."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "asnad", "hush hush"


@dataclass
class Provider:
    """What the provider says; ``claims`` stand in place of those of a right token, None takes one out."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}, private=True))
    signed_with: RSAKey | None = None
    """Another key than the one that is published."""
    unsigned: bool = False
    status: int = 200
    padding: int = 0
    """Bytes that discovery has too many."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def about(self) -> dict[str, Any]:
        """What discovery gives."""
        paths = {"authorization_endpoint": "in", "token_endpoint": "token", "jwks_uri": "keys"}
        told = {name: f"{self.address}/{path}" for name, path in paths.items()}
        told |= {"issuer": self.address, "end_session_endpoint": f"{self.address}/out", "padding": "-" * self.padding}
        return told | self.discovery

    def visited(self, url: str) -> dict[str, str]:
        """Signs somebody in who was sent to the provider; gives what his browser comes back with."""
        asked = dict(parse_qsl(urlsplit(url).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def token(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer to a code: only its client, with the verifier of the challenge, gets a token, once."""
        asked = self.codes.pop(form.get("code", ""), None)
        right = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if asked is None or authorization != right or form.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if base64.urlsafe_b64encode(challenge).decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant", "error_description": "PKCE"}
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": "u-17", "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: Mapping[str, Any]) -> str:
        if self.unsigned:
            parts = ({"alg": "none", "typ": "JWT"}, claims)
            return ".".join(_encoded(part) for part in parts) + "."
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, dict(claims), self.signed_with or self.key)


def _encoded(part: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        self.provider.asked.append(self.path)
        if self.path == "/keys":
            self._answer(200, {"keys": [self.provider.key.as_dict(private=False)]})
        else:
            self._answer(self.provider.status, self.provider.about())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._answer(*self.provider.token(form, self.headers.get("Authorization", "")))

    def _answer(self, status: int, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def identity_provider() -> Iterator[Provider]:
    """A provider that answers on loopback."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield provider
        finally:
            server.shutdown()
            thread.join()


def sent_out(url: str) -> dict[str, str]:
    """The parameters of the address that somebody is sent to."""
    return dict(parse_qsl(urlsplit(url).query))


def back(given: Mapping[str, str]) -> str:
    """The address of the archive that a browser comes back to."""
    return "/sign-in/oidc/back?" + urlencode(given)
