"""Reads YAML files as the reference does, and prints each as JSON in a line. arguments: the files"""

import json
import sys

from eval_learn.cli import _load_config

for name in sys.argv[1:]:
    print(json.dumps(_load_config(name), default=str))
