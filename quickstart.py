"""Sets up everything for a first CLIP Score in a Java notebook: needs Python 3.9 and a JDK 17, or newer.

    python3 quickstart.py             sets up what is missing, runs notebooks/quickstart.ipynb, prints the value
    python3 quickstart.py --lab       sets up what is missing, opens the notebook in JupyterLab
    python3 quickstart.py --install   sets up what is missing, adds the kernel to your own Jupyter

--install puts the kernel into the active virtual environment, or into the environment that --prefix names, else where every
Jupyter of this user finds it; --uninstall removes it from there. Options after --lab are JupyterLab's, as in
--lab --no-browser --ip=0.0.0.0. Everything else is written to .clipmeter/ and target/, beside this file. The steps are in
src/build; src/build/develop.py has tools for developers.
"""

import argparse
import os
import subprocess
import sys

BUILD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "src", "build")
sys.path.insert(0, BUILD)
sys.dont_write_bytecode = True

from kernel_folder import PROJECT_KERNEL, VENV, build, install_kernel, make_kernel_venv
from steps import HOME, LOGS, ROOT, Failure, find_jdk, last_lines, run, say, venv_python, wait_for
from user_kernel import install, kernel_place, uninstall

NOTEBOOK = ROOT / "notebooks" / "quickstart.ipynb"
FAILED_CELL = 3


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], allow_abbrev=False)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--lab", action="store_true", help="open the notebook in JupyterLab, with its options after this one")
    what.add_argument("--install", action="store_true", help="add the kernel to the active environment or your own Jupyter")
    what.add_argument("--uninstall", action="store_true", help="remove the kernel that --install has added")
    parser.add_argument("--prefix", metavar="DIR", help="with --install or --uninstall: the environment that has your Jupyter")
    options, rest = parser.parse_known_args()
    if rest and not options.lab:
        parser.error("unrecognized arguments: " + " ".join(rest))
    if options.prefix is not None and not (options.install or options.uninstall):
        parser.error("--prefix needs --install or --uninstall")
    if options.prefix == "":
        parser.error("--prefix is empty: give the folder of an environment")
    if options.uninstall:
        uninstall(kernel_place(options.prefix))
        return 0
    jdk = find_jdk()
    make_kernel_venv()
    place = kernel_place(options.prefix) if options.install else None
    build(jdk)
    install_kernel(jdk, PROJECT_KERNEL, link=True)
    if place:
        install(jdk, place)
        return 0
    if options.lab:
        return open_lab(rest)
    return run_notebook()


def open_lab(extra):
    """Opens the notebook in JupyterLab, until the user ends it."""
    say("Opening JupyterLab (Ctrl-C ends it)")
    command = [str(venv_python(VENV)), "-m", "jupyterlab", str(NOTEBOOK), "--ServerApp.root_dir=" + str(ROOT)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        say("  You are root, so JupyterLab gets --allow-root: notebooks can change every file of this system.")
        say("  In a container, add --no-browser --ip=0.0.0.0 and publish port 8888; then open the address that it prints.")
        command.append("--allow-root")
    return wait_for(subprocess.Popen(command + extra, cwd=str(ROOT)))


def run_notebook():
    """Executes the notebook offline in the project's kernel, and prints its results."""
    env = dict(os.environ, PYTHONIOENCODING="utf-8", HF_HUB_OFFLINE="1")
    command = [str(venv_python(VENV)), os.path.join(BUILD, "run_notebook.py"), str(NOTEBOOK), str(HOME)]
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "kernel.log"
    with open(str(log), "wb") as err:
        code = wait_for(subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stderr=err))
    if code not in (0, FAILED_CELL):
        raise Failure("Running the notebook failed (exit code %d). The end of %s:\n%s" % (code, log, last_lines(log, 5)))
    return 1 if code else 0


if __name__ == "__main__":
    run(main)
