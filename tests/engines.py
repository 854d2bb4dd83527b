"""Which engines the tests of search run on, and the Elasticsearch node when tests start one.

ELASTICSEARCH_URL names a server; ELASTICSEARCH_START a script that starts a node on 127.0.0.1 (port ES_PORT,
9200 unless told), with its `stop.sh` beside it. A node that the script finds running is left running.
"""

import os
import subprocess
from pathlib import Path

# What the controller tells its workers.
FOUND = "PORTAL_TEST_ELASTICSEARCH"
ALREADY = "already running"


def server_url() -> str:
    """The server of this run, "" when there is none."""
    return os.environ.get(FOUND, "")


def start() -> str:
    """Names the server, starting it when only a script is given; answers the script's way to stop what it started."""
    url = os.environ.get("ELASTICSEARCH_URL", "")
    script = os.environ.get("ELASTICSEARCH_START", "")
    if url or not script:
        os.environ[FOUND] = url
        return ""
    path = Path(script).resolve()
    # With the script's half gigabyte the node refuses requests now and then, until it has collected its garbage.
    env = {"ES_HEAP": "1g", **os.environ}
    run = subprocess.run([str(path)], check=False, capture_output=True, text=True, env=env)
    if run.returncode:
        raise RuntimeError(f"{path} did not start Elasticsearch: {run.stderr[-2000:]}")
    os.environ[FOUND] = f"http://127.0.0.1:{os.environ.get('ES_PORT', '9200')}"
    return "" if ALREADY in run.stdout else str(path.with_name("stop.sh"))


def stop(script: str) -> None:
    """Stops the node that `start` has started."""
    if script:
        subprocess.run([script], check=False, capture_output=True)


def described(vendor: str) -> str:
    """What the closing lines say."""
    if server_url():
        return f"engines: database {vendor}; search embedded in {vendor} and Elasticsearch at {server_url()}"
    none = "not Elasticsearch: neither ELASTICSEARCH_URL nor ELASTICSEARCH_START is set"
    return f"engines: database {vendor}; search embedded in {vendor}; {none}"
