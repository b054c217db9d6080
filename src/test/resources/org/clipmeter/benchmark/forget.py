"""Removes all files below folders from the system's cache in memory: forget.py FOLDER...

Files that another process has mapped stay. Prints "forgotten", or "impossible" if Python has no function for this.
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
    os.sync()  # data that is not yet written can't be removed
    for top in sys.argv[1:] + [sysconfig.get_path("stdlib")]:
        for folder, _, names in os.walk(top):
            for name in names:
                path = os.path.join(folder, name)
                if os.path.isfile(path):
                    forget(path)
    print("forgotten", flush=True)
else:
    print("impossible", flush=True)
