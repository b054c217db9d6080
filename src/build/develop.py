"""Tools for developers of clipmeter besides Maven; CONTRIBUTING.md explains when to use them.

    python3 src/build/develop.py prepare-tests   after a build: prepares the kernel, the Python and the browser of the tests
    python3 src/build/develop.py newest          runs the tests with the newest reference instead of the pinned versions
    python3 src/build/develop.py pictures        runs the notebooks, stores their outputs, makes the README's pictures again
    python3 src/build/develop.py lessons         runs the lessons of the course and models.ipynb, stores their outputs
    python3 src/build/develop.py benchmark       times clipmeter beside transformers (4 GB of disk)

Each task first sets up what it needs in .clipmeter/ and target/.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig

sys.dont_write_bytecode = True

from kernel_folder import PROJECT_KERNEL, VENV, build, install_kernel, make_kernel_venv
from steps import HOME, LOGS, ROOT, Failure, find_jdk, make_venv, maven, run, run_logged, say, venv_python, wait_for, works

TEST_VENV = HOME / "python-tests"
OPEN_CLIP_VENV = HOME / "python-open-clip"
NEWEST_VENV = HOME / "python-newest"
BROWSER_VENV = HOME / "venv-browser"
BROWSER = HOME / "browser"
BENCHMARK = HOME / "benchmark"
BENCHMARK_CLASSES = ROOT / "target" / "benchmark-classpath"
NOTEBOOKS = ROOT / "notebooks"
LAB = ROOT / "src" / "test" / "resources" / "org" / "clipmeter" / "notebook" / "lab"
SECTIONS = "peak,throughput,bf16,formats,start,cache,preprocessing"  # and models, which takes as long as all others

# The reference of the tests: the newest stable versions for each Python. Pillow 13 needs Python 3.11; with an older Python,
# the tests that compare with today's reference are skipped by name.
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
# The systems whose files are read and written. Their code is used without the diffusion models that they depend on.
SYSTEMS = {"eval_learn": "0.1.6", "eval_unlearn": "1.1.2", "python_dotenv": "1.2.4"} if sys.version_info >= (3, 11) else {}
# What the files of open_clip, OpenAI and hpsv2, and the pieces of SigLIP are compared with, beside the reference and without the rest that they depend on.
OPEN_CLIP = (
    {
        "ftfy": "6.3.1",
        "hpsv2": "1.2.0",
        "open_clip_torch": "3.3.0",
        "protobuf": "7.36.2",
        "sentencepiece": "0.2.3",
        "torchvision": "0.29.2",
        "wcwidth": "0.9.4",
    }
    if sys.version_info >= (3, 11)
    else {}
)
REFERENCE = next(pins for oldest, pins in REFERENCES.items() if sys.version_info >= oldest)
BROWSER_PINS = ["playwright==1.65.2" if sys.version_info >= (3, 10) else "playwright==1.60.0"]
# Notebook builds on JupyterLab, whose version in kernel_folder.py it must fit.
NOTEBOOK = "7.6.5" if sys.version_info >= (3, 10) else "7.5.7"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    tasks.add_parser("prepare-tests", help="after a build: prepare the kernel, the Python and the browser of the tests")
    tasks.add_parser("newest", help="run the tests with the newest reference instead of the pinned versions")
    tasks.add_parser("pictures", help="run the notebooks, store their outputs, make the README's pictures again")
    tasks.add_parser("lessons", help="run the lessons of the course and models.ipynb, store their outputs")
    timing = tasks.add_parser("benchmark", help="time clipmeter beside transformers (4 GB of disk)")
    timing.add_argument("--quick", action="store_true", help="fewer images and rounds")
    timing.add_argument("--only", metavar="A,B", default=SECTIONS, help="some of %(default)s, or models")
    timing.add_argument("--threads", type=int, default=cores(), help="threads of each side (default: all cores)")
    options = parser.parse_args()
    if options.task == "newest":
        return newest()
    jdk = find_jdk()
    make_kernel_venv()
    if options.task != "prepare-tests":
        build(jdk)
    install_kernel(jdk, PROJECT_KERNEL, link=True)
    if options.task == "pictures":
        return make_pictures()
    if options.task == "lessons":
        return store_lessons()
    title = "Installing PyTorch and transformers to compare with (up to 5 GB on Linux)"
    make_venv(TEST_VENV, pinned(REFERENCE), title, pinned(SYSTEMS))
    if options.task == "benchmark":
        return benchmark(jdk, options.quick, options.only, options.threads)
    make_open_clip_venv()
    if find_browser():
        add_notebook()
    say("The kernel is ready: %s" % PROJECT_KERNEL)
    return 0


def pinned(versions):
    return ["%s==%s" % pin for pin in sorted(versions.items())]


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def newest():
    """Runs the tests with the newest released reference, and reports changed versions and failed tests."""
    title = "Installing the newest PyTorch and transformers (up to 5 GB on Linux)"
    make_venv(NEWEST_VENV, sorted(REFERENCE), title, sorted(SYSTEMS))
    command = [str(venv_python(NEWEST_VENV)), "-m", "pip", "list", "--format=json"]
    listed = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8"))
    found = {one["name"].lower().replace("-", "_"): one["version"] for one in listed}
    for name, pin in {**REFERENCE, **SYSTEMS}.items():
        say("%-16s %s%s" % (name, pin, "" if found[name] == pin else " -> " + found[name]))
    command = maven() + ["-B", "verify", "-Dtest=Golden*", "-Dsurefire.failIfNoSpecifiedTests=false", "-Dit.test=*PythonIT"]
    command.append("-Dtest.python=%s" % venv_python(NEWEST_VENV))
    code = wait_for(subprocess.Popen(command, cwd=str(ROOT), stdin=subprocess.DEVNULL))
    say("All tests pass with these versions." if code == 0 else "The failed tests above show what has changed.")
    return code


def make_open_clip_venv():
    """Makes the Python with open_clip, which takes PyTorch from the reference's; without it, its tests are skipped."""
    if not OPEN_CLIP:
        return
    beside = [sysconfig.get_path("purelib", "venv", {"base": str(TEST_VENV)})]
    try:
        make_venv(OPEN_CLIP_VENV, [], "", pinned(OPEN_CLIP), beside)
    except Failure as e:
        say("  No open_clip: its tests will be skipped (see %s). %s" % (LOGS, str(e).splitlines()[-1].strip()))


