"""Drives JupyterLab or Jupyter Notebook in a real browser.

    python lab.py APP JUPYTER_PYTHON BROWSER_JSON FOLDER              answers requests for a test, one per line
    python lab.py APP JUPYTER_PYTHON BROWSER_JSON FOLDER NOTEBOOKS    runs and stores the notebooks, makes the README's pictures

APP is jupyterlab or notebook. It runs with FOLDER as its root and stores its settings there. A request is
{"do": name, ...}, a method of Lab and its arguments; the answer is {"value": ...} or {"error": text}.
"""
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import traceback
from pathlib import Path

from browser import launch
from playwright.sync_api import sync_playwright

LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
WIDTH, HEIGHT = 1200, 900
SETTINGS = {
    # Otherwise a cell that is out of view would have no outputs on the page.
    "notebook-extension/tracker": {"windowingMode": "none"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # The tests save explicitly.
    "docmanager-extension/plugin": {"autosave": False},
}

# By notebook and file name: the code in the cell, the theme, and how much of the cell's height is shown.
PICTURES = {
    "quickstart.ipynb": {
        "score-light.png": ("%clip score quickstart-images", LIGHT, 760),
        "score-dark.png": ("%clip score quickstart-images", DARK, 760),
    },
    "compare.ipynb": {
        "gallery.jpg": ("%clip gallery", DARK, 900),
    },
}

# The lowest contrast, by WCAG's formula, between the text of a part of the page and its background.
CONTRAST = """(root) => {
  const parse = text => {
    const c = document.createElement('canvas'); c.width = c.height = 1;
    const g = c.getContext('2d', {willReadFrequently: true}); g.fillStyle = text; g.fillRect(0, 0, 1, 1);
    const d = g.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat([1]);
  const behind = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = color => {
    const l = color.slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
  };
  let least = {ratio: 99, text: ''}, texts = 0;
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), element = walk.currentNode.parentElement;
    if (!text || ['STYLE', 'SCRIPT'].includes(element.tagName) || !element.getClientRects().length) continue;
    texts++;
    let alpha = 1;
    for (let e = element; e; e = e.parentElement) alpha *= Number(getComputedStyle(e).opacity);
    const back = behind(element), color = parse(getComputedStyle(element).color);
    const [a, b] = [light(over([color[0], color[1], color[2], color[3] * alpha], back)), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least.ratio) least = {ratio, text: text.slice(0, 80)};
  }
  return {...least, texts};
}"""


# For each app: the setting that lets the page call it, and the path of a notebook's page.
APPS = {
    "jupyterlab": ("LabApp.expose_app_in_browser", "lab/tree/%s?reset"),
    "notebook": ("JupyterNotebookApp.expose_app_in_browser", "notebooks/%s"),
}


class Lab:
    """A JupyterLab or Notebook and the page that shows it."""

    def __init__(self, app, python, browser, folder):
        exposed, self.path = APPS[app]
        self.folder = folder
        own = folder / ".lab"
        for name, settings in SETTINGS.items():
            file = own / "settings" / "@jupyterlab" / (name + ".jupyterlab-settings")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(settings), encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        env = dict(os.environ, JUPYTERLAB_SETTINGS_DIR=str(own / "settings"), JUPYTERLAB_WORKSPACES_DIR=str(own / "workspaces"))
        for name in ("CONFIG", "DATA", "RUNTIME"):
            env["JUPYTER_%s_DIR" % name] = str(own / name.lower())
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.root_dir": folder,
            "IdentityProvider.token": "",
            exposed: "True",
        }
        command = [python, "-m", app, "--no-browser", "--allow-root"]
        with open(folder / "lab.log", "wb") as log:
            self.server = subprocess.Popen(
                command + ["--%s=%s" % option for option in options.items()],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.playwright = None
        try:
            self.url = self.wait_for_server(own / "runtime")
            self.playwright = sync_playwright().start()
            self.browser = launch(self.playwright, json.loads(browser.read_text(encoding="utf-8")))
            self.page = None
            self.place = None
        except BaseException:
            self.close()
            raise

    def wait_for_server(self, runtime):
        """Waits for the file in which the server states its address; the port may differ if ours was taken meanwhile."""
        said = runtime / ("jpserver-%d.json" % self.server.pid)
        end = time.monotonic() + 300
        while time.monotonic() < end and self.server.poll() is None:
            try:
                return json.loads(said.read_text(encoding="utf-8"))["url"]
            except (OSError, ValueError):
                time.sleep(0.1)
        raise RuntimeError("The server did not start:\n" + (self.folder / "lab.log").read_text(errors="replace")[-2000:])

    def close(self):
        if self.playwright:
            self.playwright.stop()
        # The server ends its kernels first.
        self.server.terminate()
        try:
            self.server.wait(30)
        except subprocess.TimeoutExpired:
            self.server.kill()

    # ---- requests of a test

    def open(self, notebook, height=HEIGHT):
        """Opens a notebook in the folder, and waits for its kernel."""
        self.show(self.path % notebook, height)
        self.page.wait_for_selector(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel")
        self.page.evaluate("async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.info; }")
        if self.page.is_visible("#jp-left-stack"):
            self.command("application:toggle-left-area")

    def browse(self, file, height=HEIGHT):
        """Opens a page in the folder, without JupyterLab."""
        self.fresh(height)
        self.page.goto((self.folder / file).as_uri())

    def show(self, path, height):
        self.fresh(height)
        self.page.goto(self.url + path)

    def fresh(self, height):
        if self.page:
            self.page.close()
        self.page = self.browser.new_page(viewport={"width": WIDTH, "height": height})
        self.page.set_default_timeout(60_000)
        # The page asks before an unsaved notebook is left.
        self.page.on("dialog", lambda dialog: dialog.accept())

    def command(self, name, **arguments):
        self.page.evaluate("([name, arguments]) => window.jupyterapp.commands.execute(name, arguments)", [name, arguments])

    def theme(self, name):
        self.command("apputils:change-theme", theme=name)
        self.page.wait_for_selector("body[data-jp-theme-name='%s']" % name, state="attached")
        self.page.wait_for_selector("#jupyterlab-splash", state="detached")
        # The theme's stylesheet is loaded after its name is set.
        light = "true" if name == LIGHT else "false"
        self.page.wait_for_function(
            """light => document.body.dataset.jpThemeLight === light && (light === 'true') ===
            (getComputedStyle(document.body).getPropertyValue('--jp-layout-color0').trim().match(/^(white|#fff)/) !== null)""",
            arg=light,
        )

    def run_all(self):
        """Runs all cells from the menu, and waits for their end."""
        self.command("notebook:clear-all-cell-outputs")
        self.start_all()
        self.wait_for_end()

    def start_all(self):
        self.page.click(".lm-MenuBar-itemLabel:text-is('Run')")
        self.page.click(".lm-Menu-itemLabel:text-is('Run All Cells')")

    def wait_for_end(self):
        """Waits until no cell is running; cells after a failed one never run."""
        self.page.wait_for_function(
            """() => {
              const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(p => p.textContent);
              const ran = prompts.some(text => /\\d/.test(text));
              return ran && !prompts.some(text => text.includes('*'));
            }""",
            timeout=300_000,
        )

    def save(self):
        self.command("docmanager:save")

    def write(self, cell, text):
        """Types into a cell, replacing its content."""
        self.page.click(".jp-Cell >> nth=%d >> .cm-content" % cell)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def press(self, keys):
        for key in keys.split():
            self.page.keyboard.press(key)

    def click(self, selector):
        self.page.click(selector)

    def wait(self, selector):
        """Waits until an element is on the page, and returns its text."""
        return self.page.wait_for_selector(selector).inner_text()

    def source(self, cell):
        return self.page.inner_text(".jp-Cell >> nth=%d >> .cm-content" % cell)

    def texts(self, selector):
        """The texts of the visible elements."""
        return [part.inner_text() for part in self.page.query_selector_all(selector) if part.is_visible()]

    def pictures(self, selector):
        """The widths of images as the browser decoded them; 0 for an image that it could not show."""
        return self.page.eval_on_selector_all(selector, "images => images.map(image => image.naturalWidth)")

    def overflow(self, selector):
        """By how many pixels the content of each element is wider than what is shown of it."""
        return self.page.eval_on_selector_all(selector, "parts => parts.map(part => part.scrollWidth - part.clientWidth)")

    def styles(self, selector, name):
        """The values of a style, as the browser computed them."""
        return self.page.eval_on_selector_all(selector, "(parts, name) => parts.map(part => getComputedStyle(part)[name])", name)

    def contrast(self, selector):
        """The lowest contrast in each element, with the text that has it."""
        return [part.evaluate(CONTRAST) for part in self.page.query_selector_all(selector)]

    def screenshot(self, file):
        self.page.screenshot(path=file)

    def cell(self, file, code, height):
        """A picture of the cell with this code, from its top."""
        cell = self.page.locator(".jp-CodeCell", has=self.page.locator(".cm-content", has_text=code)).first
        cell.scroll_into_view_if_needed()
        box = cell.bounding_box()
        box["height"] = min(box["height"], height)
        self.page.screenshot(path=file, clip=box)


def answer(lab):
    print(json.dumps({"value": "started"}), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            reply = {"value": getattr(lab, asked.pop("do"))(**asked)}
        except Exception:
            reply = {"error": traceback.format_exc()}
        print(json.dumps(reply), flush=True)


def make_pictures(lab, notebooks):
    """Runs the notebooks, stores them with their outputs, and makes the README's pictures of cells with their outputs."""
    pictures = notebooks / "pictures"
    pictures.mkdir(exist_ok=True)
    for notebook, cells in PICTURES.items():
        shutil.copy(str(notebooks / notebook), str(lab.folder))
        lab.open(notebook, 8000)
        lab.run_all()
        failed = lab.texts(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']")
        if failed:
            raise RuntimeError("%s: %s" % (notebook, failed[0]))
        lab.save()
        shutil.copy(str(lab.folder / notebook), str(notebooks))
        for name, (code, theme, height) in cells.items():
            lab.theme(theme)
            lab.cell(str(pictures / name), code, height)
            print(pictures / name, flush=True)


def main():
    app, python, browser, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]).resolve()
    lab = Lab(app, python, browser, folder)
    try:
        if len(sys.argv) > 5:
            make_pictures(lab, Path(sys.argv[5]).resolve())
        else:
            answer(lab)
    finally:
        lab.close()


if __name__ == "__main__":
    main()
