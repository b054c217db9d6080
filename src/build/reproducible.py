"""Builds a release twice, from two copies of the committed tree, and compares the files byte by byte.

    python3 src/build/reproducible.py [-Dclipmeter.url=... -Dclipmeter.scm=...]

The options go to both builds. Tests are left out: they change nothing in the files. The two builds take about as many minutes.
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from steps import ROOT, Failure, maven, run, run_logged, say


def main():
    with tempfile.TemporaryDirectory() as temporary:
        first, second = (built(Path(temporary) / name) for name in ("first", "a second folder"))
    different = [name for name in first if first[name] != second.get(name)]
    for name, digest in sorted(first.items()):
        say(f"{'differs' if name in different else 'same'}  {digest}  {name}")
    if different or len(first) != 4 or first.keys() != second.keys():
        raise Failure(f"The two builds differ: {', '.join(different) or f'{sorted(first)} and {sorted(second)}'}")
    say("Both builds made the same bytes.")


def built(folder):
    """The SHA-256 of each jar of a release, by its name."""
    commit = ["git", "-C", str(ROOT), "archive", "--format=tar", "HEAD"]
    folder.mkdir()
    with subprocess.Popen(commit, stdout=subprocess.PIPE) as archive:
        subprocess.run(["tar", "-x", "-C", str(folder)], stdin=archive.stdout, check=True)
    options = ["-Prelease", "-Dmaven.test.skip=true", *sys.argv[1:]]
    command = maven() + ["-B", "-f", str(folder / "pom.xml"), *options, "package"]
    run_logged(f"Building in {folder}", command, "reproducible.log")
    jars = (folder / "target").glob("*.jar")
    return {jar.name: hashlib.sha256(jar.read_bytes()).hexdigest() for jar in jars}


if __name__ == "__main__":
    run(main)
