"""From nothing to a first CLIP Score in a Java notebook: needs Python 3.9 and a JDK 17, or newer.

    python3 quickstart.py             sets up what is missing, runs notebooks/quickstart.ipynb, prints the value
    python3 quickstart.py --lab       sets up what is missing, opens the notebook in JupyterLab
    python3 quickstart.py --install   sets up what is missing, adds the kernel to your own Jupyter
    python3 quickstart.py --benchmark sets up what is missing, times clipmeter beside transformers

Everything it makes lies in .clipmeter/ and target/, beside this file. The syntax stays readable for old Pythons,
so that they can say what they lack.
"""
import sys

if sys.version_info < (3, 9):
    sys.stderr.write(
        "quickstart.py needs Python 3.9 or newer, and this is Python %d.%d: run it with a newer one, "
        "e.g. python3.12 quickstart.py\n" % sys.version_info[:2]
    )
    sys.exit(2)

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".clipmeter"
VENV = HOME / "venv"
NEWEST_VENV = HOME / "python-newest"
TEST_VENV = HOME / "python-tests"
BROWSER_VENV = HOME / "venv-browser"
BROWSER = HOME / "browser"
LAB = ROOT / "src" / "test" / "resources" / "org" / "clipmeter" / "notebook" / "lab"
LOGS = HOME / "log"
LIB = ROOT / "target" / "kernel" / "lib"
BUILT = ROOT / "target" / "kernel" / "built"
BENCHMARK = HOME / "benchmark"
BENCHMARK_CLASSES = ROOT / "target" / "benchmark-classpath"
NOTEBOOK = ROOT / "notebooks" / "quickstart.ipynb"
WINDOWS = os.name == "nt"
KERNEL = "clipmeter"
OLDEST_JDK = 17
FAILED_CELL = 3
ARCHIVE = "clipmeter.jsa"
# An archive that does not fit is passed over without a word on the kernel's output; another JDK calls that an error.
QUIET_ARCHIVE = ["-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds=off:stderr"]
# What most sessions do, to see which classes they load.
TYPICAL_CELLS = [
    "%tifa --source shapes --limit 4",
    'Shapes.draw(lastPrompts(), java.nio.file.Path.of("images")).size()',
    "%clip models",
    "%clip model shapes",
    "Table scores = %clip score images",
    "scores",
]

# The reference of the tests: the newest stable versions that a Python can have. Pillow 13 needs Python 3.11; on an older
# one the tests that compare with today's reference are skipped by name.
REFERENCES = {
    (3, 11): {
        "huggingface_hub": "2.4.0",
        "numpy": "2.4.6",
        "pillow": "13.0.0",
        "safetensors": "0.8.0",
        "scipy": "1.17.1",
        "tokenizers": "0.23.3",
        "torch": "2.15.0",
        "transformers": "5.24.0",
    },
    (3, 10): {
        "huggingface_hub": "1.33.0",
        "numpy": "2.2.6",
        "pillow": "12.3.0",
        "safetensors": "0.8.0",
        "scipy": "1.15.3",
        "tokenizers": "0.23.2",
        "torch": "2.13.0",
        "transformers": "5.18.0",
    },
    (3, 9): {
        "huggingface_hub": "0.36.2",
        "numpy": "2.0.2",
        "pillow": "11.3.0",
        "safetensors": "0.7.0",
        "scipy": "1.13.1",
        "tokenizers": "0.22.2",
        "torch": "2.8.0",
        "transformers": "4.57.6",
    },
}
REFERENCE = next(pins for oldest, pins in REFERENCES.items() if sys.version_info >= oldest or oldest == (3, 9))
TEST_PINS = ["%s==%s" % pin for pin in REFERENCE.items()]
if sys.version_info >= (3, 10):
    KERNEL_PINS = ["jjava==1.0a8", "jupyterlab==4.6.6", "nbclient==0.11.0", "nbconvert==7.17.2"]
    BROWSER_PINS = ["playwright==1.65.2"]
else:
    KERNEL_PINS = ["jjava==1.0a8", "jupyterlab==4.5.11", "nbclient==0.10.2", "nbconvert==7.17.2"]
    BROWSER_PINS = ["playwright==1.60.0"]


class Refusal(Exception):
    """What the machine lacks, in one line."""


