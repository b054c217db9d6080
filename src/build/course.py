"""Tools for teachers of the course in notebooks/course; docs/teaching.md explains them.

    python3 src/build/course.py stick FOLDER    makes a folder for a class that runs without any network, from any place
    python3 src/build/course.py grade FOLDER    runs the notebooks of a class, and writes FOLDER/grades.csv; see grade.py

Each task first sets up what it needs in .clipmeter/ and target/.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from kernel_folder import KERNEL, LIB, PROJECT_KERNEL, VENV, build, install_kernel, make_kernel_venv, project_jars, remove
from steps import ROOT, WINDOWS, Failure, Refusal, find_jdk, run, run_logged, say, venv_python, wait_for

STICK = ROOT / "src" / "build" / "stick"
NOTEBOOKS = ROOT / "notebooks"
# What the kernel and DJL use of the JDK. jdk.jshell needs the compiler; jdk.crypto.ec is for HTTPS, if a class has a network.
MODULES = "java.se,jdk.jshell,jdk.compiler,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.charsets,jdk.localedata,jdk.management"
# What only installing packages needs; and the kernels of the environment, whose commands name its place.
PACKAGES_LEFT_OUT = shutil.ignore_patterns("__pycache__", "pip", "pip-*", "setuptools", "setuptools-*")
SHARED_LEFT_OUT = shutil.ignore_patterns("kernels")
MEGABYTE = 1e6
NEEDS = "needs.json"  # in a complete folder: the Python and the system that it is for
INCOMPLETE = "INCOMPLETE.txt"  # in a folder that is being made, or whose making was stopped


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    stick = tasks.add_parser("stick", help="make a folder for a class that runs without any network")
    stick.add_argument("folder", help="a new or empty folder, or one that this command made before")
    stick.add_argument("--prepared", action="store_true", help="take what is in .clipmeter and target as it is, without a build")
    grade = tasks.add_parser("grade", help="run the notebooks of a class, and write which exercises are right", add_help=False)
    grade.add_argument("rest", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    jdk = find_jdk()
    make_kernel_venv()
    if options.task == "stick" and options.prepared:
        return make_stick(jdk, options.folder)
    build(jdk)
    if options.task == "stick":
        return make_stick(jdk, options.folder)
    install_kernel(jdk, PROJECT_KERNEL, link=True)
    env = dict(os.environ, PYTHONIOENCODING="utf-8", HF_HUB_OFFLINE="1")
    command = [str(venv_python(VENV)), "-B", str(ROOT / "src" / "build" / "grade.py")] + options.rest
    return wait_for(subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL))


def make_stick(jdk, name):
    """Makes the folder, and says what hindered it; what is half made is refused by its programs, and made again by this command."""
    folder = Path(name).expanduser().absolute()
    try:
        check(folder)
        fill_stick(jdk, folder)
    except OSError as e:  # shutil.Error is one too: a list of files, each with its reason
        reason = e.args[0][0][2] if isinstance(e, shutil.Error) and isinstance(e.args[0], list) else e
        raise Failure("%s can't be written: %s. Free space, or name another folder, and run this again." % (folder, reason)) from e
    return 0


def fill_stick(jdk, folder):
    """Java, Python packages, kernel and notebooks, and the programs that start them."""
    say("Copying the Python packages, the kernel and the notebooks to %s ..." % folder)
    (folder / INCOMPLETE).write_text("This folder is not complete: run 'course.py stick' again.\n", encoding="utf-8")
    remove(folder / NEEDS)
    for old in ("python", "etc", "share", "java"):
        shutil.rmtree(str(folder / old), ignore_errors=True)
    copy(site_packages(), folder / "python", PACKAGES_LEFT_OUT)
    copy(VENV / "share" / "jupyter", folder / "share" / "jupyter", SHARED_LEFT_OUT)
    if (VENV / "etc" / "jupyter").is_dir():
        copy(VENV / "etc" / "jupyter", folder / "etc" / "jupyter")
    copy_kernel(folder / "share" / "jupyter" / "kernels" / KERNEL)
    copy_java(jdk, folder / "java")
    copy_notebooks(folder / "notebooks")
    for program in sorted(STICK.iterdir()):
        place(program, folder / program.name)
        if program.suffix in (".sh", ".command"):
            (folder / program.name).chmod(0o755)
    for program in ("run_notebook.py", "grade.py"):
        place(ROOT / "src" / "build" / program, folder / program)
    needs = {"python": "%d.%d" % sys.version_info[:2], "platform": sys.platform, "machine": platform.machine()}
    (folder / NEEDS).write_text(json.dumps(needs, indent=2) + "\n", encoding="utf-8")
    remove(folder / INCOMPLETE)
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    say("%s is complete: %.0f MB, for Python %s on %s %s." % (folder, size / MEGABYTE, needs["python"], sys.platform, needs["machine"]))
    say("Copy it anywhere, and start it with start.sh (Linux), start.command (macOS) or start.bat (Windows).")


def check(folder):
    """Creates the folder, and refuses one with files that this command did not make, since it deletes what it made before."""
    if os.pathsep in str(folder):
        raise Refusal("%s has a %s in its name, which Java and Python take for two folders; name another one." % (folder, os.pathsep))
    if folder.exists() and not folder.is_dir():
        raise Refusal("%s is a file; name a folder." % folder)
    if folder.is_dir() and any(folder.iterdir()) and not was_made(folder):
        raise Refusal("%s has files that this command did not make; name a new or empty folder." % folder)
    folder.mkdir(parents=True, exist_ok=True)


def was_made(folder):
    """Whether this command made the folder, or began to."""
    try:
        made = json.loads((folder / NEEDS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return (folder / INCOMPLETE).is_file()
    return isinstance(made, dict) and sorted(made) == ["machine", "platform", "python"]


def site_packages():
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    shown = subprocess.run([str(venv_python(VENV)), "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    return shown.stdout.decode("utf-8").strip()


def copy(source, target, left_out=None):
    shutil.copytree(str(source), str(target), ignore=left_out, copy_function=link_or_copy)


def link_or_copy(source, target):
    """Links a file that no build changes in place, or copies it to another file system."""
    try:
        os.link(str(source), str(target))
    except OSError:
        shutil.copy2(str(source), str(target))


def place(source, target):
    if target.exists():
        target.unlink()
    shutil.copy2(str(source), str(target))


def copy_kernel(folder):
    """The kernel with a command that finds its Java and its jars from its own place."""
    lib = folder / "lib"
    lib.mkdir(parents=True)
    jars = project_jars()
    dependencies = sorted(LIB.glob("*.jar"))
    jjava = VENV / "share" / "jupyter" / "kernels" / "java" / "jjava.jar"
    if len(jars) != 1 or not dependencies or not jjava.is_file():
        raise Failure("target/ has no complete build. Run this without --prepared.")
    for jar in dependencies + [jjava]:
        link_or_copy(jar, lib / jar.name)
    place(jars[0], lib / jars[0].name)  # Maven rewrites this jar in place
    spec = json.loads((ROOT / "kernel.json").read_text(encoding="utf-8"))
    spec["argv"][0] = "{resource_dir}/../../../../java/bin/" + ("java.exe" if WINDOWS else "java")
    (folder / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", encoding="utf-8")


def copy_java(jdk, folder):
    """A Java runtime with the modules that the kernel needs, made by the JDK's own jlink."""
    jlink = jdk.home / "bin" / ("jlink.exe" if WINDOWS else "jlink")
    if not jlink.is_file():
        raise Refusal("The JDK in %s has no jlink, which makes the Java runtime of the folder; use a complete JDK." % jdk.home)
    command = [jlink, "--add-modules", MODULES, "--no-header-files", "--no-man-pages", "--output", folder]
    run_logged("Making the Java runtime", command, "jlink.log")


def copy_notebooks(folder):
    """The notebooks that need no network, with their outputs; those that a class has changed are replaced."""
    (folder / "course").mkdir(parents=True, exist_ok=True)
    for notebook in [NOTEBOOKS / "quickstart.ipynb", NOTEBOOKS / "compare.ipynb", NOTEBOOKS / "models.ipynb"] + sorted((NOTEBOOKS / "course").glob("*.ipynb")):
        place(notebook, folder / notebook.relative_to(NOTEBOOKS))
    docs = folder.parent / "docs"
    docs.mkdir(exist_ok=True)
    for page in sorted((ROOT / "docs").glob("*.md")):
        place(page, docs / page.name)


if __name__ == "__main__":
    run(main)
