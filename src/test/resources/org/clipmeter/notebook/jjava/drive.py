"""Drives one real kernel for a test: reads a request a line from stdin, answers a line of JSON on stdout.

A request is {"code": ..., "interrupt_on": text or null}; the kernel is interrupted once that text is shown. The answer
holds the cell's outputs in order, each as {"kind", "data" | "text" | "name", "at"}, updates of a display included.
"""
import json
import sys
import time

from jupyter_client.manager import start_new_kernel


def request(client, manager, code, interrupt_on):
    begun = time.monotonic()
    sent = client.execute(code)
    outputs = []
    while True:
        message = client.get_iopub_msg(timeout=300)
        content = message["content"]
        kind = message["msg_type"]
        own = message["parent_header"].get("msg_id") == sent
        if own and kind == "status" and content["execution_state"] == "idle":
            break
        if kind in ("status", "execute_input"):
            continue
        output = {"kind": kind, "at": time.monotonic() - begun, "own": own}
        for key in ("data", "text", "name", "ename", "evalue", "traceback"):
            if key in content:
                output[key] = content[key]
        output["display_id"] = content.get("transient", {}).get("display_id")
        outputs.append(output)
        if interrupt_on and interrupt_on in json.dumps(output):
            manager.interrupt_kernel()
            interrupt_on = None
    return {"outputs": outputs, "seconds": time.monotonic() - begun}


def main():
    begun = time.monotonic()
    manager, client = start_new_kernel(startup_timeout=120, kernel_name=sys.argv[1], cwd=sys.argv[2])
    print(json.dumps({"started": time.monotonic() - begun}), flush=True)
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            print(json.dumps(request(client, manager, asked["code"], asked.get("interrupt_on"))), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


main()
