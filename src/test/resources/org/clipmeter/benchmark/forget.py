"""Lets the system forget what it keeps in memory of all files below folders: forget.py FOLDER...

What another process has mapped stays. Prints "forgotten", or "impossible" where Python has no call for it.
"""
import os
import sys
import sysconfig


def forget(path):
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


if hasattr(os, "posix_fadvise"):
    os.sync()  # what is not written yet can't be forgotten
    for top in sys.argv[1:] + [sysconfig.get_path("stdlib")]:
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    forget(path)
    print("forgotten", flush=True)
else:
    print("impossible", flush=True)
