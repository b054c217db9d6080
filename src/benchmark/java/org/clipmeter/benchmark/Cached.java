package org.clipmeter.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.benchmark.Reference.Turn;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.score.CacheHits;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.weights.RandomCheckpoint.Architecture;

/** Times a first scoring and later scorings of the same images, whose embeddings come from a separate cache. */
final class Cached {
    private static final double TARGET = 100;

    private final Architecture architecture;
    private final Workload workload;
    private final Path folder;
    private final Progress progress;
    private final int rounds;

    /** @param folder for the cache; its content is deleted */
    Cached(Architecture architecture, Workload workload, Path folder, Progress progress, int rounds) {
        this.architecture = architecture;
        this.workload = workload;
        this.folder = folder;
        this.progress = progress;
        this.rounds = rounds;
    }

    /**
     * Measures.
     *
     * @throws Agreement.Broken if a later scoring gives other scores, or computes embeddings that are stored
     */
    void measure(Report report) throws IOException {
        clear();
        List<Double> same = new ArrayList<>();
        List<Double> prompts = new ArrayList<>();
        Turn first;
        try (EmbeddingCache cache = EmbeddingCache.in(folder);
                ClipMeter clip = load(cache)) {
            progress.say(architecture + ": first scoring of " + workload.size() + " images");
            first = score(clip, workload, new CacheHits(0, 0));
        }
        // Opened again, as in another session.
        try (EmbeddingCache cache = EmbeddingCache.in(folder);
                ClipMeter clip = load(cache)) {
            progress.say(architecture + ": the same images again, and with other prompts");
            for (int round = 1; round <= rounds; round++) {
                Turn again = score(clip, workload, new CacheHits(workload.size(), distinct(workload)));
                if (!Arrays.equals(first.logits(), again.logits())) {
                    throw new Agreement.Broken(architecture + ": kept embeddings give other scores");
                }
                same.add(again.seconds());
                Workload others = workload.opening("round " + round);
                prompts.add(
                        score(clip, others, new CacheHits(workload.size(), 0)).seconds());
            }
        }
        clear();
        List<Double> whole = Collections.nCopies(rounds, first.seconds());
        report.add(new TimedComparison(
                architecture + ", scored again, cache opened anew",
                "clipmeter's first scoring",
                workload.size(),
                TARGET,
                same,
                whole));
        report.add(new TimedComparison(
                architecture + ", the same images with new prompts",
                "clipmeter's first scoring",
                workload.size(),
                null,
                prompts,
                whole));
    }

    private ClipMeter load(EmbeddingCache cache) throws IOException {
        ClipMeter clip = ClipMeter.load(
                architecture.id(), LoadOptions.defaults().withDevice("cpu").withCache(cache));
        clip.space(); // hashing the weights is not part of scoring
        return clip;
    }

    private Turn score(ClipMeter clip, Workload pairs, CacheHits expected) throws IOException {
        long begun = System.nanoTime();
        ScoreResult result = clip.score(pairs.asImages()).result();
        double seconds = (System.nanoTime() - begun) * 1e-9;
        if (!result.cached().equals(expected) || result.evaluatedCount() != pairs.size()) {
            throw new Agreement.Broken(architecture + ": expected " + expected + " and " + pairs.size()
                    + " scores, got " + result.cached() + " and " + result.evaluatedCount());
        }
        return new Turn(seconds, result.logitsPerImage());
    }

    private static int distinct(Workload workload) {
        return (int) workload.prompts().stream().distinct().count();
    }

    private void clear() throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
