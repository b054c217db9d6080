package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.benchmark.Reference.Turn;
import org.clipmeter.engine.EngineSettings;
import org.clipmeter.weights.RandomCheckpoint.Architecture;

/**
 * Times a Java kernel from its start to the first score that it shows, beside a new Python process that prints the
 * score of the same pair. Both start twice: first as after a login, when none of their files is in the system's memory,
 * and then again.
 */
final class Start {
    private static final double TARGET = 3;
    private static final Pattern VALUE = Pattern.compile("CLIP Score (-?[0-9.]+) ");

    /** The summary shows four decimals. */
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
        measure(architecture, false, report);
        if (forget()) {
            measure(architecture, true, report);
        } else {
            report.note(architecture + ": starts from files that are not in memory were not measured: Python has no"
                    + " call for it on this system");
        }
    }

    private void measure(Architecture architecture, boolean forgotten, Report report) throws IOException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        String what = architecture + ", start to first score" + (forgotten ? ", no file in memory" : "");
        for (int round = forgotten ? 1 : 0; round <= settings.rounds(); round++) {
            progress.say(what + (round == 0 ? ", warm-up" : ", round " + round + " of " + settings.rounds()));
            JsonNode kernel = kernel(architecture, forgotten);
            Turn python = python(architecture, forgotten);
            check(architecture, score(kernel), python.logits()[0]);
            if (round > 0) {
                ours.add(kernel.required("seconds").asDouble());
                ready.add(kernel.required("started").asDouble());
                theirs.add(python.seconds());
            }
        }
        report.add(new TimedComparison(what, "fresh Python: import, load, score", 0, TARGET, ours, theirs));
        report.note(String.format(
                Locale.ROOT,
                "%s: of it, the kernel itself takes %s to start",
                what,
                ResultTable.figure(Spread.of(ready), " s")));
    }

    /** Removes the files of both sides from the system's cache, except for files that a process has mapped. */
    private boolean forget() throws IOException {
        try (Child forgetting = Child.start(
                settings.kernelPython(),
                settings.folder(),
                "forget.py",
                System.getProperty("java.home"),
                settings.folder().toString(),
                EngineSettings.apply().toString(),
                environment(settings.kernelPython()),
                environment(settings.python()))) {
            return forgetting.line().equals("forgotten");
        }
    }

    /** The folder of a virtual environment, which contains {@code bin} or {@code Scripts}. */
    private static String environment(Path python) {
        return python.resolve("../..").normalize().toString();
    }

    private JsonNode kernel(Architecture architecture, boolean forgotten) throws IOException {
        try (Child kernel = Child.start(
                settings.kernelPython(),
                settings.folder(),
                "kernel_first_score.py",
                settings.folder().toString(),
                "%clip model " + architecture.id() + " --device cpu\n%clip score "
                        + one.manifest().getFileName())) {
            kernel.line();
            if (forgotten) {
                forget();
            }
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

    private Turn python(Architecture architecture, boolean forgotten) throws IOException {
        if (forgotten) {
            forget();
        }
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
