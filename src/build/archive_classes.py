"""Runs the kernel of a folder once, over cells that most sessions run, and archives the classes that it has loaded.

    python archive_classes.py FOLDER ARCHIVE

Runs in the kernel's environment, which has jupyter_client. FOLDER contains kernel.json and receives the archive.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from jupyter_client.manager import KernelManager

TYPICAL_CELLS = [
    "%tifa --source shapes --limit 4",
    'Shapes.draw(lastPrompts(), java.nio.file.Path.of("images")).size()',
    "%clip models",
    "%clip model shapes",
    "Table scores = %clip score images",
    "scores",
]


def main():
    folder, name = Path(sys.argv[1]).resolve(), sys.argv[2]
    part = folder / (name + ".part")
    spec = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    command = [word.replace("{resource_dir}", str(folder)) for word in spec["argv"]]
    command.insert(1, "-XX:ArchiveClassesAtExit=%s" % part)
    with tempfile.TemporaryDirectory() as scratch:
        manager = KernelManager(kernel_name=folder.name, shutdown_wait_time=120)
        manager._kernel_spec = manager.kernel_spec_manager.kernel_spec_class(resource_dir=str(folder), argv=command)
        manager.start_kernel(cwd=scratch, env=dict(os.environ, HF_HUB_OFFLINE="1"))
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=300)
            for cell in TYPICAL_CELLS:
                reply = client.execute_interactive(cell, timeout=300, output_hook=lambda message: None)
                if reply["content"]["status"] != "ok":
                    print("failed: %s: %s" % (cell, reply["content"].get("evalue")))
                    return 1
        finally:
            manager.shutdown_kernel()
            client.stop_channels()
    if not part.is_file():
        print("the kernel did not write %s" % part)
        return 1
    os.replace(str(part), str(folder / name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
