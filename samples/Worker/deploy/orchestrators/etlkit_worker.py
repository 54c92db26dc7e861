"""Runs the worker's container with Docker and returns its exit code: what the Dagster job and the Prefect flow share.

Needs the package docker (7 or later).
"""

from __future__ import annotations

from collections.abc import Callable

import docker

DONE = 0
FAILED = 1
MISCONFIGURED = 2
DONE_WITH_REJECTS = 3
DATA_FAILED = 4
ALREADY_RUNNING = 5

# These would fail again.
NOT_RETRIED = {MISCONFIGURED: "the configuration is wrong", DATA_FAILED: "the data are wrong"}

# Longer than the drain of the worker (20 s).
STOP_SECONDS = 60

IMAGE = "registry.example.com/etlkit-worker:0.1.0"
SETTINGS = {
    "EtlKit__Pipelines__events__Settings__Input": "/data/in",
    "EtlKit__Pipelines__events__BatchSize": "20000",
    "ConnectionStrings__Events": "Data Source=/data/events.db",
}


def run_worker(log: Callable[[str], None], *arguments: str) -> int:
    """Runs the container to its end and gives each line of its output to `log`. When it is cancelled, the container is stopped, so that the run drains."""
    client = docker.from_env()
    container = client.containers.run(
        IMAGE,
        list(arguments),
        detach=True,
        environment=SETTINGS,
        volumes={"events": {"bind": "/data", "mode": "rw"}},
    )
    try:
        for line in container.logs(stream=True, follow=True):
            log(line.decode("utf-8", errors="replace").rstrip())
        # A container whose output has ended is about to end.
        return container.wait(timeout=STOP_SECONDS)["StatusCode"]
    except BaseException:
        container.stop(timeout=STOP_SECONDS)
        raise
    finally:
        container.remove(force=True)
