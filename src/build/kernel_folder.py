"""The Java kernel of clipmeter: its environment, its jars, and the folder in which Jupyter finds it."""

import hashlib
import json
import os
import re
import shutil
import sys

from steps import HOME, LOGS, ROOT, Failure, make_venv, maven, run_logged, say, venv_python

VENV = HOME / "venv"
KERNEL = "clipmeter"
PROJECT_KERNEL = VENV / "share" / "jupyter" / "kernels" / KERNEL
LIB = ROOT / "target" / "kernel" / "lib"
BUILT = ROOT / "target" / "kernel" / "built"
ARCHIVE = "clipmeter.jsa"
# If the archive does not fit, the JVM must ignore it without writing to the kernel's output; some JDKs report it as an error.
QUIET_ARCHIVE = ["-Xshare:auto", "-Xlog:disable", "-Xlog:all=error:stderr", "-Xlog:cds=off:stderr"]

if sys.version_info >= (3, 10):
    PINS = ["jjava==1.0a8", "jupyterlab==4.6.6", "nbclient==0.11.0", "nbconvert==7.17.2"]
else:
    PINS = ["jjava==1.0a8", "jupyterlab==4.5.11", "nbclient==0.10.2", "nbconvert==7.17.2"]


def make_kernel_venv():
    make_venv(VENV, PINS, "Installing JupyterLab and the Java kernel (about 80 MB)")


def build(jdk):
    """Builds the jar and collects its dependencies, unless both are newer than the sources."""
    sources = [ROOT / "pom.xml"] + [path for path in (ROOT / "src" / "main").rglob("*") if path.is_file()]
    newest = max(path.stat().st_mtime for path in sources)
    if BUILT.is_file() and BUILT.stat().st_mtime > newest and project_jars() and any(LIB.glob("*.jar")):
        return
    command = maven() + ["-B", "-q", "-DskipTests", "-Dall.skip=true", "package"]
    run_logged("Building clipmeter (the first time downloads about 260 MB)", command, "build.log", jdk.env)
    BUILT.parent.mkdir(parents=True, exist_ok=True)
    BUILT.touch()


def project_jars():
    aside = re.compile(r"-(all|sources|javadoc|tests)\.jar$")
    return [jar for jar in (ROOT / "target").glob("clipmeter-*.jar") if not aside.search(jar.name)]


def install_kernel(jdk, folder, link):
    """Puts kernel.json and its jars into a kernel folder; files that are already there and up to date stay."""
    jars = project_jars()
    dependencies = sorted(LIB.glob("*.jar"))
    if len(jars) != 1 or not dependencies:
        raise Failure("target/ has no complete build. Run 'python3 quickstart.py', or './mvnw package' first.")
    jjava = VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    if not jjava.is_file():
        raise Failure("The package jjava does not contain %s. Delete %s and run this again." % (jjava, VENV))
    lib = folder / "lib"
    lib.mkdir(parents=True, exist_ok=True)
    wanted = {jar.name: jar for jar in dependencies}
    wanted["jjava.jar"] = jjava
    wanted[jars[0].name] = jars[0]
    try:
        for old in lib.iterdir():
            if old.name not in wanted:
                old.unlink()
        for name, jar in wanted.items():
            # Maven rewrites the project's own jar in place, even while a kernel runs, so this jar is never linked.
            place(jar, lib / name, link and jar is not jars[0])
        write_spec_and_archive(jdk, folder, lib)
    except PermissionError as e:
        raise Failure("Can't replace %s: close the notebooks that use this kernel and run this again." % e.filename)


def place(source, target, link):
    """Links or copies a file, unless the target is already the same."""
    if target.exists():
        mine, theirs = target.stat(), source.stat()
        if mine.st_size == theirs.st_size and mine.st_mtime == theirs.st_mtime:
            return
    part = target.with_name(target.name + ".part")
    remove(part)
    try:
        if not link:
            raise OSError("copy")
        os.link(str(source), str(part))
    except OSError:
        shutil.copy2(str(source), str(part))
    os.replace(str(part), str(target))


def write_spec_and_archive(jdk, folder, lib):
    """Writes kernel.json, and makes the archive of classes that it names, unless the existing one is up to date."""
    spec = json.loads((ROOT / "kernel.json").read_text(encoding="utf-8"))
    spec["argv"][0] = jdk.command
    archive = folder / ARCHIVE
    stamp = archive_stamp(jdk, lib, spec)
    try:
        before = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))["metadata"].get("clipmeter_classes")
    except (OSError, ValueError, KeyError):
        before = None
    if before != stamp or not archive.is_file():
        remove(archive)
        write_spec(folder, spec)
        archive_classes(folder)
    if archive.is_file():
        spec["metadata"]["clipmeter_classes"] = stamp
        spec["argv"][1:1] = ["-XX:SharedArchiveFile={resource_dir}/" + ARCHIVE] + QUIET_ARCHIVE
    write_spec(folder, spec)


def write_spec(folder, spec):
    (folder / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")


def archive_stamp(jdk, lib, spec):
    """What an archive of classes depends on: the JDK, the command, the jars."""
    parts = [str(jdk.home), str(os.stat(str(jdk.java)).st_mtime_ns), str(lib)] + spec["argv"]
    for jar in sorted(lib.iterdir()):
        parts += [jar.name, str(jar.stat().st_size), str(jar.stat().st_mtime_ns)]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def archive_classes(folder):
    """Runs the kernel once and archives its classes as the JVM has them in memory, so that it starts in half the time.
    Without the archive, or if it does not fit, the JVM loads the classes from the jars as usual."""
    command = [venv_python(VENV), ROOT / "src" / "build" / "archive_classes.py", folder, ARCHIVE]
    try:
        run_logged("Preparing a fast start of the kernel", command, "archive.log")
    except Failure:
        say("  This failed (see %s): the kernel will start somewhat slower." % (LOGS / "archive.log"))
        remove(folder / ARCHIVE)
        remove(folder / (ARCHIVE + ".part"))


def remove(file):
    if file.exists():
        file.unlink()
