"""Prints samples with the p-value of scipy.stats.wilcoxon and the BCa interval of scipy.stats.bootstrap, as JSON lines.

The interval depends on random resamples, so its ends are given as mean and standard deviation over several seeds.
"""

import json

import numpy as np
from scipy import stats

SEEDS = 8
generator = np.random.default_rng(20260731)


def sample(n, kind):
    changes = generator.normal(0.4, 2.5, n)
    if kind in ("ties", "both"):
        changes = np.round(changes)
        changes[changes == 0] = 1
    if kind in ("zeros", "both"):
        changes[generator.random(n) < 0.4] = 0
    if kind == "skewed":
        changes = generator.lognormal(0, 1.2, n) - 1
    return changes


def wilcoxon():
    for n in (1, 2, 3, 5, 8, 12, 13, 14, 15, 30, 49, 50, 51, 52, 100, 300):
        for kind in ("plain", "ties", "zeros", "both"):
            for _ in range(3):
                changes = sample(n, kind)
                if np.any(changes):
                    yield {"test": "wilcoxon", "kind": kind, "x": changes.tolist(), "p": stats.wilcoxon(changes).pvalue}


def bootstrap():
    for n in (4, 10, 60, 300):
        for kind in ("plain", "skewed", "ties"):
            x = sample(n, kind)
            ends = []
            for seed in range(SEEDS):
                result = stats.bootstrap((x,), np.mean, rng=np.random.default_rng(seed))
                ends.append(result.confidence_interval)
            ends = np.array(ends)
            spread = ends.std(axis=0, ddof=1)
            yield {"test": "bca", "kind": kind, "x": x.tolist(), "ends": ends.mean(axis=0).tolist(), "spread": spread.tolist()}


for case in [*wilcoxon(), *bootstrap()]:
    print(json.dumps(case))
