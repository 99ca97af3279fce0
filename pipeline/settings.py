"""Settings: flag → ``ASNAD_…`` environment → defaults. Built once by a command, handed down."""

import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpora.document import LABELS, MAIN
from extractors.registry import FACTORIES
from pipeline.errors import WorkspaceError, without_secrets
from pipeline.index.elastic.settings import ElasticSettings
from pipeline.people.openid_values import OpenIdSettings
from pipeline.people.principal import ROLES, Role
from pipeline.recommender.client import Model
from pipeline.records import FetchLimits, Limits
from pipeline.sandbox.pool import default_workers

if TYPE_CHECKING:
    from pipeline.ingest.sources.imap import Login

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_NAMED = ", ".join(LABELS)
_TAKEN = frozenset((*FACTORIES, "person", "gazetteer"))


class Settings(BaseSettings):
    """Each is described in ``config/README.md``; a test holds both together."""

    model_config = SettingsConfigDict(env_prefix="ASNAD_", frozen=True, extra="ignore")

    if not TYPE_CHECKING:  # whose arguments are the fields

        def __init__(self, **given: Any) -> None:
            """Raises WorkspaceError, which names each setting that is wrong and not its value: that may be a secret."""
            try:
                super().__init__(**given)
            except ValidationError as error:
                wrong = (f"ASNAD_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
                raise WorkspaceError("; ".join(wrong)) from None

    workspace: Path = Path("workspace")
    """The folder that holds everything embedded: store, raw bytes and index."""
    database: SecretStr = SecretStr("")
    """Address of a PostgreSQL database that holds the store, with its password; "" is SQLite in the workspace."""
    blobs: str = ""
    """Where raw bytes are kept: as fsspec names places (``s3://bucket/folder``), or a folder by its whole path (of a
    shared disk); "" is one of the workspace."""
    workers: int = default_workers()
    """Reading processes; one a core."""
    source_bytes: int = Limits().source_bytes
    """Largest file or archive member that is read, in bytes."""
    line_bytes: int = Limits().line_bytes
    """Largest JSON line, in bytes."""
    read_seconds: float = Limits().seconds
    """Longest time that reading one source may take."""
    scan_seconds: float = Limits().scan_seconds
    """Longest time that all pages of a scan may take together; each page has ``read_seconds``."""
    read_memory_bytes: int = Limits().memory_bytes
    """Most memory that a reading process may take, in bytes of address space."""
    sandbox: Literal["warn", "require"] = "warn"
    """``require`` reads nothing where a reading process cannot be confined; else that is said and done."""
    fetch_seconds: float = 30.0
    """Longest time that fetching one page of the web may take."""
    fetch_private: bool = False
    """Whether pages may be fetched from addresses that only this machine or its network can reach."""
    fetch_pause: float = 1.0
    """Seconds between two requests to one host of the sources; more where its robots.txt says so."""
    fetch_allowed: str = ""
    """Hosts, with commas, as HOST or HOST:PORT, that may be asked though they are not public."""
    elasticsearch: str = ""
    """Addresses, with commas, of the nodes of an Elasticsearch cluster to index into; "" is the embedded index."""
    elasticsearch_prefix: str = "asnad"
    """How the names of its indices begin; archives that share a cluster have one each."""
    elasticsearch_user: str = ""
    """Who asks, with a password."""
    elasticsearch_password: SecretStr = SecretStr("")
    """The password of that user."""
    elasticsearch_api_key: SecretStr = SecretStr("")
    """An API key, in place of user and password."""
    elasticsearch_ca_file: str = ""
    """A file of certificates that vouch for the cluster's, where no public authority does."""
    elasticsearch_shards: int = 1
    """Shards of a new index."""
    elasticsearch_replicas: int = 0
    """Replicas of a new index."""
    user: str = "local"
    """What who works at this machine is called, in decisions and in the audit log."""
    key: SecretStr = SecretStr("")
    """An API key that commands act with, in place of the local admin: for scripts that need not see everything."""
    session_hours: float = 12.0
    """How long a person stays signed in."""
    oidc_issuer: str = ""
    """The address of an OpenID provider with whose accounts people may sign in; "" is none."""
    oidc_client_id: str = ""
    """What the archive is called there."""
    oidc_client_secret: SecretStr = SecretStr("")
    """The secret that goes with it; "" where the provider knows the archive as a public client."""
    oidc_create: Literal["", "viewer", "reviewer", "editor", "admin"] = ""
    """The role of somebody who signs in so and has no account yet; "" lets him in only where he has one."""
    oidc_groups: str = ""
    """Roles of the provider's groups, as ``editors=editor,staff=viewer``; they are given at each sign-in."""
    audit_days: int = 0
    """Days after which a row of the audit log is taken out; 0 keeps all."""
    hosts: str = ""
    """Names, with commas, under which a proxy on this machine asks the server; its own are loopback's."""
    log: Literal["plain", "json"] = "plain"
    """How servers and workers log: warnings as lines, or everything from INFO on as JSON."""
    upload_bytes: int = 64 * 1024 * 1024
    """Largest upload over HTTP, in bytes."""
    recommender: str = ""
    """An outside model as ``NAME=URL``, asked for mentions of each text that is read; "" is none."""
    recommender_key: SecretStr = SecretStr("")
    """What it is asked with (``Authorization: Bearer``)."""
    recommender_seconds: float = 30.0
    """Longest time that one answer of it may take."""
    thresholds: str = ""
    """The least score of a mention that is kept, ``LABEL=SCORE`` with commas; what is not named has none."""
    models: str = ""
    """A folder of what `asnad train` learnt of names from decisions; "" finds names as shipped."""
    sure: str = ""
    """The score from which the queue of review takes a mention for certain, in the same form; 0.9 where not named."""
    poll: bool = False
    """Whether a server, or on a shared store its workers, look at the sources when they are due."""
    sources: Path = Path("config/sources.toml")
    """A list of sources that is brought in when looking at sources begins, where there is such a file."""
    smtp: SecretStr = SecretStr("")
    """The server that sends e-mail, ``smtp://user:password@host:587`` (with STARTTLS), ``smtps://…``; "" sends none."""
    smtp_from: str = ""
    """The address that e-mail is sent from."""
    imap: SecretStr = SecretStr("")
    """Who reads mailboxes that are sources: ``imaps://user:password@host``, with commas; kept nowhere else."""
    watch: str = ""
    """Folders that a server watches, with commas: what is put into them is read. ``COLLECTION=FOLDER`` says whereto."""

    def store_address(self) -> str | Path:
        """Where the store is: a PostgreSQL address, or the file of the workspace."""
        return self.database.get_secret_value() or self.workspace / "store.db"

    def has_store(self) -> bool:
        """Whether there is a store to open; a database is taken to be one."""
        place = self.store_address()
        return isinstance(place, str) or place.exists()

    def blobs_address(self) -> str | Path:
        """Where raw bytes are: as it is set, or the folder of the workspace."""
        return self.blobs or self.workspace / "blobs"

    def places(self) -> dict[str, str]:
        """What is not in the workspace, and where it is, without passwords. Raises WorkspaceError."""
        from pipeline.store.engine import address_of, shown

        database = self.database.get_secret_value()
        store = shown(address_of(database)) if database else ""
        found = {"store": store, "raw bytes": self.blobs, "index": self.elasticsearch}
        return {what: without_secrets(where) for what, where in found.items() if where}

    def logins(self) -> "Mapping[str, Login]":
        """Who reads the mailboxes of which host; raises WorkspaceError."""
        setting = self.imap.get_secret_value()
        if not setting:
            return {}
        from pipeline.ingest.sources.imap import logins_of

        try:
            return logins_of(setting)
        except ValueError:  # which may repeat a password
            raise WorkspaceError("ASNAD_IMAP wants imaps://user:password@host, with commas between two") from None

    def watched(self) -> list[tuple[str, Path]]:
        """Collection and folder of ``watch``."""
        named = [part.strip().rpartition("=") for part in self.watch.split(",") if part.strip()]
        return [(collection.strip() or MAIN, Path(folder.strip())) for collection, _, folder in named]

    def host_names(self) -> list[str]:
        """The names of ``hosts``."""
        return [name.strip() for name in self.hosts.split(",") if name.strip()]

    def openid(self) -> OpenIdSettings | None:
        """The OpenID provider, where one is named; raises WorkspaceError for groups that make no sense."""
        if not self.oidc_issuer:
            return None
        pairs = [pair.rpartition("=") for pair in self.oidc_groups.split(",") if pair.strip()]
        groups = {group.strip(): role.strip() for group, _, role in pairs}
        if not all(group and role in ROLES for group, role in groups.items()):
            raise WorkspaceError("ASNAD_OIDC_GROUPS wants GROUP=ROLE,…; a role is one of " + ", ".join(ROLES))
        return OpenIdSettings(
            self.oidc_issuer,
            self.oidc_client_id,
            self.oidc_client_secret.get_secret_value().strip(),
            self.oidc_create or None,
            {group: cast(Role, role) for group, role in groups.items()},
        )

    def model(self) -> Model | None:
        """The outside model, where one is named; raises WorkspaceError where its name or address makes no sense."""
        if not self.recommender:
            return None
        name, _, url = self.recommender.partition("=")
        if not _NAME.fullmatch(name) or name in _TAKEN or not url.startswith(("http://", "https://")):
            raise WorkspaceError(
                "ASNAD_RECOMMENDER wants NAME=URL: a name of small letters, digits and hyphens that none of our "
                f"extractors has ({', '.join(sorted(_TAKEN))}), and an address of http or https"
            )
        return Model(name, url, self.recommender_key.get_secret_value().strip(), self.recommender_seconds)

    def least_scores(self) -> dict[str, float]:
        """Label → the least score of a mention that is kept; raises WorkspaceError."""
        return _scores("ASNAD_THRESHOLDS", self.thresholds)

    def sure_scores(self) -> dict[str, float]:
        """Label → the score from which a mention is certain; raises WorkspaceError."""
        return _scores("ASNAD_SURE", self.sure)

    def heads(self) -> tuple[bytes, ...]:
        """What the extractor of names was taught: the files of ``models``; raises WorkspaceError where none fits."""
        if not self.models:
            return ()
        from pipeline.store.heads import read_heads

        return read_heads(Path(self.models))

    def fetch_limits(self) -> FetchLimits:
        """What fetching one page may cost."""
        allowed = frozenset(name.strip().lower() for name in self.fetch_allowed.split(",") if name.strip())
        return FetchLimits(self.source_bytes, self.fetch_seconds, self.fetch_private, allowed)

    def outside(self) -> tuple[bool, str, str, frozenset[str]]:
        """What is sent outside: whether to this network too, by which server e-mail goes and from whom, which hosts."""
        limits = self.fetch_limits()
        return limits.private, self.smtp.get_secret_value(), self.smtp_from, limits.allowed

    def elastic(self) -> ElasticSettings:
        """Where the cluster is, and how to get in."""
        return ElasticSettings(
            self.elasticsearch,
            self.elasticsearch_prefix,
            self.elasticsearch_user,
            self.elasticsearch_password.get_secret_value(),
            self.elasticsearch_api_key.get_secret_value().strip(),  # often read from a file that ends in a new line
            self.elasticsearch_ca_file,
            shards=self.elasticsearch_shards,
            replicas=self.elasticsearch_replicas,
        )

    def limits(self) -> Limits:
        """What one source may cost."""
        return Limits(
            source_bytes=self.source_bytes,
            line_bytes=self.line_bytes,
            seconds=self.read_seconds,
            scan_seconds=self.scan_seconds,
            memory_bytes=self.read_memory_bytes,
            sandbox=self.sandbox,
            heads=self.heads(),
        )


def _scores(name: str, setting: str) -> dict[str, float]:
    """Scores by label; raises WorkspaceError.

    >>> _scores("ASNAD_SURE", "ORG=0.85, DATE=0.6")
    {'ORG': 0.85, 'DATE': 0.6}
    """
    found: dict[str, float] = {}
    for pair in filter(None, (part.strip() for part in setting.split(","))):
        label, _, said = pair.partition("=")
        try:
            score = float(said)
        except ValueError:
            score = math.nan
        if label.strip() not in LABELS or not 0 <= score <= 1:
            raise WorkspaceError(f"{name} wants LABEL=SCORE,… with scores from 0 to 1; a label is one of {_NAMED}")
        found[label.strip()] = score
    return found
