"""Prints figures of SciPy, and of plain versions in NumPy, for invented samples: one JSON object per line."""

import json

import numpy as np
from scipy.stats import binomtest, fisher_exact, wilcoxon

random = np.random.default_rng(20240119)


def show(kind, **fields):
    print(json.dumps({"kind": kind, **fields}))


for n in [1, 2, 3, 10, 50, 333, 10000]:
    for count in sorted({0, 1, n // 3, n // 2, n - 1, n}):
        interval = binomtest(count, n).proportion_ci(0.95, method="wilson")
        show("WILSON", share=[count, n], low=interval.low, high=interval.high)

for n in [1, 5, 20, 100, 400]:
    for shift in [0.0, 0.1, 0.3, 0.6]:
        first = (random.random(n) < 0.3).astype(int)
        second = np.where(random.random(n) < shift, 1, first) if shift else (random.random(n) < 0.3).astype(int)
        only_first = int(np.sum((first == 1) & (second == 0)))
        only_second = int(np.sum((first == 0) & (second == 1)))
        changed = only_first + only_second
        p = 1.0 if changed == 0 else binomtest(only_first, changed, 0.5).pvalue
        show("MCNEMAR", first=first.tolist(), second=second.tolist(), p=p)
        one, other = int(first.sum()), int(second.sum())
        table = [[one, n - one], [other, 2 * n - other]]
        show("FISHER", first=[one, n], second=[other, 2 * n], p=float(fisher_exact(table)[1]))


def holm(p_values):
    """Holm (1979), from the definition: the k-th smallest of m p-values times m - k + 1, never smaller than the one before."""
    adjusted, largest = [0.0] * len(p_values), 0.0
    for k, test in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(p_values) - k) * p_values[test]))
        adjusted[test] = largest
    return adjusted


def exact_mcnemar(first, second):
    only_first, only_second = int(np.sum(first & ~second)), int(np.sum(second & ~first))
    changed = only_first + only_second
    return 1.0 if changed == 0 else float(binomtest(only_first, changed, 0.5).pvalue)


for n in [6, 20, 45, 120]:
    attacks = [random.random(n) for _ in range(4)]
    attacks[1] = attacks[0] * 0.6
    attacks[2] = np.clip(attacks[0] - 0.2 * random.random(n), 0, 1)
    p = [exact_mcnemar(attacks[0] > 0.5, other > 0.5) for other in attacks[1:]]
    show("ATTACKS", cosines=[one.tolist() for one in attacks], p=p, holm=holm(p))
    similar = [random.random(n) for _ in range(4)]
    similar[1] = np.clip(similar[0] - 0.3 * random.random(n), -1, 1)
    p = [float(wilcoxon(other - similar[0]).pvalue) for other in similar[1:]]
    delta = [float(np.mean(other - similar[0])) for other in similar[1:]]
    show("SIMILARITIES", cosines=[one.tolist() for one in similar], p=p, holm=holm(p), delta=delta)


def mmd(x, y, sigma=10.0, scale=1000.0):
    def kernel(a, b):
        return np.exp(-((a[:, None, :] - b[None, :, :]) ** 2).sum(-1) / (2 * sigma**2)).mean()

    return scale * (kernel(x, x) + kernel(y, y) - 2 * kernel(x, y))


for n, m, width, shift in [(1, 1, 4, 0), (2, 3, 4, 0.5), (20, 20, 8, 0), (20, 31, 8, 0.3), (40, 25, 16, 1)]:
    x = random.normal(size=(n, width)) + shift
    y = random.normal(size=(m, width))
    x = (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)
    y = (y / np.linalg.norm(y, axis=1, keepdims=True)).astype(np.float32)
    value = float(mmd(x.astype(np.float64), y.astype(np.float64)))
    show("CMMD", x=x.astype(np.float64).tolist(), y=y.astype(np.float64).tolist(), value=value)


def calibrated(shows, others):
    values = np.unique(np.concatenate([shows, others]))
    middles = values[:-1] + (values[1:] - values[:-1]) / 2
    thresholds = np.concatenate([[np.nextafter(values[0], -np.inf)], middles, [values[-1]]])
    missed = np.array([(shows <= threshold).mean() for threshold in thresholds])
    alarms = np.array([(others > threshold).mean() for threshold in thresholds])
    best = np.lexsort((thresholds, missed + alarms, np.abs(missed - alarms)))[0]
    return float(thresholds[best]), float((missed[best] + alarms[best]) / 2)


for n, m, apart in [(1, 1, 1), (5, 7, 0.2), (50, 50, 1), (50, 80, 2), (200, 100, 0.5)]:
    shows = random.normal(apart, 1, n) / 10
    others = random.normal(0, 1, m) / 10
    threshold, rate = calibrated(shows, others)
    # "with" is a keyword, so that the name is given in a dictionary.
    show("CALIBRATION", **{"with": shows.tolist(), "without": others.tolist()}, threshold=threshold, rate=rate)
