"""Starts the notebooks of this folder, without any network: start.sh, start.command and start.bat call it.

    start.py                         opens the course in JupyterLab
    start.py run NOTEBOOK FOLDER     runs a notebook, and writes it with its outputs into FOLDER
    start.py grade FOLDER ...        runs the notebooks of a class, and writes FOLDER/grades.csv; --help shows the options

Java, JupyterLab and the kernel are in this folder. It needs a Python of the version and the system that needs.json names.
"""

import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    check()
    words = sys.argv[1:]
    if words[:1] == ["run"] and len(words) == 3:
        command = [os.path.join(HERE, "run_notebook.py")] + words[1:]
    elif words[:1] == ["grade"]:
        command = [os.path.join(HERE, "grade.py")] + words[1:]
    elif words and not words[0].startswith("-"):
        sys.exit(__doc__)
    else:
        command = ["-m", "jupyterlab", "--ServerApp.root_dir=" + HERE, "--LabApp.default_url=/lab/tree/notebooks/course"] + words
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--allow-root")
    try:
        return subprocess.call([sys.executable, "-B"] + command, env=environment())
    except KeyboardInterrupt:
        return 130


def check():
    """Ends with a message if this Python or this system can't use the packages of this folder."""
    if os.pathsep in HERE:
        sys.exit("%s has a %s in its name, which Java and Python take for two folders: rename it." % (HERE, os.pathsep))
    if not os.path.isfile(os.path.join(HERE, "needs.json")):
        sys.exit("This folder is not complete: it was not made or copied to the end. Make it again, or copy it again.")
    with open(os.path.join(HERE, "needs.json")) as file:
        needs = json.load(file)
    found = {"python": "%d.%d" % tuple(sys.version_info[:2]), "platform": sys.platform, "machine": platform.machine()}
    if found != needs:
        sys.exit(
            "This folder was made for Python %(python)s on %(platform)s %(machine)s" % needs
            + ", and this is Python %(python)s on %(platform)s %(machine)s." % found
            + " Start it with that Python, as in: python%(python)s start.py; or make the folder again on this system." % needs
        )


def environment():
    """This environment, with the packages, settings and kernels of this folder before all others, and without the network."""
    share = os.path.join(HERE, "share", "jupyter")
    env = dict(os.environ)
    env.update(
        PYTHONPATH=os.path.join(HERE, "python"),
        PYTHONNOUSERSITE="1",
        PYTHONIOENCODING="utf-8",
        JUPYTER_PATH=share,
        JUPYTER_CONFIG_PATH=os.path.join(HERE, "etc", "jupyter"),
        JUPYTERLAB_DIR=os.path.join(share, "lab"),
        HF_HUB_OFFLINE="1",
    )
    return env


if __name__ == "__main__":
    sys.exit(main())