class Failure(Exception):
    """A step that failed: one line, the log's last lines and its path."""


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run_logged(title, command, log_name, env=None):
    """Runs a command with its output in a log file, and shows how long it has been at it."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / log_name
    started = time.monotonic()
    live = sys.stdout.isatty()
    if not live:
        say(title + " ...")
    try:
        with open(str(log), "wb") as out:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=str(ROOT),
                env=env,
            )
            while True:
                try:
                    code = process.wait(1 if live else 60)
                    break
                except subprocess.TimeoutExpired:
                    seconds = int(time.monotonic() - started)
                    if live:
                        sys.stdout.write("\r%s ... %d s " % (title, seconds))
                        sys.stdout.flush()
                    else:
                        say("  %d s" % seconds)
                except BaseException:
                    process.terminate()
                    process.wait()
                    raise
    except OSError as e:
        raise Failure("%s failed: can't start %s: %s" % (title, command[0], e))
    seconds = time.monotonic() - started
    if live:
        sys.stdout.write("\r%s: %.0f s      \n" % (title, seconds))
        sys.stdout.flush()
    if code != 0:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        tail = "\n".join("  " + line for line in [l for l in lines if l.strip()][-12:])
        raise Failure("%s failed (exit code %d). The end of %s:\n%s" % (title, code, log, tail))


# ---- the JDK


class Jdk:
    """A JDK: its home, its version, and how the kernel's command should name its java."""

    def __init__(self, home, version):
        self.home = Path(home)
        self.version = version
        self.java = self.home / "bin" / ("java.exe" if WINDOWS else "java")
        on_path = shutil.which("java")
        same = on_path and os.path.realpath(on_path) == os.path.realpath(str(self.java))
        self.command = "java" if same else str(self.java)


