"""Executes a notebook in the project's kernel, and prints the summaries of the runs that it shows.

    python run_notebook.py NOTEBOOK FOLDER

Runs in the kernel's environment, which has nbclient. FOLDER becomes the working folder of the kernel and receives the
executed notebook, also as an HTML page. The exit code is 3 if a cell fails.
"""

import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbconvert import HTMLExporter

FAILED_CELL = 3
START_SECONDS = 300  # a kernel takes seconds to start, and much longer on a busy machine


def say(text, end="\n"):
    print(text, end=end, flush=True)


def main():
    source, folder = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(str(source), as_version=4)
    cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    started = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()
        first = (cell.source.strip().splitlines() or [""])[0]
        say("  [%d/%d] %-60s" % (cells.index(cell_index) + 1, len(cells), first[:60]), end="")

    def on_end(cell, cell_index, **_):
        if cell_index in started:
            say(" %5.1f s" % (time.monotonic() - started.pop(cell_index)))

    say("Running %s" % source)
    begun = time.monotonic()
    client = NotebookClient(
        notebook,
        kernel_name="clipmeter",
        timeout=None,
        startup_timeout=START_SECONDS,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=on_start,
        on_cell_executed=on_end,
    )
    failed = None
    try:
        client.execute()
    except CellExecutionError:
        failed = "\n".join(errors(notebook)[-1:])
    except (DeadKernelError, RuntimeError) as e:
        failed = "the kernel stopped: %s" % e
    target = folder / source.name
    nbformat.write(notebook, str(target))
    page = target.with_suffix(".html")
    page.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    if failed is not None:
        say("%s failed:\n%s\nThe notebook with the cells that ran: %s" % (source.name, failed, target))
        return FAILED_CELL
    say("Done in %.0f s." % (time.monotonic() - begun))
    for summary in summaries(notebook):
        say(summary)
    say("Notebook: %s\nAs an HTML page: %s" % (target, page))
    return 0


def errors(notebook):
    """The texts of all errors, without colors."""
    shown = [o for cell in notebook.cells for o in cell.get("outputs", []) if o.output_type == "error"]
    return [re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback)) or error.evalue for error in shown]


def summaries(notebook):
    """The summaries of all runs that the notebook shows."""
    shown = [o.data.get("text/plain", "") for cell in notebook.cells for o in cell.get("outputs", []) if "data" in o]
    return [text for text in shown if re.match(r"CLIP Score (-?\d|none)", text)]


if __name__ == "__main__":
    sys.exit(main())
