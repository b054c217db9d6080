"""Runs a command without a network: python offline.py COMMAND ARGUMENT...

On Linux, the command gets a network namespace of its own, in which only this machine's loopback address exists, so that no other
machine can be reached by anything that it starts. Where such namespaces are not allowed, all proxies lead nowhere instead, which
stops only programs that follow them. The first line of the standard error says which it is.
"""

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys

INSIDE = "--inside"
GET_FLAGS, SET_FLAGS, UP = 0x8913, 0x8914, 1
NOWHERE = "http://127.0.0.1:9"


def main():
    words = sys.argv[1:]
    if words[0] == INSIDE:
        switch_on_loopback()
        os.execvp(words[1], words[1:])
    unshare = shutil.which("unshare") or "/usr/bin/unshare"
    namespace = [unshare, "--map-root-user", "--net"]
    if os.path.exists(unshare) and subprocess.run(namespace + [sys.executable, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
        say("network: none (a namespace with the loopback address only)")
        os.execv(unshare, namespace + [sys.executable, "-B", os.path.abspath(__file__), INSIDE] + words)
    say("network: proxies that lead nowhere (no network namespaces here)")
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[name] = os.environ[name.upper()] = NOWHERE
    os.execvp(words[0], words)


def say(line):
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def switch_on_loopback():
    """Jupyter talks to its kernels over the loopback address, which is off in a new namespace."""
    with socket.socket() as any_socket:
        request = struct.pack("16sh14s", b"lo", 0, b"")
        flags = struct.unpack("16sh14s", fcntl.ioctl(any_socket, GET_FLAGS, request))[1]
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14s", b"lo", flags | UP, b""))


if __name__ == "__main__":
    main()
