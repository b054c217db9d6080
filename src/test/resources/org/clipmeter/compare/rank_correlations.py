"""Prints samples with scipy.stats.spearmanr and kendalltau, and their percentile bootstrap intervals, as JSON lines.

The argument is a file with resamples, by the number of groups: how often each group is drawn. "ends" are the percentiles of SciPy's
coefficients over these resamples. "own" are bands that the ends must lie in if they come from the same distribution as those of
scipy.stats.bootstrap, which draws resamples of its own.
"""

import json
import sys
import warnings

import numpy as np
from scipy import stats

TAIL = 0.025
# Two ends of independent bootstraps differ by chance; this many standard deviations of that are allowed.
DEVIATIONS = 4
generator = np.random.default_rng(20260731)
with open(sys.argv[1], encoding="utf-8") as file:
    drawn = json.load(file)


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


def ends(x, y, groups, coefficient):
    values = []
    for counts in drawn[str(max(groups) + 1)]:
        items = np.repeat(np.arange(len(x)), np.array(counts)[groups])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", stats.ConstantInputWarning)
            value = coefficient(x[items], y[items])
        if not np.isnan(value):
            values.append(value)
    return np.percentile(values, [100 * TAIL, 100 - 100 * TAIL]).tolist(), len(values)


def own(x, y, coefficient):
    resamples = len(drawn[str(len(x))])
    found = stats.bootstrap(
        (x, y),
        coefficient,
        paired=True,
        vectorized=False,
        n_resamples=resamples,
        method="percentile",
        rng=np.random.default_rng(1),
    )
    off = DEVIATIONS * np.sqrt(2 * TAIL * (1 - TAIL) / resamples)
    return [np.quantile(found.bootstrap_distribution, [end - off, end + off]).tolist() for end in (TAIL, 1 - TAIL)]


for n in (2, 3, 5, 8, 20, 60, 1000):
    for kind in ("plain", "ties", "both", "reversed"):
        x, y = sample(n, kind)
        if len(set(x)) > 1 and len(set(y)) > 1:
            for name, coefficient in (("spearman", spearman), ("kendall", kendall)):
                case = {"name": name, "kind": kind, "x": x.tolist(), "y": y.tolist(), "value": coefficient(x, y)}
                if n in (8, 60) and kind in ("plain", "both"):
                    groups = np.arange(n)
                    case["groups"] = groups.tolist()
                    case["ends"], case["defined"] = ends(x, y, groups, coefficient)
                    if n == 60:
                        case["own"] = own(x, y, coefficient)
                print(json.dumps(case))
                if n == 60 and kind == "both":
                    groups = np.arange(n) % 12
                    case = {**case, "kind": "groups of 5", "groups": groups.tolist()}
                    del case["own"]
                    case["ends"], case["defined"] = ends(x, y, groups, coefficient)
                    print(json.dumps(case))