def find_browser():
    """Finds or downloads a Chromium that shows the notebooks to the tests; returns False if there is none."""
    try:
        make_venv(BROWSER_VENV, BROWSER_PINS, "Installing Playwright to control a browser (about 50 MB)")
        command = [venv_python(BROWSER_VENV), "-B", LAB / "browser.py", BROWSER]
        run_logged("Finding a browser for the tests in JupyterLab", command, "browser.log")
        return True
    except Failure as e:
        reason = str(e).splitlines()[-1].strip()
        say("  No browser: the tests in JupyterLab will be skipped (see %s). %s" % (LOGS, reason))
        return False


def add_notebook():
    """Adds Notebook to the environment of JupyterLab, which has all packages that it depends on."""
    python = venv_python(VENV)
    if works(python, "import notebook; assert notebook.__version__ == '%s'" % NOTEBOOK):
        return
    try:
        pip = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
        run_logged("Installing Notebook for its test (about 15 MB)", pip + ["notebook==" + NOTEBOOK], "notebook-pip.log")
    except Failure as e:
        say("  No Notebook: its test will be skipped. %s" % str(e).splitlines()[-1].strip())


def make_pictures():
    """Runs the notebooks in JupyterLab, stores them with their outputs, and takes notebooks/pictures/ from its pages."""
    if not find_browser():
        return 1
    folder = HOME / "pictures"
    if folder.exists():
        shutil.rmtree(str(folder))
    folder.mkdir(parents=True)
    command = [venv_python(BROWSER_VENV), "-B", LAB / "lab.py", "jupyterlab", venv_python(VENV)]
    command += [BROWSER / "browser.json", folder]
    env = dict(os.environ, HF_HUB_OFFLINE="1", CLIPMETER_CACHE="off")
    run_logged("Making the pictures", command + [NOTEBOOKS], "pictures.log", env)
    say("Written again: the notebooks in %s, and %s" % (NOTEBOOKS, NOTEBOOKS / "pictures"))
    return 0


def store_lessons():
    """Runs the lessons of the course and models.ipynb offline, and stores them with their outputs but without the times of their cells."""
    env = dict(os.environ, HF_HUB_OFFLINE="1", CLIPMETER_CACHE="off")
    for lesson in [NOTEBOOKS / "models.ipynb"] + sorted((NOTEBOOKS / "course").glob("*.ipynb")):
        folder = HOME / "lessons" / lesson.stem
        shutil.rmtree(str(folder), ignore_errors=True)
        command = [venv_python(VENV), "-B", ROOT / "src" / "build" / "run_notebook.py", lesson, folder]
        run_logged("Running " + lesson.name, command, "lessons.log", env)
        store_lesson(folder / lesson.name, lesson)
    return 0


def store_lesson(executed, lesson):
    notebook = json.loads(executed.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
    lesson.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def benchmark(jdk, quick, sections, threads):
    """Runs the benchmark with the kernel's own JVM flags, and leaves no process behind if it is stopped."""
    command = maven() + ["-B", "-q", "test-compile", "dependency:build-classpath", "-Dmdep.includeScope=test"]
    command.append("-Dmdep.outputFile=%s" % BENCHMARK_CLASSES)
    run_logged("Building the benchmark", command, "benchmark-build.log", jdk.env)
    classes = [str(ROOT / "target" / "test-classes"), str(ROOT / "target" / "classes")]
    classes.append(BENCHMARK_CLASSES.read_text(encoding="utf-8").strip())
    argv = json.loads((ROOT / "kernel.json").read_text(encoding="utf-8"))["argv"]
    command = [str(jdk.java)] + argv[1 : argv.index("-cp")] + ["-cp", os.pathsep.join(classes)]
    command += ["org.clipmeter.benchmark.Benchmark", str(BENCHMARK), str(venv_python(TEST_VENV))]
    command += [str(venv_python(VENV)), "quick" if quick else "full", sections]
    BENCHMARK.mkdir(parents=True, exist_ok=True)
    env = dict(os.environ, HF_HUB_CACHE=str(BENCHMARK / "hub"), HF_HUB_OFFLINE="1", OMP_NUM_THREADS=str(threads))
    return wait_for(subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL))  # its shutdown hook ends its children


if __name__ == "__main__":
    run(main)
