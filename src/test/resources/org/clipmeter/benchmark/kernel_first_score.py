"""Times a kernel from its start to the first score that a cell shows: kernel_first_score.py FOLDER CELL

Waits for a line on stdin, so that the imports of this script are not counted; prints a line of JSON.
"""
import json
import re
import signal
import sys
import time

from jupyter_client.manager import start_new_kernel

SCORE = re.compile(r"CLIP Score -?[0-9]")


def stop(*_):
    raise SystemExit(1)


def run(client, code, begun):
    """Runs a cell; returns all texts that it showed, and the seconds until one of them was a score."""
    sent = client.execute(code)
    texts = []
    scored = None
    while True:
        message = client.get_iopub_msg(timeout=300)
        if message["parent_header"].get("msg_id") != sent:
            continue
        content = message["content"]
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return texts, scored
        texts.extend(content.get("traceback", []))
        texts.append(content.get("data", {}).get("text/plain", content.get("text", "")))
        if scored is None and SCORE.match(texts[-1]):
            scored = time.perf_counter() - begun


signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
if sys.stdin.readline():
    begun = time.perf_counter()
    manager, client = start_new_kernel(startup_timeout=120, kernel_name="clipmeter", cwd=sys.argv[1])
    try:
        started = time.perf_counter() - begun
        texts, scored = run(client, sys.argv[2], begun)
        print(json.dumps({"seconds": scored, "started": started, "texts": texts}), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
