"""Airflow 3: runs the worker's container every 15 minutes, with Docker or in Kubernetes, and reads its exit code.

Needs apache-airflow 3.2 or later, and apache-airflow-providers-docker or apache-airflow-providers-cncf-kubernetes.
"""

from __future__ import annotations

from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.docker.exceptions import DockerContainerFailedException
from airflow.providers.docker.operators.docker import DockerOperator
from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from docker.types import Mount
from kubernetes.client import models as k8s

DONE_WITH_REJECTS = 3
ALREADY_RUNNING = 5
NOT_RETRIED = {2: "the configuration is wrong", 4: "the data are wrong"}

# Longer than the drain of the worker (20 s).
STOP_SECONDS = 60

IMAGE = "registry.example.com/etlkit-worker:0.1.0"
SETTINGS = {
    "EtlKit__Pipelines__events__Settings__Input": "/data/in",
    "EtlKit__Pipelines__events__BatchSize": "20000",
    "ConnectionStrings__Events": "Data Source=/data/events.db",
}


def judge(code: int | None, failure: Exception, log) -> None:
    """Returns when the run is done; fails without or with a retry otherwise. A skip (5) is the operator's own."""
    if code == DONE_WITH_REJECTS:
        log.warning("The run is done, but rows were rejected: its report says why.")
        return
    if code in NOT_RETRIED:
        raise AirflowFailException(f"The run has failed with exit code {code}: {NOT_RETRIED[code]}.") from failure
    raise failure


class EtlKitDockerOperator(DockerOperator):
    """Runs the worker with Docker."""

    def __init__(self, **kwargs) -> None:
        # The container is kept until its exit code was read.
        super().__init__(skip_on_exit_code=ALREADY_RUNNING, auto_remove="never", mount_tmp_dir=False, **kwargs)

    def execute(self, context):
        try:
            return super().execute(context)
        except DockerContainerFailedException as failure:
            judge(self.cli.inspect_container(self.container["Id"])["State"]["ExitCode"], failure, self.log)
        finally:
            if self.container:
                self.cli.remove_container(self.container["Id"], force=True)

    def on_kill(self) -> None:
        # The operator's own would kill after 10 seconds.
        if self.container:
            self.cli.stop(self.container["Id"], timeout=STOP_SECONDS)


class EtlKitPodOperator(KubernetesPodOperator):
    """Runs the worker in a pod."""

    def __init__(self, **kwargs) -> None:
        super().__init__(skip_on_exit_code=ALREADY_RUNNING, termination_grace_period=STOP_SECONDS, **kwargs)

    def cleanup(self, pod, remote_pod, *args, **kwargs) -> None:
        try:
            super().cleanup(pod, remote_pod, *args, **kwargs)
        except AirflowSkipException:
            raise
        except AirflowException as failure:
            judge(self._exit_code_of(remote_pod), failure, self.log)

    def _exit_code_of(self, remote_pod) -> int | None:
        for status in (remote_pod.status.container_statuses or []) if remote_pod and remote_pod.status else []:
            if status.name == self.base_container_name and status.state and status.state.terminated:
                return status.state.terminated.exit_code
        return None


with DAG(
    dag_id="etlkit_events",
    schedule="*/15 * * * *",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,  # a run loads whatever is there, so that one makes up for all that were missed
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
    tags=["etlkit"],
):
    EtlKitDockerOperator(
        task_id="events",
        image=IMAGE,
        command=["run", "events"],
        private_environment=SETTINGS,  # not shown among the rendered templates
        mounts=[Mount(source="events", target="/data", type="volume")],
    )

with DAG(
    dag_id="etlkit_events_kubernetes",
    schedule=None,  # the same in a cluster: take the schedule from above, and one of the two
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=5)},
    tags=["etlkit"],
):
    EtlKitPodOperator(
        task_id="events",
        name="etlkit-events",
        namespace="default",
        image=IMAGE,
        arguments=["run", "events"],
        # The settings of kubernetes/configuration.yaml.
        env_from=[
            k8s.V1EnvFromSource(config_map_ref=k8s.V1ConfigMapEnvSource(name="etlkit-worker")),
            k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="etlkit-worker")),
        ],
        volumes=[
            k8s.V1Volume(
                name="data",
                persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="etlkit-worker"),
            )
        ],
        volume_mounts=[k8s.V1VolumeMount(name="data", mount_path="/data")],
        security_context=k8s.V1PodSecurityContext(run_as_non_root=True, run_as_user=1654, fs_group=1654),
        on_finish_action="delete_succeeded_pod",
    )
