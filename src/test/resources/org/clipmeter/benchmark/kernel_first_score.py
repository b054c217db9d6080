"""Times a kernel from its start to the end of its cells: kernel_first_score.py FOLDER CELL...

Waits for a line on stdin, so that what this script itself imports is not counted; prints a line of JSON.
"""
import json
import signal
import sys
import time

from jupyter_client.manager import start_new_kernel


def stop(*_):
    raise SystemExit(1)


def run(client, code):
    """Runs a cell and gives all texts that it showed."""
    sent = client.execute(code)
    texts = []
    while True:
        message = client.get_iopub_msg(timeout=300)
        if message["parent_header"].get("msg_id") != sent:
            continue
        content = message["content"]
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return texts
        texts.extend(content.get("traceback", []))
        texts.append(content.get("data", {}).get("text/plain", content.get("text", "")))


signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
if sys.stdin.readline():
    begun = time.perf_counter()
    manager, client = start_new_kernel(startup_timeout=120, kernel_name="clipmeter", cwd=sys.argv[1])
    try:
        started = time.perf_counter() - begun
        texts = [text for cell in sys.argv[2:] for text in run(client, cell)]
        seconds = time.perf_counter() - begun
        print(json.dumps({"seconds": seconds, "started": started, "texts": texts}), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
