"""Reads our reports with the packages that they are written for. Prints "right" if all is as those would have written it.

arguments: the output folder, the run id of a report of one metric, the run id of one of several
"""

import json
import logging
import os
import sys

import eval_learn.artifacts
import eval_unlearn.artifacts
from eval_learn.runners.multi_benchmark_runner import generate_multi_run_id
from eval_learn.runners.single_benchmark_runner import generate_run_id
from eval_learn.runners.validation import get_erase_concept

logging.disable(logging.CRITICAL)  # the packages log to the standard output
folder, single, several = sys.argv[1:]


def load(name):
    with open(os.path.join(folder, name)) as file:
        text = file.read()
    report = json.loads(text)
    assert text == json.dumps(report, indent=4), name + " has another form than json.dump gives"
    return report


# The names of runs follow from what the full reports state.
full = load(single + "_report_full.json")
assert single == generate_run_id(
    full["technique_name"], full["technique_config"], full["metric_name"], full["metric_config"], full["timestamp"]
)
assert full["erase_concept"] == get_erase_concept(full["technique_name"], full["technique_config"])
both = load(several + "_report_full.json")
assert several == generate_multi_run_id(
    both["technique_name"],
    both["technique_config"],
    both["metric_names"],
    both["metric_configs"],
    "multi_metric",
    both["timestamp"],
)

# What scripts over many reports read.
scores = [load(several + "_report.json")["metric_results"][name] for name in both["metric_names"]]
assert [one["name"] for one in scores] == ["CLIPScore"], scores
assert scores[0]["value"] == sum(scores[0]["details"]["per_image_scores"]) / scores[0]["details"]["evaluated_count"]

# Their writers keep our latest report if it is newer, and replace it by a later run.
for package in (eval_learn.artifacts, eval_unlearn.artifacts):
    latest = "%s_%s_latest_report.json" % (both["technique_name"], both["erase_concept"])
    newest = load(latest)
    assert newest["run_id"] == several, newest["run_id"]
    writer = package.ArtifactWriter(base_dir=folder)
    for timestamp, replaced in ((both["timestamp"] - 1, False), (both["timestamp"] + 1, True)):
        theirs = dict(newest, run_id="theirs00", timestamp=timestamp)
        writer.save_run("theirs00", both["technique_name"], "clip_score", images=[], report=theirs)
        assert (load(latest)["run_id"] == "theirs00") == replaced
    with open(os.path.join(folder, latest), "w") as file:
        json.dump(newest, file, indent=4)

print(json.dumps("right"))
