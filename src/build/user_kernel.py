"""Installs the kernel for the user's own Jupyter, and removes it again."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kernel_folder import KERNEL, VENV, install_kernel
from steps import Failure, Refusal, say, venv_python, works


def install(jdk, target):
    """Installs the kernel into what kernel_place gave, and says where and for which Jupyter."""
    place, whose, environment = target
    try:
        install_kernel(jdk, place, link=False)
    except OSError as e:
        raise Failure("Can't write to %s: %s. --prefix names another environment." % (place, e))
    say("%s now has the kernel 'Java (clipmeter)': %s" % (whose, place))
    if environment and not works(venv_python(environment), "import jupyter_core"):
        say("  %s has no Jupyter of its own yet, and a Jupyter outside it does not look there." % environment)
        say("  Run this without an active environment and without --prefix to install the kernel for every Jupyter of yours.")
    say("  'python3 quickstart.py --uninstall%s' removes it." % (" --prefix %s" % environment if environment else ""))


def uninstall(target):
    """Removes the kernel that install put there, and says where that was."""
    place, whose, _ = target
    if not place.exists():
        raise Refusal(
            "%s has no kernel '%s' (%s does not exist). 'jupyter kernelspec list' shows where kernels are; "
            "--prefix names the environment." % (whose, KERNEL, place)
        )
    if not any((place / "lib").glob("clipmeter-*.jar")):
        raise Refusal("%s is not a kernel that --install made: it has no lib/clipmeter-*.jar. Nothing was removed." % place)
    try:
        shutil.rmtree(str(place))
    except OSError as e:
        raise Failure("Can't remove %s: %s. Close the notebooks that use this kernel and run this again." % (place, e))
    say("Removed the kernel 'Java (clipmeter)' from %s" % place)


def kernel_place(prefix):
    """The folder for the kernel, the name of the Jupyter that finds it there, and the folder of its environment, if any."""
    environment, source = (prefix, "--prefix") if prefix else active_environment()
    if not environment:
        return user_data() / "kernels" / KERNEL, "Your Jupyter", None
    folder = Path(environment).expanduser().absolute()
    if not folder.is_dir():
        raise Refusal("%s is %s, which is not a folder: --prefix names the folder of an environment." % (source, folder))
    return folder / "share" / "jupyter" / "kernels" / KERNEL, "The Jupyter of %s" % folder, folder


def active_environment():
    """The active virtual environment and what says so: venv's, conda's, or the one whose Python runs this."""
    if os.environ.get("VIRTUAL_ENV"):
        return os.environ["VIRTUAL_ENV"], "VIRTUAL_ENV"
    if sys.prefix != sys.base_prefix:
        return sys.prefix, "the environment of this Python"
    if os.environ.get("CONDA_PREFIX") and os.environ.get("CONDA_DEFAULT_ENV") != "base":
        return os.environ["CONDA_PREFIX"], "CONDA_PREFIX"
    return None, None


def user_data():
    """The data folder of the user's Jupyter, as Jupyter itself finds it."""
    code = "from jupyter_core.paths import jupyter_data_dir; print(jupyter_data_dir())"
    try:
        shown = subprocess.run([str(venv_python(VENV)), "-c", code], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise Failure(
            "Jupyter does not report where its data folder is. Delete %s and run 'python3 quickstart.py', or remove the "
            "kernel with 'jupyter kernelspec uninstall %s'." % (VENV, KERNEL)
        )
    return Path(shown.stdout.decode("utf-8").strip())
