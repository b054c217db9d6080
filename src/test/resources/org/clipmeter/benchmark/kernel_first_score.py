"""Times a kernel from its start to the first score that a cell shows: kernel_first_score.py FOLDER CELL [PYTHON]

The kernel is the one of clipmeter, or an ipykernel in this PYTHON. PYTHON needs no ipykernel of its own: the one of the
Python that runs this script comes last in its path, so that everything else is PYTHON's. Waits for a line on stdin, so that the imports of this script are not counted; prints a line of JSON.
"""
import json
import os
import re
import signal
import sys
import sysconfig
import time

from jupyter_client.manager import start_new_kernel

SCORE = re.compile(r"CLIP Score -?[0-9]")


def stop(*_):
    raise SystemExit(1)


def write_kernelspec(folder, python):
    """Writes a kernelspec "python-reference", which Jupyter then finds; its kernel prints nothing of its own."""
    code = "import sys; sys.path.append(%r); from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
    spec = {
        "argv": [python, "-c", code % sysconfig.get_path("purelib"), "-f", "{connection_file}"],
        "display_name": "Python (reference)",
        "language": "python",
    }
    place = os.path.join(folder, "jupyter", "kernels", "python-reference")
    os.makedirs(place, exist_ok=True)
    with open(os.path.join(place, "kernel.json"), "w", encoding="utf-8") as out:
        json.dump(spec, out)
    os.environ["JUPYTER_PATH"] = os.path.join(folder, "jupyter")
    return "python-reference"


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
name = write_kernelspec(sys.argv[1], sys.argv[3]) if len(sys.argv) > 3 else "clipmeter"
print("ready", flush=True)
if sys.stdin.readline():
    begun = time.perf_counter()
    manager, client = start_new_kernel(startup_timeout=120, kernel_name=name, cwd=sys.argv[1])
    try:
        started = time.perf_counter() - begun
        texts, scored = run(client, sys.argv[2], begun)
        print(json.dumps({"seconds": scored, "started": started, "texts": texts}), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
