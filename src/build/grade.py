"""Grades the notebooks of a class: runs each one, and writes which of its exercises are right.

    python grade.py FOLDER [--out grades.csv] [--minutes N] [--notebook-minutes N] [--as-stored]

Runs in the kernel's environment, which has nbclient; 'python3 src/build/course.py grade' and the folder for a class call it.
FOLDER has a notebook for each student, or a folder with notebooks for each. The table has a row for each notebook and a column for
each exercise: right, not yet, open (no answer), or missing (no such cell, though others of its lesson are there). If an exercise
is answered several times, the last answer counts.

Notebooks are code: running them runs what students have written, with the rights of whoever grades, in a temporary folder. With
--as-stored nothing runs, and the outputs that the notebooks were saved with count, which a student can edit. Without it, code in a
notebook could still pretend a verdict; the check says what a notebook shows, and not who has understood.
"""

import argparse
import csv
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError

START_SECONDS = 300  # a kernel takes seconds to start, and much longer on a busy machine
CHECK = re.compile(r"^\s*%clip\s+check\b", re.M)
VERDICT = re.compile(r"^Exercise ([0-9]{1,2}\.[0-9]{1,2}) (right|not yet|open): ", re.M)
LARGEST = 100_000_000  # bytes of a notebook; those of the course have at most a million
MOST_SHOWN = 1_000_000  # characters that a cell with a check shows; more are not read
SMALLEST_TIME = 0.01  # seconds; the client takes 0 for no limit


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder of the notebooks")
    parser.add_argument("--out", type=Path, help="the CSV file to write (default: grades.csv in the folder)")
    parser.add_argument("--minutes", type=minutes, default=10, help="the most time for one cell (default: %(default)s)")
    all_cells = "the most time for all cells of one notebook (default: %(default)s)"
    parser.add_argument("--notebook-minutes", type=minutes, default=60, help=all_cells)
    parser.add_argument("--as-stored", action="store_true", help="run nothing, and read the outputs in the notebooks")
    options = parser.parse_args()
    notebooks = sorted(p for p in options.folder.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
    if not notebooks:
        sys.exit("%s has no notebooks (*.ipynb): name the folder that holds those of the class." % options.folder)
    out = options.out or options.folder / "grades.csv"
    rows = []
    write(out, rows)  # a place that can't be written is known before hours of work, and what is done is never lost
    for path in notebooks:
        name = printable(path.relative_to(options.folder).as_posix())
        try:
            verdicts, problem = grade(path, options)
        except KeyboardInterrupt:
            sys.stderr.write("\nStopped at %s: %s has the %d notebooks before it.\n" % (name, out, len(rows)))
            sys.exit(130)
        rows.append((name, verdicts, printable(problem)))
        print("%-40s %s%s" % (name, counted(verdicts), "; " + rows[-1][2] if problem else ""), flush=True)
        write(out, rows)
    print("Written: %s" % out)


def minutes(text):
    """A time that ends: float alone would also take 0, which is no limit to the client, and nan."""
    try:
        number = float(text)
    except ValueError:
        number = 0
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError("expected minutes above 0, such as 10 or 0.5, got %s" % text)
    return number


def printable(text):
    """A text of one line that can be written as UTF-8, also if it is the name of a file in another encoding."""
    return re.sub(r"[\x00-\x1f\x7f]", "?", text.encode("utf-8", "backslashreplace").decode("utf-8"))


def grade(path, options):
    """The verdict of each exercise of a notebook, and what went wrong, if anything."""
    problem = ""
    try:
        if not path.is_file():  # a folder; or a pipe, which would be waited for without end
            return {}, "not read: it is not a file"
        if path.stat().st_size > LARGEST:
            return {}, "not read: it has %d bytes, expected at most %d" % (path.stat().st_size, LARGEST)
        notebook = nbformat.read(str(path), as_version=4)
        if not options.as_stored:
            problem = execute(notebook, options.minutes * 60, options.notebook_minutes * 60)
        verdicts = verdicts_of(notebook)
        return verdicts, problem or ("" if verdicts else "shows no verdict on an exercise")
    except (AttributeError, LookupError, TypeError):
        return {}, "not read: it is not a valid notebook"
    except Exception as e:  # one unreadable notebook must not end the grading of the others
        return {}, "not read: %s" % (" ".join(str(e).split())[:200] or type(e).__name__)


class Client(NotebookClient):
    """Runs a notebook within a time for each cell and one for all, and keeps what decides the grade alone: the errors, and what
    cells with a check show. A cell may print gigabytes."""

    def __init__(self, notebook, seconds, total, **options):
        super().__init__(notebook, **options)
        self.seconds, self.total, self.end, self.shown = seconds, total, None, {}
        self.timeout_func = self.time_left

    def time_left(self, _):
        if self.end is None:
            self.end = time.monotonic() + self.total  # from the first cell on: the start of the kernel has its own limit
        return max(SMALLEST_TIME, min(self.seconds, self.end - time.monotonic()))

    def limit(self):
        """What a timeout was, in words."""
        if self.end is not None and time.monotonic() >= self.end:
            return "the notebook took longer than %g minutes" % (self.total / 60)
        return "a cell took longer than %g minutes" % (self.seconds / 60)

    def output(self, outs, msg, display_id, cell_index):
        if msg["msg_type"] == "error":
            outs.append(nbformat.v4.new_output("error", ename="", evalue="", traceback=[]))
            return None
        self.shown[cell_index] = self.shown.get(cell_index, 0) + len(repr(msg["content"]))
        if not CHECK.search(self.nb.cells[cell_index].source) or self.shown[cell_index] > MOST_SHOWN:
            return None
        return super().output(outs, msg, display_id, cell_index)


def execute(notebook, seconds, total):
    """Runs all cells, also after one that fails, and returns what stopped the run or how many cells failed."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    folder = tempfile.mkdtemp(prefix="clipmeter-grade-")
    try:
        client = Client(
            notebook,
            seconds,
            total,
            kernel_name="clipmeter",
            startup_timeout=START_SECONDS,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except CellTimeoutError:
            return "stopped: " + client.limit()
        except (DeadKernelError, CellControlSignal, RuntimeError) as e:
            return "stopped: %s" % " ".join(str(e).split())[:200]
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # a student's cell may have made files that can't be deleted
    failed = sum(any(o.output_type == "error" for o in cell.get("outputs", [])) for cell in notebook.cells)
    return "%d cell%s failed" % (failed, "" if failed == 1 else "s") if failed else ""


def verdicts_of(notebook):
    """By exercise, the last verdict that a cell with %clip check shows."""
    verdicts = {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or not CHECK.search(cell.source):
            continue
        for output in cell.get("outputs", []):
            text = output.get("data", {}).get("text/plain", "")
            for exercise, verdict in VERDICT.findall(text if isinstance(text, str) else ""):
                verdicts[exercise] = verdict
    return verdicts


def counted(verdicts):
    return "%d of %d right" % (sum(verdict == "right" for verdict in verdicts.values()), len(verdicts))


def write(out, rows):
    exercises = sorted({name for _, verdicts, _ in rows for name in verdicts}, key=lambda name: [int(n) for n in name.split(".")])
    part = Path(str(out) + ".part")  # whoever opens the table meanwhile finds a complete one
    try:
        with open(str(part), "w", newline="", encoding="utf-8") as file:
            write_rows(csv.writer(file), exercises, rows)
        os.replace(str(part), str(out))
    except OSError as e:
        if part.is_file():
            part.unlink()
        sys.exit("%s can't be written: %s. Name another file with --out." % (out, e.strerror or e))


def write_rows(table, exercises, rows):
    table.writerow(["notebook", "right", "of"] + exercises + ["note"])
    for name, verdicts, problem in rows:
        lessons = {exercise.split(".")[0] for exercise in verdicts}
        own = [exercise for exercise in exercises if exercise.split(".")[0] in lessons]
        right = sum(verdict == "right" for verdict in verdicts.values())
        cells = [verdicts.get(exercise, "missing" if exercise in own else "") for exercise in exercises]
        table.writerow([safe(name), right, len(own)] + cells + [safe(problem)])


def safe(text):
    """A text that a spreadsheet does not take for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


if __name__ == "__main__":
    main()
