"""Dagster: a job that runs the worker's container every 15 minutes and reads its exit code.

Needs dagster 1.11 or later, docker, and etlkit_worker.py beside it. Start it with: dagster dev -f dagster_events.py
"""

import dagster as dg
from etlkit_worker import ALREADY_RUNNING, DONE, DONE_WITH_REJECTS, NOT_RETRIED, run_worker


@dg.op(
    out=dg.Out(dg.Nothing, is_required=False),
    retry_policy=dg.RetryPolicy(max_retries=3, delay=300),
)
def load_events(context: dg.OpExecutionContext):
    code = run_worker(context.log.info, "run", "events")

    if code == ALREADY_RUNNING:
        # No output: what depends on it is skipped.
        context.log.info("Another run is under way: skipped.")
        return

    if code in NOT_RETRIED:
        raise dg.Failure(f"The run has failed with exit code {code}: {NOT_RETRIED[code]}.", allow_retries=False)

    if code not in (DONE, DONE_WITH_REJECTS):
        raise dg.Failure(f"The run has failed with exit code {code}.")

    if code == DONE_WITH_REJECTS:
        context.log.warning("The run is done, but rows were rejected: its report says why.")

    yield dg.Output(None)


@dg.job
def events():
    load_events()


every_quarter_of_an_hour = dg.ScheduleDefinition(
    job=events,
    cron_schedule="*/15 * * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)

defs = dg.Definitions(jobs=[events], schedules=[every_quarter_of_an_hour])
