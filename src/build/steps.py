"""The common parts of quickstart.py and develop.py: logged steps, the JDK, Python environments, and the ways to end.

These files use only syntax that old Pythons understand, so that they can report that a newer Python is needed.
"""

import sys

if sys.version_info < (3, 9):
    sys.stderr.write(
        "%s needs Python 3.9 or newer, and this is Python %d.%d: run it with a newer one, e.g. python3.12 %s\n"
        % ((sys.argv[0],) + tuple(sys.version_info[:2]) + (sys.argv[0],))
    )
    sys.exit(2)

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".clipmeter"
LOGS = HOME / "log"
WINDOWS = os.name == "nt"
OLDEST_JDK = 17


class Refusal(Exception):
    """Something that is missing on this machine, in one line."""


class Failure(Exception):
    """A step that failed: one line, the last lines of its log, and the path of the log."""


def run(main):
    """Runs a program and exits with its code; every expected failure prints a message instead of a traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that running processes are stopped first
    try:
        sys.exit(main())
    except Refusal as refusal:
        sys.stderr.write("%s\n" % refusal)
        sys.exit(2)
    except Failure as failure:
        sys.stderr.write("%s\n" % failure)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run it again to go on.\n")
        sys.exit(130)


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def wait_for(process):
    """Waits for a process and returns its exit code; if this program is stopped meanwhile, stops the process first."""
    try:
        return process.wait()
    except BaseException:
        stop(process)
        raise


def stop(process):
    """Asks a process to end, so that it can end the kernels it has started, and kills it if it takes too long."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run_logged(title, command, log_name, env=None):
    """Runs a command with its output in a log file, and shows how long it has been running."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / log_name
    started = time.monotonic()
    live = sys.stdout.isatty()
    if not live:
        say(title + " ...")
    words = [str(word) for word in command]
    try:
        with open(str(log), "wb") as out:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, cwd=str(ROOT), env=env
            )
            code = None
            while code is None:
                try:
                    code = process.wait(1 if live else 60)
                except subprocess.TimeoutExpired:
                    seconds = int(time.monotonic() - started)
                    if live:
                        sys.stdout.write("\r%s ... %d s " % (title, seconds))
                        sys.stdout.flush()
                    else:
                        say("  %d s" % seconds)
                except BaseException:
                    stop(process)
                    raise
    except OSError as e:
        raise Failure("%s failed: can't start %s: %s" % (title, words[0], e))
    if live:
        say("\r%s: %.0f s      " % (title, time.monotonic() - started))
    if code != 0:
        raise Failure("%s failed (exit code %d). The end of %s:\n%s" % (title, code, log, last_lines(log, 12)))


def last_lines(log, most):
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(["  " + line for line in lines if line.strip()][-most:])


def maven():
    """The command that starts the Maven wrapper."""
    return [str(ROOT / "mvnw.cmd")] if WINDOWS else ["sh", str(ROOT / "mvnw")]


class Jdk:
    """A JDK: its home, its java, and the name of that java in the kernel's command."""

    def __init__(self, home):
        self.home = Path(home)
        self.java = self.home / "bin" / ("java.exe" if WINDOWS else "java")
        on_path = shutil.which("java")
        same = on_path and os.path.realpath(on_path) == os.path.realpath(str(self.java))
        self.command = "java" if same else str(self.java)
        self.env = dict(os.environ, JAVA_HOME=str(self.home))


def find_jdk():
    """The JDK in JAVA_HOME, else the one on PATH."""
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
        raise Refusal("%s (from %s) does not report its version. %s" % (java, where, how_to))
    number = int(version.group(1))
    if number < OLDEST_JDK:
        raise Refusal("%s (from %s) is Java %d. %s" % (java, where, number, how_to))
    javac = Path(home.group(1)) / "bin" / ("javac.exe" if WINDOWS else "javac")
    if not javac.is_file():
        raise Refusal("%s (from %s) is a Java runtime without the compiler (no %s). %s" % (java, where, javac, how_to))
    return Jdk(home.group(1))


def venv_python(folder):
    return folder / "Scripts" / "python.exe" if WINDOWS else folder / "bin" / "python"


def make_venv(folder, pins, title, alone=(), beside=()):
    """Makes a virtual environment with these packages, unless there already is a complete one.

    The packages of `alone` are installed without those that they depend on; the folders `beside` provide more packages.
    """
    wanted = "\n".join(["python %d.%d" % sys.version_info[:2]] + pins + list(alone) + list(beside))
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
    if beside:
        site = sysconfig.get_path("purelib", "venv", {"base": str(folder)})
        Path(site, "beside.pth").write_text("\n".join(beside) + "\n", encoding="utf-8")
    if pins:
        run_logged(title, pip + pins, name + "-pip.log")
    if alone:
        run_logged("Installing " + ", ".join(alone), pip + ["--no-deps"] + list(alone), name + "-alone.log")
    marker.write_text(stamp + "\n", encoding="ascii")


def works(python, code="pass"):
    """Whether this Python runs, and can run this code."""
    try:
        return subprocess.run([str(python), "-c", code], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False
