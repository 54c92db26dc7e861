"""Prefect 3: a flow that runs the worker's container every 15 minutes and reads its exit code.

Needs prefect 3, docker, and etlkit_worker.py beside it. Start it with: python prefect_events.py
"""

from etlkit_worker import ALREADY_RUNNING, DONE, DONE_WITH_REJECTS, NOT_RETRIED, run_worker
from prefect import flow, get_run_logger, task
from prefect.states import Completed


class RunFailed(Exception):
    """The run has failed; it may be tried again."""


class RunFailedForGood(RunFailed):
    """The run has failed, and would fail again."""


def can_be_retried(task, task_run, state) -> bool:
    """Prefect asks it after a failure."""
    try:
        state.result()
    except RunFailedForGood:
        return False
    except Exception:
        return True
    return False


@task(retries=3, retry_delay_seconds=300, retry_condition_fn=can_be_retried)
def load_events() -> int:
    code = run_worker(get_run_logger().info, "run", "events")
    if code in NOT_RETRIED:
        raise RunFailedForGood(f"The run has failed with exit code {code}: {NOT_RETRIED[code]}.")
    if code not in (DONE, DONE_WITH_REJECTS, ALREADY_RUNNING):
        raise RunFailed(f"The run has failed with exit code {code}.")
    return code


@flow(name="etlkit-events")
def events():
    code = load_events()
    if code == ALREADY_RUNNING:
        return Completed(name="Skipped", message="Another run is under way.")
    if code == DONE_WITH_REJECTS:
        get_run_logger().warning("The run is done, but rows were rejected: its report says why.")
        return Completed(name="CompletedWithRejects", message="Rows were rejected.")
    return Completed()


if __name__ == "__main__":
    events.serve(name="every-quarter-of-an-hour", cron="*/15 * * * *", limit=1)
