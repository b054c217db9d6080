"""Finds a Chromium for the tests in JupyterLab, or downloads one into a folder, without root.

    python browser.py FOLDER      writes FOLDER/browser.json, or reports why there is no browser

It tries in this order: the environment variable CLIPMETER_CHROMIUM, browsers on PATH, browsers that Playwright has stored
for other projects, Playwright's own download, Debian's packages unpacked into FOLDER. Only a browser that starts counts.
"""
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

ON_PATH = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]
IN_PLAYWRIGHT = [
    "chromium_headless_shell-*/*/chrome-headless-shell",
    "chromium_headless_shell-*/*/chrome-headless-shell.exe",
    "chromium_headless_shell-*/*/headless_shell",
    "chromium-*/*/chrome",
    "chromium-*/*/chrome.exe",
]
PACKAGES = ["chromium-headless-shell", "chromium-common", "fonts-dejavu-core"]
DPKG_STATUS = Path("/var/lib/dpkg/status")
DOWNLOAD_SECONDS = 300


class NoBrowser(Exception):
    """Why one way of getting a browser failed, in one line."""


def launch(playwright, browser):
    """Starts a browser that browser.json describes."""
    return playwright.chromium.launch(
        executable_path=browser["executable"], env=dict(os.environ, **browser["environment"]), timeout=60_000
    )


def check(browser):
    """Lets a browser show a page; raises NoBrowser if it does not."""
    with sync_playwright() as playwright:
        try:
            running = launch(playwright, browser)
            page = running.new_page()
            page.set_content("<title>shown</title>")
            shown = page.title()
            running.close()
        except Error as e:
            raise NoBrowser("%s does not start: %s" % (browser["executable"], reason(str(e))))
    if shown != "shown":
        raise NoBrowser("%s does not show a page" % browser["executable"])


def reason(text):
    """The line of an error that states the cause."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.search("error while loading|Missing|ERROR|Error:", line)]
    return (telling or lines or ["it reports nothing"])[0][:300]


def plain(executable):
    return {"executable": str(executable), "environment": {}}


def found():
    """The browsers that are installed."""
    named = os.environ.get("CLIPMETER_CHROMIUM", "").strip()
    if named:
        yield plain(named)
    for name in ON_PATH:
        executable = shutil.which(name)
        if executable:
            yield plain(executable)
    for cache in (
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""),
        "~/.cache/ms-playwright",
        "~/Library/Caches/ms-playwright",
        "~/AppData/Local/ms-playwright",
    ):
        if cache:
            yield from kept(Path(cache).expanduser())


def kept(cache):
    for pattern in IN_PLAYWRIGHT:
        for executable in sorted(cache.glob(pattern), reverse=True):
            yield plain(executable)


def playwrights_own(folder):
    """Playwright's download of the Chromium that it was made for."""
    cache = folder / "playwright"
    env = dict(os.environ, PLAYWRIGHT_BROWSERS_PATH=str(cache), PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="5000")
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    run(command, "Playwright's download", env)
    browsers = list(kept(cache))
    if not browsers:
        raise NoBrowser("Playwright's download does not contain a browser")
    return browsers[0]


def debians(folder):
    """Debian's Chromium with the libraries that this system lacks, unpacked but not installed."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise NoBrowser("this system has no apt-get to download a package")
    apt, root = folder / "apt", folder / "debian"
    for place in (apt, root):
        shutil.rmtree(place, ignore_errors=True)
    (apt / "lists" / "partial").mkdir(parents=True)
    (apt / "archives" / "partial").mkdir(parents=True)
    options = {
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "",
        "APT::Update::Post-Invoke": "",
        "Acquire::Retries": "3",
        "Dir::State::status": DPKG_STATUS,
        "Dir::State::lists": apt / "lists",
        "Dir::Cache": apt,
        "Dir::Cache::archives": apt / "archives",
    }
    get = ["apt-get", "-q"] + [word for name, value in options.items() for word in ("-o", "%s=%s" % (name, value))]
    try:
        # A source of other packages may be unavailable; only the download of our packages matters.
        run(get + ["update"], "apt-get update")
    except NoBrowser as e:
        print(e)
    # Also packages that are installed: the browser looks for its data in its own folder.
    run(get + ["install", "--yes", "--no-install-recommends", "--download-only", "--reinstall"] + PACKAGES, "apt-get")
    for package in sorted((apt / "archives").glob("*.deb")):
        run(["dpkg-deb", "-x", package, root], "unpacking %s" % package.name)
    shutil.rmtree(apt, ignore_errors=True)
    libraries = sorted(set(str(library.parent) for library in root.rglob("*.so*")))
    fonts = folder / "fonts.conf"
    # Without these, a page's standard fonts would be whichever font comes first.
    standard = {"sans-serif": "DejaVu Sans", "system-ui": "DejaVu Sans", "serif": "DejaVu Serif", "monospace": "DejaVu Sans Mono"}
    aliases = "".join(
        "<alias><family>%s</family><prefer><family>%s</family></prefer></alias>" % names for names in standard.items()
    )
    fonts.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>'
        "<dir>/usr/share/fonts</dir><dir>%s</dir><cachedir>%s</cachedir>%s</fontconfig>\n"
        % (root / "usr/share/fonts", folder / "fonts", aliases),
        encoding="utf-8",
    )
    environment = {"LD_LIBRARY_PATH": os.pathsep.join(libraries), "FONTCONFIG_FILE": str(fonts)}
    return {"executable": str(root / "usr/lib/chromium/chromium-headless-shell"), "environment": environment}


def run(command, what, env=None):
    print("$ " + " ".join(str(word) for word in command), flush=True)
    try:
        done = subprocess.run(
            [str(word) for word in command],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=DOWNLOAD_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as e:
        raise NoBrowser("%s failed: %s" % (what, e))
    text = done.stdout.decode("utf-8", "replace")
    print(text, flush=True)
    if done.returncode:
        raise NoBrowser("%s failed (exit code %d): %s" % (what, done.returncode, reason(text)))


def ways(folder):
    """The functions that try to get a browser."""
    for browser in found():
        yield lambda: browser
    yield lambda: playwrights_own(folder)
    if platform.system() == "Linux":
        yield lambda: debians(folder)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    kept_as = folder / "browser.json"
    if kept_as.is_file():
        try:
            check(json.loads(kept_as.read_text(encoding="utf-8")))
            return 0
        except NoBrowser as e:
            print(e)
            kept_as.unlink()
    reasons = []
    for way in ways(folder):
        try:
            browser = way()
            check(browser)
        except NoBrowser as e:
            print(e, flush=True)
            reasons.append(str(e))
            continue
        kept_as.write_text(json.dumps(browser, indent=2) + "\n", encoding="utf-8")
        print("browser: " + browser["executable"])
        return 0
    print("no browser: " + "; ".join(reasons))
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
