"""Prints samples with scipy.stats.spearmanr and kendalltau, and their percentile bootstrap intervals, as JSON lines.

The intervals depend on random resamples, so their ends are given as mean and standard deviation over several seeds.
"""

import json

import numpy as np
from scipy import stats

SEEDS = 4
RESAMPLES = 1999
generator = np.random.default_rng(20260731)


def spearman(x, y):
    return stats.spearmanr(x, y).statistic


def kendall(x, y):
    return stats.kendalltau(x, y).statistic


def sample(n, kind):
    x = generator.normal(25, 3, n)
    y = 0.6 * x + generator.normal(0, 2, n)
    if kind in ("ties", "both"):
        x = np.round(x / 2)
    if kind == "both":
        y = np.round(y)
    if kind == "reversed":
        y = -y
    return x, y


for n in (2, 3, 5, 8, 20, 60, 1000):
    for kind in ("plain", "ties", "both", "reversed"):
        x, y = sample(n, kind)
        if len(set(x)) > 1 and len(set(y)) > 1:
            for name, coefficient in (("spearman", spearman), ("kendall", kendall)):
                case = {"name": name, "kind": kind, "x": x.tolist(), "y": y.tolist(), "value": coefficient(x, y)}
                if n == 60 and kind in ("plain", "both"):
                    ends = []
                    for seed in range(SEEDS):
                        result = stats.bootstrap(
                            (x, y),
                            coefficient,
                            paired=True,
                            vectorized=False,
                            n_resamples=RESAMPLES,
                            method="percentile",
                            rng=np.random.default_rng(seed),
                        )
                        ends.append(result.confidence_interval)
                    ends = np.array(ends)
                    case["ends"] = ends.mean(axis=0).tolist()
                    case["spread"] = ends.std(axis=0, ddof=1).tolist()
                print(json.dumps(case))
