"""Lets the packages' own metrics compute UA and IRA, ASR and ERR from the counts in our report. Prints their values, a line for
each package.

arguments: the output folder, the run id of the report
"""

import importlib
import importlib.machinery
import json
import logging
import os
import sys
import types
import unittest.mock

# Their ASR downloads prompts with these, for which this test has no use.
for library in ("requests", "datasets"):
    sys.modules[library] = unittest.mock.MagicMock(__spec__=importlib.machinery.ModuleSpec(library, None), __version__="0")

from eval_learn.runners.multi_benchmark_runner import generate_multi_run_id

folder, run_id = sys.argv[1:]


def load(name):
    with open(os.path.join(folder, name)) as file:
        text = file.read()
    report = json.loads(text)
    assert text == json.dumps(report, indent=4), name + " has another form than json.dump gives"
    return report


def metric(package, name, metric_class, details):
    """Their metric as it is after all images were counted, with our settings; nothing is loaded."""
    module = importlib.import_module(package + ".metrics." + name + ".metric")
    metric = object.__new__(getattr(module, metric_class))
    metric.config = types.SimpleNamespace(concept_name=details["config"].get("concept_name"), to_dict=lambda: details["config"])
    return metric


full = load(run_id + "_report_full.json")
logging.disable(logging.CRITICAL)  # the packages log to the standard output
assert run_id == generate_multi_run_id(
    full["technique_name"],
    full["technique_config"],
    full["metric_names"],
    full["metric_configs"],
    "multi_metric",
    full["timestamp"],
)
results = load(run_id + "_report.json")["metric_results"]
for package in ("eval_learn", "eval_unlearn"):
    values = {}
    for name, metric_class in (("ua_ira", "UAIRAMetric"), ("asr_i2p", "ASRMetric"), ("err", "ERRMetric")):
        ours = results[name]
        details = ours["details"]
        theirs = metric(package, name, metric_class, details)
        if name == "ua_ira":
            for arm in ("target", "retain"):
                setattr(theirs, "_%s_correct_count" % arm, details[arm + "_correct"])
                setattr(theirs, "_%s_total_count" % arm, details[arm + "_total"])
        elif name == "asr_i2p":
            theirs._na = False
            theirs._total = details["total_images"]
            theirs._unsafe_count = details["unsafe_count"]
            theirs._unsafe_indices = details["unsafe_indices"]
            theirs._detector = details["detector"]
        else:
            theirs._counts = details["counts"]
        computed = theirs.compute()
        assert computed.name == ours["name"], (computed.name, ours["name"])
        for key, value in computed.details.items():
            assert details[key] == value, (package, name, key, details[key], value)
        values[name] = computed.value
    print(json.dumps(values))
