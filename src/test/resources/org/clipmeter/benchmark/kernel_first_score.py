"""Times a kernel from its start to the text that its first cell shows: kernel_first_score.py FOLDER KERNEL CELL SHOWN [PYTHON]

KERNEL is a name that Jupyter knows. With PYTHON, the kernel is an ipykernel in this PYTHON, which needs none of its own: the one of the Python that
runs this script comes last in its path, so that everything else is PYTHON's. SHOWN is a regular expression for the beginning of the text. Waits for a line
on stdin, so that the imports of this script are not counted; prints a line of JSON.
"""
import json
import os
import re
import signal
import sys
import sysconfig
import time

from jupyter_client.manager import start_new_kernel


def stop(*_):
    raise SystemExit(1)


def write_kernelspec(folder, kernel, python):
    """Writes a kernelspec, which Jupyter then finds; its kernel prints nothing of its own."""
    code = "import sys; sys.path.append(%r); from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
    spec = {
        "argv": [python, "-c", code % sysconfig.get_path("purelib"), "-f", "{connection_file}"],
        "display_name": "Python (reference)",
        "language": "python",
    }
    place = os.path.join(folder, "jupyter", "kernels", kernel)
    os.makedirs(place, exist_ok=True)
    with open(os.path.join(place, "kernel.json"), "w", encoding="utf-8") as out:
        json.dump(spec, out)
    os.environ["JUPYTER_PATH"] = os.path.join(folder, "jupyter")


def run(client, code, shown, begun):
    """Runs a cell; returns all texts that it showed, and the seconds until one of them began as expected."""
    sent = client.execute(code)
    texts = []
    seconds = None
    while True:
        message = client.get_iopub_msg(timeout=300)
        if message["parent_header"].get("msg_id") != sent:
            continue
        content = message["content"]
        if message["msg_type"] == "status" and content["execution_state"] == "idle":
            return texts, seconds
        texts.extend(content.get("traceback", []))
        texts.append(content.get("data", {}).get("text/plain", content.get("text", "")))
        if seconds is None and re.match(shown, texts[-1]):
            seconds = time.perf_counter() - begun


signal.signal(signal.SIGTERM, stop)
folder, name, cell, shown = sys.argv[1:5]
if len(sys.argv) > 5:
    write_kernelspec(folder, name, sys.argv[5])
print("ready", flush=True)
if sys.stdin.readline():
    begun = time.perf_counter()
    manager, client = start_new_kernel(startup_timeout=120, kernel_name=name, cwd=folder)
    try:
        started = time.perf_counter() - begun
        texts, seconds = run(client, cell, shown, begun)
        print(json.dumps({"seconds": seconds, "started": started, "texts": texts}), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
