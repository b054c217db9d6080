package org.clipmeter.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.benchmark.Reference.Batching;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.weights.RandomCheckpoint.Architecture;

/** Times bf16 beside transformers in fp32 on CPUs that support bf16, and measures how bf16 changes the CLIP Score. */
final class Bf16 {
    /** The largest allowed change of the mean logits_per_image of a run. */
    private static final double TOLERANCE = 0.05;

    /** The speedup over the reference in fp32 to reach; only the processor's bf16 instructions can give it. */
    private static final double TARGET = 1.9;

    private final Reference reference;
    private final Progress progress;
    private final int rounds;

    Bf16(Reference reference, Progress progress, int rounds) {
        this.reference = reference;
        this.progress = progress;
        this.rounds = rounds;
    }

    /**
     * Measures the speed on one list of pairs and the deviation on another, unless bf16 is known to be slow here.
     *
     * @throws Agreement.Broken if the value moves by more than the tolerance
     */
    void measure(Architecture architecture, Workload timed, Workload scored, Report report) throws IOException {
        LoadOptions cpu = LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());
        double value;
        try (ClipMeter clip = ClipMeter.load(architecture.id(), cpu.withPrecision("bf16"))) {
            if (!clip.model().warnings().isEmpty()) {
                report.note(architecture + " was not measured in bf16: "
                        + String.join(" ", clip.model().warnings()));
                return;
            }
            reference.load(architecture);
            reference.read(timed.manifest());
            Batching batching = reference.fastest(
                    timed.size(), each -> progress.say(architecture + " in bf16: trying " + each + ", fp32"));
            seconds(clip, timed);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                progress.say(architecture + " in bf16: files to scores, round " + round + " of " + rounds);
                ours.add(seconds(clip, timed));
                theirs.add(reference.batched(batching).seconds());
            }
            report.add(new TimedComparison(
                    architecture + " in bf16, files to scores",
                    batching + ", fp32",
                    timed.size(),
                    TARGET,
                    ours,
                    theirs));
            progress.say(architecture + " in bf16: the value over " + scored.size() + " pairs");
            value = mean(clip, scored);
        } finally {
            reference.unload();
        }
        double exact;
        try (ClipMeter clip = ClipMeter.load(architecture.id(), cpu)) {
            exact = mean(clip, scored);
        }
        String line = String.format(
                Locale.ROOT,
                "%s: over %d pairs bf16 moves the CLIP Score from %.4f to %.4f, by %.4f (at most %.2f)",
                architecture,
                scored.size(),
                exact,
                value,
                Math.abs(value - exact),
                TOLERANCE);
        if (!(Math.abs(value - exact) <= TOLERANCE)) {
            throw new Agreement.Broken(line);
        }
        report.note(line);
    }

    private static double seconds(ClipMeter clip, Workload workload) throws IOException {
        long begun = System.nanoTime();
        mean(clip, workload);
        return (System.nanoTime() - begun) * 1e-9;
    }

    private static double mean(ClipMeter clip, Workload workload) throws IOException {
        Double value = clip.score(workload.asImages()).value();
        if (value == null) {
            throw new Agreement.Broken("no pair could be scored");
        }
        return value;
    }
}
