"""Prints samples with what SciPy computes of them, as JSON lines.

These are the p-value of scipy.stats.wilcoxon, an effect size from its rank sums, and BCa intervals of scipy.stats.bootstrap: of means,
and of means over clusters of values. An interval depends on random resamples, so its ends are given as mean and standard deviation over
several seeds. SciPy has no correction by Holm, so it is written here from its definition: a hypothesis is rejected at a level if each
one that has a smaller p-value is, and its p-value is at most the level divided by the number of those that are left.
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
                    increases = stats.wilcoxon(changes, alternative="greater", method="asymptotic").statistic
                    decreases = stats.wilcoxon(-changes, alternative="greater", method="asymptotic").statistic
                    yield {
                        "test": "wilcoxon",
                        "kind": kind,
                        "x": changes.tolist(),
                        "p": stats.wilcoxon(changes).pvalue,
                        "effect": (increases - decreases) / (increases + decreases),
                    }


def ends(data, statistic, level, **options):
    found = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        found.append(stats.bootstrap(data, statistic, confidence_level=level, rng=rng, **options).confidence_interval)
    found = np.array(found)
    return {"ends": found.mean(axis=0).tolist(), "spread": found.std(axis=0, ddof=1).tolist()}


def bootstrap():
    for n in (4, 10, 60, 300):
        for kind in ("plain", "skewed", "ties"):
            x = sample(n, kind)
            for level in (0.95, 0.90):
                yield {"test": "bca", "kind": kind, "level": level, "x": x.tolist(), **ends((x,), np.mean, level)}


def clusters():
    """Values of clusters that resemble each other, and the interval of the mean of all if clusters are drawn."""
    for n, largest in ((15, 4), (12, 1), (40, 6), (100, 10)):
        sizes = generator.integers(1, largest + 1, n)
        values = [np.round(generator.normal(center, 1, size), 3) for center, size in zip(generator.normal(25, 3, n), sizes)]
        sums = np.array([some.sum() for some in values])

        def mean(drawn, counts, axis=-1):
            return drawn.sum(axis=axis) / counts.sum(axis=axis)

        found = ends((sums, sizes), mean, 0.95, paired=True, vectorized=True)
        yield {"test": "clusters", "kind": f"up to {largest} values", "x": [some.tolist() for some in values], **found}


def holm():
    for n in (1, 2, 3, 7, 20):
        for kind in ("plain", "ties"):
            p = generator.random(n) ** 3
            if kind == "ties":
                p = np.round(p, 1)
            adjusted = []
            for own in range(n):
                # The smallest level at which this hypothesis and all that come before it are rejected.
                before = [k for k in range(n) if p[k] < p[own] or (p[k] == p[own] and k <= own)]
                before.sort(key=lambda k: (p[k], k))
                adjusted.append(min(1.0, max((n - place) * p[k] for place, k in enumerate(before))))
            yield {"test": "holm", "kind": kind, "x": p.tolist(), "adjusted": adjusted}


for case in [*wilcoxon(), *bootstrap(), *clusters(), *holm()]:
    print(json.dumps(case))
