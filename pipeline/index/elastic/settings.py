"""Where an Elasticsearch cluster is; apart from the client, which is loaded only where it is used."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ElasticSettings:
    """Where the cluster is, and how to get in. ``ca_file`` checks a certificate that no public authority signed."""

    url: str
    prefix: str = "asnad"
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    ca_file: str = ""
    seconds: float = 30.0
    shards: int = 1
    replicas: int = 0
