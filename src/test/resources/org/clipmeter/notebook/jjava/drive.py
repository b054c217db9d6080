"""Drives one real kernel for a test: reads one request per line from stdin and answers each with a line of JSON.

A request is {"code": ..., "interrupt_on": text or null, "interrupt_after": [seconds, ...]}; the kernel is interrupted
when that text is shown, or these seconds after the cell was sent. The answer has the cell's outputs in order, each as
{"kind", "data" | "text" | "name", "at"}, including updates of a display, and "after_interrupt", the seconds that the cell
took after the interrupt. {"complete": code, "cursor": n} and {"inspect": code, "cursor": n} are answered with the reply's content,
{"restart": true} with the seconds it took.
"""
import json
import queue
import sys
import time

from jupyter_client.manager import start_new_kernel


def request(client, manager, code, interrupt_on, interrupt_after):
    begun = time.monotonic()
    sent = client.execute(code)
    waiting = sorted(interrupt_after)
    interrupted = None
    outputs = []
    while True:
        while waiting and time.monotonic() - begun >= waiting[0]:
            waiting.pop(0)
            interrupted = interrupted or time.monotonic()
            manager.interrupt_kernel()
        patience = max(0.0, begun + waiting[0] - time.monotonic()) if waiting else 300
        try:
            message = client.get_iopub_msg(timeout=patience)
        except queue.Empty:
            if waiting:
                continue
            raise
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
            interrupted = time.monotonic()
            manager.interrupt_kernel()
            interrupt_on = None
    now = time.monotonic()
    return {"outputs": outputs, "seconds": now - begun, "after_interrupt": now - interrupted if interrupted else None}


def reply(client, sent):
    while True:
        message = client.get_shell_msg(timeout=60)
        if message["parent_header"].get("msg_id") == sent:
            return message["content"]


def answer(client, manager, asked):
    if "complete" in asked:
        return reply(client, client.complete(asked["complete"], asked["cursor"]))
    if "inspect" in asked:
        return reply(client, client.inspect(asked["inspect"], asked["cursor"]))
    if "restart" in asked:
        begun = time.monotonic()
        manager.restart_kernel()
        client.wait_for_ready(timeout=120)
        return {"started": time.monotonic() - begun}
    return request(client, manager, asked["code"], asked.get("interrupt_on"), asked.get("interrupt_after") or [])


def main():
    begun = time.monotonic()
    manager, client = start_new_kernel(startup_timeout=120, kernel_name=sys.argv[1], cwd=sys.argv[2])
    print(json.dumps({"started": time.monotonic() - begun}), flush=True)
    try:
        for line in sys.stdin:
            asked = json.loads(line)
            print(json.dumps(answer(client, manager, asked)), flush=True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel()


main()
