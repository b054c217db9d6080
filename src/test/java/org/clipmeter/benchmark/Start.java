package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.benchmark.Reference.Turn;
import org.clipmeter.weights.RandomCheckpoint.Architecture;

/** From the start of a Java kernel to its first score, beside a fresh Python process that scores the same pair. */
final class Start {
    private static final double TARGET = 3;
    private static final Pattern VALUE = Pattern.compile("CLIP Score (-?[0-9.]+) ");

    /** The summary gives four decimals. */
    private static final double ROUNDING = 5e-5;

    private final Settings settings;
    private final Workload one;
    private final Progress progress;

    /** @param one a single pair */
    Start(Settings settings, Workload one, Progress progress) {
        this.settings = settings;
        this.one = one;
        this.progress = progress;
    }

    void measure(Architecture architecture, Report report) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        for (int round = 0; round <= settings.rounds(); round++) {
            progress.say(architecture + ": start to first score, "
                    + (round == 0 ? "warm-up" : "round " + round + " of " + settings.rounds()));
            JsonNode kernel = kernel(architecture);
            Turn python = python(architecture);
            check(architecture, score(kernel), python.logits()[0]);
            if (round > 0) {
                ours.add(kernel.required("seconds").asDouble());
                ready.add(kernel.required("started").asDouble());
                theirs.add(python.seconds());
            }
        }
        report.add(new Comparison(
                architecture + ", start to first score", "fresh Python: import, load, score", 0, TARGET, ours, theirs));
        report.note(String.format(
                Locale.ROOT,
                "%s: of the time to its first score, the kernel itself takes %s to start",
                architecture,
                ResultTable.figure(Spread.of(ready), " s")));
    }

    private JsonNode kernel(Architecture architecture) throws IOException {
        try (Child kernel = Child.start(
                settings.kernelPython(),
                settings.folder(),
                "kernel_first_score.py",
                settings.folder().toString(),
                "%clip model " + architecture.id() + " --device cpu",
                "%clip score " + one.manifest().getFileName())) {
            kernel.line();
            kernel.tell("go");
            return kernel.answer();
        }
    }

    private static double score(JsonNode kernel) {
        for (JsonNode text : kernel.required("texts")) {
            Matcher value = VALUE.matcher(text.asText());
            if (value.find()) {
                return Double.parseDouble(value.group(1));
            }
        }
        throw new Agreement.Broken("the kernel showed no CLIP Score: " + kernel.required("texts"));
    }

    private Turn python(Architecture architecture) throws IOException {
        long begun = System.nanoTime();
        try (Child python = Child.start(
                settings.python(),
                settings.folder(),
                "first_score.py",
                architecture.id(),
                one.images().get(0).toString(),
                one.prompts().get(0))) {
            double score = Double.parseDouble(python.line());
            return new Turn((System.nanoTime() - begun) * 1e-9, new double[] {score});
        }
    }

    private static void check(Architecture architecture, double ours, double theirs) {
        if (!(Math.abs(ours - theirs) <= Agreement.TOLERANCE + ROUNDING)) {
            throw new Agreement.Broken(String.format(
                    Locale.ROOT,
                    "%s, first score: the kernel shows %.4f, the reference %.6f",
                    architecture,
                    ours,
                    theirs));
        }
    }
}
