"""Runs the orchestrators' files against stand-ins for their libraries, with a container that ends with a given exit code, and prints what becomes of it.

Usage: judge_exit_codes.py DIRECTORY CODE. The stand-ins do what the documentation of the libraries says, and nothing more.
"""

import json
import logging
import sys
import types
from datetime import datetime

directory, code = sys.argv[1], int(sys.argv[2])
sys.path.insert(0, directory)
stopped, removed = [], []


def module(name, **members):
    made = types.ModuleType(name)
    made.__dict__.update(members)
    sys.modules[name] = made
    return made


class Anything:
    def __init__(self, *args, **kwargs):
        self.__dict__.update(kwargs)

    def __getattr__(self, name):
        return Anything

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False


class Container:
    def logs(self, stream, follow):
        yield b"line\n"

    def wait(self, timeout):
        return {"StatusCode": code}

    def stop(self, timeout):
        stopped.append(timeout)

    def remove(self, force):
        removed.append(force)


class Containers:
    def run(self, image, command, *, detach, environment, volumes):
        assert command == ["run", "events"] and detach
        return Container()


docker = module("docker", from_env=lambda: types.SimpleNamespace(containers=Containers()))
module("docker.types", Mount=Anything)


# Dagster
class Failure(Exception):
    def __init__(self, description, allow_retries=True):
        super().__init__(description)
        self.allow_retries = allow_retries


module(
    "dagster",
    op=lambda **_: lambda function: function,
    job=lambda function: function,
    Out=Anything,
    Nothing=None,
    RetryPolicy=Anything,
    OpExecutionContext=Anything,
    Failure=Failure,
    Output=Anything,
    ScheduleDefinition=Anything,
    DefaultScheduleStatus=Anything(),
    Definitions=Anything,
)


# Prefect
class State:
    def __init__(self, name="Completed", message=None, failure=None):
        self.name, self.failure = name, failure

    def result(self):
        if self.failure:
            raise self.failure


def task(**options):
    def decorate(function):
        function.options = options
        return function

    return decorate


module("prefect", flow=lambda **_: lambda function: function, task=task, get_run_logger=lambda: logging.getLogger("prefect"))
module("prefect.states", Completed=State)


# Airflow
class AirflowException(Exception):
    pass


class AirflowFailException(AirflowException):
    pass


class AirflowSkipException(AirflowException):
    pass


class DockerContainerFailedException(AirflowException):
    pass


class Operator:
    made = []

    def __init__(self, *, skip_on_exit_code, **kwargs):
        self.skip_on_exit_code = skip_on_exit_code
        self.log = logging.getLogger("airflow")
        self.container = None
        self.base_container_name = "base"
        Operator.made.append(self)


class Client:
    def inspect_container(self, name):
        return {"State": {"ExitCode": code}}

    def remove_container(self, name, force):
        removed.append(force)

    def stop(self, name, timeout):
        stopped.append(timeout)


class DockerOperator(Operator):
    cli = Client()

    def execute(self, context):
        self.container = {"Id": "1"}
        if code == self.skip_on_exit_code:
            raise AirflowSkipException
        if code != 0:
            raise DockerContainerFailedException

    def on_kill(self):
        raise NotImplementedError


class KubernetesPodOperator(Operator):
    def cleanup(self, pod, remote_pod, xcom_result=None, context=None):
        if code == self.skip_on_exit_code:
            raise AirflowSkipException
        if code != 0:
            raise AirflowException


class Now:
    @staticmethod
    def datetime(*_, tz):
        return datetime(2026, 1, 1)


module("pendulum", datetime=Now.datetime)
for name in ("airflow", "airflow.providers", "airflow.providers.cncf", "airflow.providers.cncf.kubernetes", "airflow.providers.cncf.kubernetes.operators",
             "airflow.providers.docker", "airflow.providers.docker.operators"):
    module(name)
module("airflow.providers.cncf.kubernetes.operators.pod", KubernetesPodOperator=KubernetesPodOperator)
module("airflow.providers.docker.exceptions", DockerContainerFailedException=DockerContainerFailedException)
module("airflow.providers.docker.operators.docker", DockerOperator=DockerOperator)
module("airflow.sdk", DAG=Anything)
module(
    "airflow.sdk.exceptions",
    AirflowException=AirflowException,
    AirflowFailException=AirflowFailException,
    AirflowSkipException=AirflowSkipException,
)
module("kubernetes")
module("kubernetes.client", models=Anything())

import airflow_events  # noqa: E402
import dagster_events  # noqa: E402
import prefect_events  # noqa: E402


def dagster_outcome():
    context = types.SimpleNamespace(log=logging.getLogger("dagster"))
    try:
        return "done" if list(dagster_events.load_events(context)) else "skipped"
    except Failure as failure:
        return "retried" if failure.allow_retries else "failed"


def prefect_outcome():
    try:
        state = prefect_events.events()
        return {"Completed": "done", "CompletedWithRejects": "done", "Skipped": "skipped"}[state.name]
    except prefect_events.RunFailed as failure:
        retried = prefect_events.load_events.options["retry_condition_fn"](None, None, State(failure=failure))
        return "retried" if retried else "failed"


def airflow_outcome(run):
    try:
        run()
        return "done"
    except AirflowSkipException:
        return "skipped"
    except AirflowFailException:
        return "failed"
    except AirflowException:
        return "retried"


by_docker, in_a_pod = Operator.made
terminated = types.SimpleNamespace(terminated=types.SimpleNamespace(exit_code=code))
pod = types.SimpleNamespace(status=types.SimpleNamespace(container_statuses=[types.SimpleNamespace(name="base", state=terminated)]))
outcomes = {
    "dagster": dagster_outcome(),
    "prefect": prefect_outcome(),
    "docker": airflow_outcome(lambda: by_docker.execute(None)),
    "pod": airflow_outcome(lambda: in_a_pod.cleanup(pod, pod, context=None)),
}
assert removed == [True, True, True] and not stopped
by_docker.on_kill()
assert stopped == [airflow_events.STOP_SECONDS]
print(json.dumps({"outcomes": outcomes, "stopSeconds": airflow_events.STOP_SECONDS}))
