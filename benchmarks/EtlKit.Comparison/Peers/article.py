"""Loads the CSV files of a directory into SQLite: a thread for each file, a bounded queue, one writer, a commit for each batch.

    article.py DIRECTORY DATABASE

Prints the rows and the seconds as JSON, then the status of the process.
"""
import csv
import json
import logging
import os
import queue
import sqlite3
import sys
import threading
import time
from datetime import datetime

logging.basicConfig(format="%(asctime)s %(levelname)s [%(threadName)s] %(message)s", level=logging.INFO)

BATCH_SIZE = 10_000

UPSERT = """
    INSERT INTO events (id, ts, value, source_file)
    VALUES (:id, :ts, :value, :source_file)
    ON CONFLICT(id) DO UPDATE SET ts=excluded.ts, value=excluded.value, source_file=excluded.source_file
"""


def init_db(path):
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("CREATE TABLE IF NOT EXISTS events (id TEXT PRIMARY KEY, ts TEXT, value REAL, source_file TEXT)")
    conn.commit()
    conn.close()


def extract_csv(path):
    with open(path, newline="") as file:
        yield from csv.DictReader(file)


def transform_row(row, source_file):
    try:
        record_id = str(row["id"]).strip()
        ts = datetime.fromisoformat(row.get("timestamp") or row.get("ts")).isoformat()
        value = float(row.get("value") or 0.0)
    except Exception as error:
        raise ValueError(f"Bad row {row}: {error}")
    return {"id": record_id, "ts": ts, "value": value, "source_file": source_file}


def worker(path, rows):
    logging.info("Processing %s", path)
    for raw in extract_csv(path):
        try:
            item = transform_row(raw, os.path.basename(path))
        except ValueError as error:
            logging.warning("Skipping bad row: %s", error)
            continue
        rows.put(item)
    logging.info("Done with %s", path)


def writer(path, rows, counts):
    conn = sqlite3.connect(path)
    conn.execute("PRAGMA synchronous = NORMAL")
    batch = []

    def commit():
        conn.executemany(UPSERT, batch)
        conn.commit()
        counts.append(len(batch))
        batch.clear()

    while (item := rows.get()) is not None:
        batch.append(item)
        if len(batch) == BATCH_SIZE:
            commit()
    commit()
    conn.close()


def main(directory, database):
    init_db(database)
    rows = queue.Queue(maxsize=1000)
    counts = []
    writing = threading.Thread(target=writer, name="writer", args=(database, rows, counts))
    writing.start()
    workers = [
        threading.Thread(target=worker, args=(os.path.join(directory, name), rows))
        for name in sorted(os.listdir(directory))
        if name.endswith(".csv")
    ]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    rows.put(None)
    writing.join()
    return sum(counts)


if __name__ == "__main__":
    start = time.perf_counter()
    loaded = main(sys.argv[1], sys.argv[2])
    print(json.dumps({"rows": loaded, "seconds": time.perf_counter() - start}))
    with open("/proc/self/status") as status:
        print(status.read())