def find_jdk():
    how_to = "Install a JDK %d or newer (https://adoptium.net) and set JAVA_HOME to it, or put it on PATH." % OLDEST_JDK
    java_home = os.environ.get("JAVA_HOME", "").strip().strip('"')
    if java_home:
        java = Path(java_home) / "bin" / ("java.exe" if WINDOWS else "java")
        if not java.is_file():
            raise Refusal("JAVA_HOME is %s, but there is no %s. %s" % (java_home, java, how_to))
        where = "JAVA_HOME"
    else:
        found = shutil.which("java")
        if not found:
            raise Refusal("No java found: JAVA_HOME is not set and PATH has none. " + how_to)
        java = Path(found)
        where = "PATH"
    try:
        shown = subprocess.run(
            [str(java), "-XshowSettings:properties", "-version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired) as e:
        raise Refusal("%s (from %s) does not run: %s. %s" % (java, where, e, how_to))
    home = re.search(r"^\s*java\.home = (.+?)\s*$", shown, re.M)
    version = re.search(r"^\s*java\.specification\.version = (?:1\.)?(\d+)", shown, re.M)
    if not home or not version:
        raise Refusal("%s (from %s) does not say its version. %s" % (java, where, how_to))
    number = int(version.group(1))
    if number < OLDEST_JDK:
        raise Refusal("%s (from %s) is Java %d. %s" % (java, where, number, how_to))
    javac = Path(home.group(1)) / "bin" / ("javac.exe" if WINDOWS else "javac")
    if not javac.is_file():
        raise Refusal("%s (from %s) is a Java runtime without the compiler (no %s). %s" % (java, where, javac, how_to))
    return Jdk(home.group(1), number)


# ---- Python environments


def venv_python(folder):
    return folder / "Scripts" / "python.exe" if WINDOWS else folder / "bin" / "python"


def make_venv(folder, pins, title):
    """Makes a virtual environment with these packages, unless a complete one is there."""
    wanted = "\n".join(["python %d.%d" % sys.version_info[:2]] + pins)
    stamp = hashlib.sha256(wanted.encode("utf-8")).hexdigest()
    marker = folder / "clipmeter-pins"
    if marker.is_file() and marker.read_text(encoding="ascii").strip() == stamp and works(venv_python(folder)):
        return
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as e:
        raise Refusal(
            "This Python (%s) has no module '%s', which virtual environments need: on Debian and Ubuntu run "
            "'apt install python3-venv'." % (sys.executable, e.name)
        )
    if folder.exists():
        shutil.rmtree(str(folder))
    name = folder.name
    run_logged("Making the Python environment " + name, [sys.executable, "-m", "venv", folder], name + "-venv.log")
    pip = [venv_python(folder), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    run_logged(title, pip + pins, name + "-pip.log")
    marker.write_text(stamp + "\n", encoding="ascii")


def newest():
    """Runs the tests beside the newest reference that the registry has, and tells which versions and tests moved."""
    make_venv(NEWEST_VENV, sorted(REFERENCE), "Installing the newest PyTorch and transformers (up to 5 GB on Linux)")
    listed = subprocess.run([str(venv_python(NEWEST_VENV)), "-m", "pip", "list", "--format=json"], stdout=subprocess.PIPE, check=True)
    found = {one["name"].lower().replace("-", "_"): one["version"] for one in json.loads(listed.stdout.decode("utf-8"))}
    for name, pinned in REFERENCE.items():
        say("%-16s %s%s" % (name, pinned, "" if found[name] == pinned else " -> " + found[name]))
    wrapper = str(ROOT / ("mvnw.cmd" if WINDOWS else "mvnw"))
    command = [wrapper, "-B", "verify", "-Dtest=Golden*", "-Dsurefire.failIfNoSpecifiedTests=false", "-Dit.test=*PythonIT"]
    tested = subprocess.run(command + ["-Dtest.python=%s" % venv_python(NEWEST_VENV)], cwd=str(ROOT), stdin=subprocess.DEVNULL).returncode
    say("Nothing moved: all tests pass beside these versions." if tested == 0 else "The failed tests above name what moved.")
    return tested


def works(python):
    try:
        return subprocess.run([str(python), "-c", "pass"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def find_browser():
    """Finds or fetches a Chromium that shows the notebooks to the tests; gives False where there is none to be had."""
    try:
        make_venv(BROWSER_VENV, BROWSER_PINS, "Installing Playwright to drive a browser with (about 50 MB)")
        command = [venv_python(BROWSER_VENV), "-B", LAB / "browser.py", BROWSER]
        run_logged("Finding a browser for the tests in JupyterLab", command, "browser.log")
        return True
    except Failure as e:
        said = str(e).splitlines()[-1].strip()
        say("  none: the tests in JupyterLab will be skipped (see %s). %s" % (LOGS, said))
        return False


def make_pictures():
    """Runs the notebooks in JupyterLab, keeps them as they ran, and takes notebooks/pictures/ from its pages."""
    if not find_browser():
        return 1
    folder = HOME / "pictures"
    if folder.exists():
        shutil.rmtree(str(folder))
    folder.mkdir(parents=True)
    command = [venv_python(BROWSER_VENV), "-B", LAB / "lab.py", venv_python(VENV), BROWSER / "browser.json", folder]
    env = dict(os.environ, HF_HUB_OFFLINE="1", CLIPMETER_CACHE="off")
    run_logged("Making the pictures", command + [NOTEBOOK.parent], "pictures.log", env)
    say("Made anew: the notebooks in %s, and %s" % (NOTEBOOK.parent, NOTEBOOK.parent / "pictures"))
    return 0


# ---- the jar and the kernel


def build(jdk):
    """Builds the jar and collects what it depends on, unless both are newer than the sources."""
    sources = [ROOT / "pom.xml"] + [path for path in (ROOT / "src" / "main").rglob("*") if path.is_file()]
    newest = max(path.stat().st_mtime for path in sources)
    if BUILT.is_file() and BUILT.stat().st_mtime > newest and project_jars() and any(LIB.glob("*.jar")):
        return
    wrapper = ROOT / ("mvnw.cmd" if WINDOWS else "mvnw")
    command = [wrapper] if WINDOWS else ["sh", wrapper]
    run_logged(
        "Building clipmeter (the first time downloads about 250 MB)",
        command + ["-B", "-q", "-DskipTests", "-Dall.skip=true", "package"],
        "build.log",
        env=dict(os.environ, JAVA_HOME=str(jdk.home)),
    )
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.touch()


def project_jars():
    aside = re.compile(r"-(all|sources|javadoc|tests)\.jar$")
    return [jar for jar in (ROOT / "target").glob("clipmeter-*.jar") if not aside.search(jar.name)]


def install_kernel(jdk, folder, link):
    """Puts kernel.json and its jars into a kernelspec folder; what is there already stays."""
    jars = project_jars()
    dependencies = sorted(LIB.glob("*.jar"))
    if len(jars) != 1 or not dependencies:
        raise Failure("target/ has no complete build. Run 'python3 quickstart.py', or './mvnw package' first.")
    jjava = VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    if not jjava.is_file():
        raise Failure("The package jjava brought no %s. Delete %s and run this again." % (jjava, VENV))
    lib = folder / "lib"
    lib.mkdir(parents=True, exist_ok=True)
    wanted = dict((jar.name, jar) for jar in dependencies)
    wanted["jjava.jar"] = jjava
    wanted[jars[0].name] = jars[0]
    try:
        for old in lib.iterdir():
            if old.name not in wanted:
                old.unlink()
        for name, jar in wanted.items():
            # Maven rewrites the project's own jar in place, under a running kernel: never linked.
            place(jar, lib / name, link and jar is not jars[0])
        spec = json.loads((ROOT / "kernel.json").read_text(encoding="utf-8"))
        spec["argv"][0] = jdk.command
        archive = folder / ARCHIVE
        stamp = archive_stamp(jdk, lib, spec)
        try:
            before = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))["metadata"].get("clipmeter_classes")
        except (OSError, ValueError, KeyError):
            before = None
        if before != stamp or not archive.is_file():
            if archive.exists():
                archive.unlink()
            write_spec(folder, spec)
            archive_classes(folder)
        if archive.is_file():
            spec["metadata"]["clipmeter_classes"] = stamp
            spec["argv"][1:1] = ["-XX:SharedArchiveFile={resource_dir}/" + ARCHIVE] + QUIET_ARCHIVE
        write_spec(folder, spec)
    except PermissionError as e:
        raise Failure("Can't replace %s: close the notebooks that use this kernel and run this again." % e.filename)


def write_spec(folder, spec):
    (folder / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")


def archive_stamp(jdk, lib, spec):
    """What an archive of classes depends on: the JDK, the command, the jars."""
    parts = [str(jdk.home), str(os.stat(str(jdk.java)).st_mtime_ns), str(lib)] + spec["argv"]
    for jar in sorted(lib.iterdir()):
        parts += [jar.name, str(jar.stat().st_size), str(jar.stat().st_mtime_ns)]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def archive_classes(folder):
    """Runs the kernel once and keeps its classes as the JVM holds them in memory, so that it starts in half the time.
    Without the archive, or where it does not fit, the JVM loads the classes from the jars as ever."""
    command = [venv_python(VENV), ROOT / "quickstart.py", "--archive", folder]
    try:
        run_logged("Preparing a fast start of the kernel", command, "archive.log")
    except Failure:
        say("  not prepared (see %s): the kernel will start somewhat slower." % (LOGS / "archive.log"))
        for name in (ARCHIVE, ARCHIVE + ".part"):
            if (folder / name).exists():
                (folder / name).unlink()


def record_classes(folder):
    """The part of archive_classes that runs inside the environment, where jupyter_client is."""
    import tempfile

    from jupyter_client.manager import KernelManager

    part = folder / (ARCHIVE + ".part")
    spec = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    command = [word.replace("{resource_dir}", str(folder)) for word in spec["argv"]]
    command.insert(1, "-XX:ArchiveClassesAtExit=%s" % part)
    with tempfile.TemporaryDirectory() as scratch:
        manager = KernelManager(kernel_name=KERNEL, shutdown_wait_time=120)
        manager._kernel_spec = manager.kernel_spec_manager.kernel_spec_class(resource_dir=str(folder), argv=command)
        manager.start_kernel(cwd=scratch, env=dict(os.environ, HF_HUB_OFFLINE="1"))
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=300)
            for cell in TYPICAL_CELLS:
                reply = client.execute_interactive(cell, timeout=300, output_hook=lambda message: None)
                if reply["content"]["status"] != "ok":
                    say("failed: %s: %s" % (cell, reply["content"].get("evalue")))
                    return 1
        finally:
            manager.shutdown_kernel()
            client.stop_channels()
    if not part.is_file():
        say("the kernel left no %s" % part)
        return 1
    os.replace(str(part), str(folder / ARCHIVE))
    return 0


def place(source, target, link):
    if target.exists():
        mine, theirs = target.stat(), source.stat()
        if mine.st_size == theirs.st_size and mine.st_mtime == theirs.st_mtime:
            return
    part = target.with_name(target.name + ".part")
    if part.exists():
        part.unlink()
    try:
        if not link:
            raise OSError("copy")
        os.link(str(source), str(part))
    except OSError:
        shutil.copy2(str(source), str(part))
    os.replace(str(part), str(target))


def project_kernel():
    return VENV / "share" / "jupyter" / "kernels" / KERNEL


def user_kernel():
    code = "from jupyter_core.paths import jupyter_data_dir; print(jupyter_data_dir())"
    shown = subprocess.run([str(venv_python(VENV)), "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    if shown.returncode != 0:
        raise Failure("Jupyter does not say where its data folder is. Delete %s and run this again." % VENV)
    return Path(shown.stdout.decode("utf-8").strip()) / "kernels" / KERNEL


# ---- the notebook


def run_notebook(source, folder, offline):
    """Executes a notebook in the project's kernel, in a process of its environment, and prints what it found."""
    env = dict(os.environ, PYTHONIOENCODING="utf-8")
    if offline:
        env["HF_HUB_OFFLINE"] = "1"
    command = [str(venv_python(VENV)), str(ROOT / "quickstart.py"), "--execute", str(source), str(folder)]
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "kernel.log"
    with open(str(log), "wb") as err:
        code = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stderr=err).returncode
    if code not in (0, FAILED_CELL):
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        raise Failure("Running the notebook failed (exit code %d). The end of %s:\n%s" % (code, log, "\n".join(lines[-5:])))
    return 1 if code else 0


def execute(source, folder):
    """The part of run_notebook that runs inside the environment, where nbclient is."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, DeadKernelError
    from nbconvert import HTMLExporter

    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(str(source), as_version=4)
    cells = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    started = {}

    def on_start(cell, cell_index):
        started[cell_index] = time.monotonic()
        first = cell.source.strip().splitlines()[0] if cell.source.strip() else ""
        sys.stdout.write("  [%d/%d] %-60s" % (cells.index(cell_index) + 1, len(cells), first[:60]))
        sys.stdout.flush()

    def on_end(cell, cell_index, **_):
        if cell_index in started:
            say(" %5.1f s" % (time.monotonic() - started.pop(cell_index)))

    say("Running %s" % source)
    begun = time.monotonic()
    client = NotebookClient(
        notebook,
        kernel_name=KERNEL,
        timeout=None,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=on_start,
        on_cell_executed=on_end,
    )
    target = folder / source.name
    failed = None
    try:
        client.execute()
    except CellExecutionError:
        failed = "\n".join(errors(notebook)[-1:])
    except (DeadKernelError, RuntimeError) as e:
        failed = "the kernel stopped: %s" % e
    nbformat.write(notebook, str(target))
    html = target.with_suffix(".html")
    html.write_text(HTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    if failed is not None:
        say("%s failed:\n%s\nAs far as it came: %s" % (source.name, failed, target))
        return FAILED_CELL
    say("Done in %.0f s." % (time.monotonic() - begun))
    for summary in summaries(notebook):
        say(summary)
    say("Notebook: %s\nAs a page: %s" % (target, html))
    return 0


def errors(notebook):
    """The text of all errors, without colours."""
    shown = [o for cell in notebook.cells for o in cell.get("outputs", []) if o.output_type == "error"]
    return [re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback)) or error.evalue for error in shown]


def summaries(notebook):
    """The summaries of all runs that the notebook shows."""
    shown = [o.data.get("text/plain", "") for cell in notebook.cells for o in cell.get("outputs", []) if "data" in o]
    return [text for text in shown if re.match(r"CLIP Score (-?\d|none)", text)]


# ---- the benchmark


def benchmark(jdk, quick, sections, threads):
    """Runs the benchmark with the kernel's own JVM flags, and leaves no process behind when it is stopped."""
    wrapper = ROOT / ("mvnw.cmd" if WINDOWS else "mvnw")
    run_logged(
        "Building the benchmark",
        ([wrapper] if WINDOWS else ["sh", wrapper])
        + ["-B", "-q", "test-compile", "dependency:build-classpath", "-Dmdep.includeScope=test", "-Dmdep.outputFile=%s" % BENCHMARK_CLASSES],
        "benchmark-build.log",
        env=dict(os.environ, JAVA_HOME=str(jdk.home)),
    )
    classes = [str(ROOT / "target" / "test-classes"), str(ROOT / "target" / "classes")]
    classes.append(BENCHMARK_CLASSES.read_text(encoding="utf-8").strip())
    argv = json.loads((ROOT / "kernel.json").read_text(encoding="utf-8"))["argv"]
    command = [str(jdk.java)] + argv[1 : argv.index("-cp")] + ["-cp", os.pathsep.join(classes)]
    command += ["org.clipmeter.benchmark.Benchmark", str(BENCHMARK), str(venv_python(TEST_VENV))]
    command += [str(venv_python(VENV)), "quick" if quick else "full", sections]
    BENCHMARK.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ, HF_HUB_CACHE=str(BENCHMARK / "hub"), HF_HUB_OFFLINE="1", OMP_NUM_THREADS=str(threads))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()  # its shutdown hook ends its own children
            process.wait()


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- what to do


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--lab", action="store_true", help="open the notebook in JupyterLab")
    what.add_argument("--install", action="store_true", help="add the kernel to your own Jupyter")
    what.add_argument("--benchmark", action="store_true", help="time clipmeter beside transformers (4 GB of disk)")
    what.add_argument("--prepare", action="store_true", help="from a finished build: only make the project's kernel")
    what.add_argument("--prepare-tests", action="store_true", help="--prepare, and the Python and browser of the tests")
    what.add_argument("--newest", action="store_true", help="run the tests beside the newest reference, whatever is pinned")
    what.add_argument("--pictures", action="store_true", help="run the notebooks and make the README's pictures anew")
    what.add_argument("--archive", metavar="FOLDER", help=argparse.SUPPRESS)
    what.add_argument("--execute", nargs=2, metavar=("NOTEBOOK", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--quick", action="store_true", help="with --benchmark: fewer images and rounds")
    parser.add_argument(
        "--only", metavar="A,B", default="peak,throughput,bf16,start,cache,preprocessing", help="with --benchmark: some of %(default)s"
    )
    parser.add_argument("--threads", type=int, default=cores(), help="with --benchmark: of each side (default: all cores)")
    options = parser.parse_args()
    if options.archive:
        return record_classes(Path(options.archive).resolve())
    if options.execute:
        return execute(*[Path(path).resolve() for path in options.execute])

    if options.newest:
        return newest()
    jdk = find_jdk()
    make_venv(VENV, KERNEL_PINS, "Installing JupyterLab and the Java kernel (about 80 MB)")
    if not options.prepare and not options.prepare_tests:
        build(jdk)
    install_kernel(jdk, project_kernel(), link=True)
    if options.prepare_tests or options.benchmark:
        make_venv(TEST_VENV, TEST_PINS, "Installing PyTorch and transformers to compare with (up to 5 GB on Linux)")
    if options.prepare_tests:
        find_browser()
    if options.pictures:
        return make_pictures()
    if options.benchmark:
        return benchmark(jdk, options.quick, options.only, options.threads)
    if options.prepare or options.prepare_tests:
        say("The kernel is ready: %s" % project_kernel())
        return 0
    if options.install:
        target = user_kernel()
        install_kernel(jdk, target, link=False)
        say("Your Jupyter now has the kernel 'Java (clipmeter)': %s" % target)
        return 0
    if options.lab:
        say("Opening JupyterLab (Ctrl-C ends it)")
        command = [str(venv_python(VENV)), "-m", "jupyterlab", str(NOTEBOOK), "--ServerApp.root_dir=" + str(ROOT)]
        return subprocess.run(command, cwd=str(ROOT)).returncode
    return run_notebook(NOTEBOOK, HOME, offline=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refusal as refusal:
        sys.stderr.write(str(refusal) + "\n")
        sys.exit(2)
    except Failure as failure:
        sys.stderr.write(str(failure) + "\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run it again to go on.\n")
        sys.exit(130)
