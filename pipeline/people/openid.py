"""OpenID Connect: signing in with an account of another provider, by authorization code with PKCE, state and nonce.

The protocol is Authlib's (the extra ``oidc``), fetching is our own: within limits, and over TLS but on this machine.
"""

import ipaddress
import logging
import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from pipeline.errors import ProviderUnavailable, SignInRefused, WorkspaceError
from pipeline.people.openid_values import Begun, Claims, OpenIdSettings
from pipeline.people.openid_web import Web
from pipeline.people.passwords import is_same

if TYPE_CHECKING:
    from authlib.oauth2.client import OAuth2Client
    from joserfc.jwk import KeySet

log = logging.getLogger(__name__)

_DISCOVERY = "/.well-known/openid-configuration"
_SCOPE = "openid email profile"
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key that only the provider has; neither ``none`` nor the secret that both know."""
_KEPT = 3600.0
"""Seconds that what a provider says of itself is believed."""
_AGAIN = 10.0
_LEEWAY = 60
"""Seconds that two clocks may be apart."""


class Provider:
    """An OpenID provider; asks it on the first sign-in, and again when what it said is old."""

    def __init__(self, settings: OpenIdSettings, again: float = _AGAIN) -> None:
        """``again`` is how many seconds lie between two looks for a key that is not known.

        Raises WorkspaceError where the extra is not there, or the provider would be asked in the open."""
        try:
            import authlib  # noqa: F401 - only asks whether it is there
        except ImportError as error:
            raise WorkspaceError("signing in by OpenID Connect wants an extra: pip install 'asnad[oidc]'") from error
        self.settings, self._again = settings, again
        _must_be_safe(settings.issuer)
        if not settings.client_id:
            raise WorkspaceError("signing in by OpenID Connect wants ASNAD_OIDC_CLIENT_ID")
        self._web = Web()
        self._lock = threading.Lock()
        self._told: Mapping[str, Any] = {}
        self._told_at = -_KEPT
        self._keys: KeySet | None = None
        self._keys_at = -_KEPT

    def address(self, begun: Begun, back: str) -> str:
        """Where a browser is sent to sign in; ``back`` is where it comes back to. Raises ProviderUnavailable."""
        client = self._client(back)
        url, _ = client.create_authorization_url(
            self._endpoint("authorization_endpoint"), begun.state, begun.verifier, nonce=begun.nonce
        )
        return str(url)

    def claims(self, begun: Begun, state: str, code: str, back: str) -> Claims:
        """Who came back with a code; raises SignInRefused, ProviderUnavailable."""
        if not state or not code or not is_same(begun.state, state):
            raise SignInRefused("the state is another one than was sent")
        from authlib.common.errors import AuthlibBaseError

        url = self._endpoint("token_endpoint")
        try:
            given = self._client(back).fetch_token(
                url, grant_type="authorization_code", code=code, code_verifier=begun.verifier
            )
        except AuthlibBaseError as error:
            raise SignInRefused(f"the provider does not take the code: {error}") from error
        except ValueError as error:  # what should be JSON is none
            raise ProviderUnavailable(f"the provider's answer cannot be read: {error}") from error
        return self._proved(given, begun.nonce)

    def signed_out(self, back: str) -> str:
        """Where a browser is sent to sign out there too; "" where the provider offers none."""
        try:
            there = str(self._discovered().get("end_session_endpoint") or "")
            if there:
                _must_be_safe(there)
        except (ProviderUnavailable, WorkspaceError):
            return ""
        asked = {"client_id": self.settings.client_id, "post_logout_redirect_uri": back}
        return f"{there}{'&' if urlsplit(there).query else '?'}{urlencode(asked)}" if there else ""

    def _client(self, back: str) -> "OAuth2Client":
        from authlib.oauth2.client import OAuth2Client

        said = self._discovered().get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        secret = self.settings.client_secret
        way = "client_secret_basic" if "client_secret_basic" in said else "client_secret_post"
        return OAuth2Client(
            self._web,
            self.settings.client_id,
            secret or None,
            token_endpoint_auth_method=way if secret else "none",
            scope=_SCOPE + (" groups" if "groups" in (self._discovered().get("scopes_supported") or ()) else ""),
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _proved(self, given: Mapping[str, Any], nonce: str) -> Claims:
        """The claims of an ID token, once signature, issuer, audience, times and nonce were seen to be right."""
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        settings = self.settings
        options = {"iss": _exactly(settings.issuer), "aud": _exactly(settings.client_id)}
        params = {"nonce": nonce, "client_id": settings.client_id, "access_token": given.get("access_token")}
        raw = str(given.get("id_token") or "")
        try:
            read = jwt.decode(raw, self._key, algorithms=_ALGORITHMS)
            told = CodeIDToken(read.claims, read.header, options, params)
            told.validate(leeway=_LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise SignInRefused(f"the ID token proves nothing: {type(error).__name__}: {error}") from error
        return Claims.of(told)

    def _key(self, token: Any) -> "KeySet":
        """The provider's keys; looked for again where the one that a token names is not among them."""
        from joserfc.jwk import KeySet

        wanted = token.headers().get("kid")
        with self._lock:
            age = time.monotonic() - self._keys_at
            known = self._keys is not None and (wanted is None or any(key.kid == wanted for key in self._keys.keys))
            if self._keys is None or age > _KEPT or (not known and age > self._again):
                try:
                    keys: Any = self._fetched(self._endpoint("jwks_uri"))
                    self._keys = KeySet.import_key_set(keys)
                except (ValueError, TypeError, KeyError) as error:
                    raise ProviderUnavailable(f"the provider's keys cannot be read: {error}") from error
                self._keys_at = time.monotonic()
            return self._keys

    def _endpoint(self, name: str) -> str:
        url = str(self._discovered().get(name) or "")
        try:
            _must_be_safe(url)
        except WorkspaceError as error:
            raise ProviderUnavailable(f"the provider's {name} is no address that can be trusted: {url!r}") from error
        return url

    def _discovered(self) -> Mapping[str, Any]:
        """What the provider says of itself."""
        if time.monotonic() - self._told_at > _KEPT:
            told = self._fetched(self.settings.issuer.rstrip("/") + _DISCOVERY)
            if told.get("issuer") != self.settings.issuer:
                raise ProviderUnavailable(f"the provider calls itself {told.get('issuer')!r}")
            self._told, self._told_at = told, time.monotonic()
        return self._told

    def _fetched(self, url: str) -> dict[str, Any]:
        answer = self._web.get(url)
        try:
            told = answer.json()
        except ValueError as error:
            raise ProviderUnavailable(f"{url} gives no JSON") from error
        if answer.status_code != 200 or not isinstance(told, dict):
            raise ProviderUnavailable(f"{url} answers with status {answer.status_code}")
        return told


def _exactly(value: str) -> Any:
    """A claim that must be there and be this, as Authlib is told."""
    return {"essential": True, "value": value}


def _must_be_safe(url: str) -> None:
    """Raises WorkspaceError for an address that is neither of TLS nor of this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        host = ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))):
        raise WorkspaceError(f"{url!r} is no https address; signing in goes over TLS")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
