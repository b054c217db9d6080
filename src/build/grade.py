"""Grades the notebooks of a class: runs each one, and writes which of its exercises are right.

    python grade.py FOLDER [--out grades.csv] [--minutes N] [--as-stored]

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
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellTimeoutError, DeadKernelError

START_SECONDS = 300  # a kernel takes seconds to start, and much longer on a busy machine
CHECK = re.compile(r"^\s*%clip\s+check\b", re.M)
VERDICT = re.compile(r"^Exercise ([0-9]{1,2}\.[0-9]{1,2}) (right|not yet|open): ", re.M)
LARGEST = 100_000_000  # bytes of a notebook; those of the course have at most a million


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="the folder of the notebooks")
    parser.add_argument("--out", type=Path, help="the CSV file to write (default: grades.csv in the folder)")
    parser.add_argument("--minutes", type=float, default=10, help="the most time for one cell (default: %(default)s)")
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
        verdicts, problem = grade(path, options)
        rows.append((name, verdicts, printable(problem)))
        print("%-40s %s%s" % (name, counted(verdicts), "; " + rows[-1][2] if problem else ""), flush=True)
        write(out, rows)
    print("Written: %s" % out)


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
            problem = execute(notebook, options.minutes * 60)
        verdicts = verdicts_of(notebook)
        return verdicts, problem or ("" if verdicts else "shows no verdict on an exercise")
    except (AttributeError, LookupError, TypeError):
        return {}, "not read: it is not a valid notebook"
    except Exception as e:  # one unreadable notebook must not end the grading of the others
        return {}, "not read: %s" % (" ".join(str(e).split())[:200] or type(e).__name__)


def execute(notebook, seconds):
    """Runs all cells, also after one that fails, and returns what stopped the run or how many cells failed."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    with tempfile.TemporaryDirectory(prefix="clipmeter-grade-") as folder:
        client = NotebookClient(
            notebook,
            kernel_name="clipmeter",
            timeout=seconds,
            startup_timeout=START_SECONDS,
            allow_errors=True,
            resources={"metadata": {"path": folder}},
        )
        try:
            client.execute()
        except CellTimeoutError:
            return "stopped: a cell took longer than %g minutes" % (seconds / 60)
        except (DeadKernelError, CellControlSignal, RuntimeError) as e:
            return "stopped: %s" % " ".join(str(e).split())[:200]
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
    try:
        file = open(str(out), "w", newline="", encoding="utf-8")
    except OSError as e:
        sys.exit("%s can't be written: %s. Name another file with --out." % (out, e.strerror or e))
    with file:
        table = csv.writer(file)
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
