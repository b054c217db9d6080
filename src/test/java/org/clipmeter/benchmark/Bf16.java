package org.clipmeter.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.benchmark.Reference.Batching;
import org.clipmeter.score.cache.EmbeddingCache;
import org.clipmeter.weights.RandomCheckpoint.Architecture;
import org.jspecify.annotations.Nullable;

/** Scores in bf16 beside transformers' in fp32, where the CPU computes in bf16, and what that does to the CLIP Score. */
final class Bf16 {
    /** The most that the mean of logits_per_image over a run may move. */
    private static final double TOLERANCE = 0.05;

    /** What makes it faster than the reference in fp32 by a factor that only the instructions can give. */
    private static final double TARGET = 1.9;

    private static final Set<String> X86 = Set.of("avx512_bf16", "amx_bf16");
    private static final String ARM = "bf16";

    private final Reference reference;
    private final Progress progress;
    private final int rounds;

    Bf16(Reference reference, Progress progress, int rounds) {
        this.reference = reference;
        this.progress = progress;
        this.rounds = rounds;
    }

    /** Why bf16 is not measured here; null where it is. */
    static @Nullable String hindrance() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpu)) {
            return "bf16 was not measured: this system does not tell what its CPU can do (no /proc/cpuinfo)";
        }
        return hindrance(Files.readAllLines(cpu));
    }

    /** The same for the lines of a {@code /proc/cpuinfo}. */
    static @Nullable String hindrance(List<String> cpuinfo) {
        for (String line : cpuinfo) {
            String name = line.split(":", 2)[0].strip();
            if (name.equals("flags") || name.equals("Features")) {
                Set<String> features = new TreeSet<>(List.of(line.split("\\s+")));
                boolean arm = name.equals("Features");
                if (arm ? features.contains(ARM) : features.stream().anyMatch(X86::contains)) {
                    return null;
                }
            }
        }
        return "bf16 was not measured: this CPU has no bf16 instructions (avx512_bf16 or amx_bf16; bf16 on ARM)";
    }

    /**
     * Measures the speed on one list of pairs and the deviation on another.
     *
     * @throws Agreement.Broken if the value moves by more than the tolerance
     */
    void measure(Architecture architecture, Workload timed, Workload scored, Batching batching, Report report)
            throws IOException {
        LoadOptions cpu = LoadOptions.defaults().onDevice("cpu").cachedIn(EmbeddingCache.off());
        reference.load(architecture);
        reference.read(timed.manifest());
        double value;
        try (ClipMeter clip = ClipMeter.load(architecture.id(), cpu.inPrecision("bf16"))) {
            reference.batched(batching);
            seconds(clip, timed);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                progress.say(architecture + " in bf16: files to scores, round " + round + " of " + rounds);
                ours.add(seconds(clip, timed));
                theirs.add(reference.batched(batching).seconds());
            }
            report.add(new Comparison(
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
