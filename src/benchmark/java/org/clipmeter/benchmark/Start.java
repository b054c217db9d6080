package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import org.jspecify.annotations.Nullable;

/**
 * Times a Java kernel from its start to the first score that it shows, beside the same in a Python kernel, both through
 * Jupyter's protocol, and beside a new Python process that prints the score of the same pair. All start with their files
 * in the system's memory, and then as after a login, without.
 *
 * <p>The figure to watch is how much later the score is shown than JJava's own kernel, without clipmeter, shows {@code 1 + 1}: a
 * kernel's own start is not clipmeter's.
 */
final class Start {
    /** The most seconds from {@code 1 + 1} in JJava's own kernel to the first score of B/32 that we aim for. */
    private static final double AIM = 0.5;

    private static final String PYTHON = "first_score.py";
    private static final String SCORE = "CLIP Score -?[0-9]";
    private static final Pattern VALUE = Pattern.compile("CLIP Score (-?[0-9.]+) ");

    /** The summary shows four decimals. */
    private static final double ROUNDING = 5e-5;

    private static final JsonMapper JSON = new JsonMapper();

    /** The seconds until the cell showed its text, and those of them until the kernel answered. */
    private record Started(double seconds, double kernel, JsonNode texts) {
        double beyond() {
            return seconds - kernel;
        }
    }

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
        List<Started> ours = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Started> notebooks = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        String state = forgotten ? ", no file in memory" : "";
        String what = architecture + ", start to first score" + state;
        for (int round = forgotten ? 1 : 0; round <= settings.rounds(); round++) {
            progress.say(what + (round == 0 ? ", warm-up" : ", round " + round + " of " + settings.rounds()));
            Started kernel = javaKernel(architecture, forgotten);
            double jjava = kernel(forgotten, "java", "1 + 1", "2$").seconds();
            Started notebook = pythonKernel(architecture, forgotten);
            Turn python = python(architecture, forgotten);
            check(architecture, score(kernel.texts()), python.logits()[0]);
            check(architecture, score(notebook.texts()), python.logits()[0]);
            if (round > 0) {
                ours.add(kernel);
                plain.add(jjava);
                notebooks.add(notebook);
                theirs.add(python.seconds());
            }
        }
        List<Double> all = ours.stream().map(Started::seconds).toList();
        List<Double> beyond = ours.stream().map(Started::beyond).toList();
        report.add(new TimedComparison(
                what,
                "Python notebook: ipykernel, import, load, score",
                0,
                null,
                all,
                notebooks.stream().map(Started::seconds).toList()));
        report.add(new TimedComparison(what, "fresh Python: import, load, score", 0, null, all, theirs));
        report.add(new TimedComparison(what, "JJava's own kernel: start, 1 + 1", 0, null, all, plain));
        report.add(new TimedComparison(
                architecture + ", started kernel to first score" + state,
                "the same in the Python notebook",
                0,
                null,
                beyond,
                notebooks.stream().map(Started::beyond).toList()));
        List<Double> later = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            later.add(all.get(i) - plain.get(i));
        }
        boolean aimed = architecture == Architecture.B32 && !forgotten;
        report.note(String.format(
                Locale.ROOT,
                "%s: the score is shown %s later than JJava's own kernel shows 1 + 1%s; clipmeter's kernel answers after %s, and %s"
                        + " later it shows the score; ipykernel answers after %s; import, load and score in a fresh Python take %s",
                what,
                figure(later),
                aimed ? " (the aim is at most " + AIM + " s)" : "",
                figure(ours.stream().map(Started::kernel).toList()),
                figure(beyond),
                figure(notebooks.stream().map(Started::kernel).toList()),
                figure(theirs)));
    }

    private static String figure(List<Double> seconds) {
        return ResultTable.figure(Spread.of(seconds), " s");
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

    private Started javaKernel(Architecture architecture, boolean forgotten) throws IOException {
        return kernel(
                forgotten,
                "clipmeter",
                "%clip model " + architecture.id() + " --device cpu\n%clip score "
                        + one.manifest().getFileName(),
                SCORE);
    }

    /** The script of {@link #python}, run as a cell. */
    private Started pythonKernel(Architecture architecture, boolean forgotten) throws IOException {
        Path script = Child.write(settings.folder(), PYTHON);
        List<String> arguments = List.of(
                script.toString(),
                architecture.id(),
                one.images().get(0).toString(),
                one.prompts().get(0));
        String cell =
                "import runpy, sys\nsys.argv = " + JSON.writeValueAsString(arguments) + "\nrunpy.run_path(sys.argv[0])";
        return kernel(forgotten, "python-reference", cell, SCORE, settings.python().toString());
    }

    /** Starts a kernel and runs a cell until it shows a text; see the script. */
    private Started kernel(boolean forgotten, String name, String cell, String shown, String... python)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(settings.folder().toString(), name, cell, shown));
        arguments.addAll(List.of(python));
        try (Child kernel = Child.start(
                settings.kernelPython(),
                settings.folder(),
                "kernel_first_score.py",
                arguments.toArray(String[]::new))) {
            kernel.line();
            if (forgotten) {
                forget();
            }
            kernel.tell("go");
            JsonNode answer = kernel.answer();
            if (answer.required("seconds").isNull()) {
                throw new Agreement.Broken(
                        "the kernel " + name + " showed no " + shown + ": " + answer.required("texts"));
            }
            return new Started(
                    answer.required("seconds").asDouble(),
                    answer.required("started").asDouble(),
                    answer.required("texts"));
        }
    }

    private static double score(JsonNode texts) {
        for (JsonNode text : texts) {
            Double score = score(text.asText());
            if (score != null) {
                return score;
            }
        }
        throw new Agreement.Broken("the kernel showed no CLIP Score: " + texts);
    }

    private static @Nullable Double score(String text) {
        Matcher value = VALUE.matcher(text);
        return value.find() ? Double.valueOf(value.group(1)) : null;
    }

    private Turn python(Architecture architecture, boolean forgotten) throws IOException {
        if (forgotten) {
            forget();
        }
        long begun = System.nanoTime();
        try (Child python = Child.start(
                settings.python(),
                settings.folder(),
                PYTHON,
                architecture.id(),
                one.images().get(0).toString(),
                one.prompts().get(0))) {
            String line = python.line();
            double seconds = (System.nanoTime() - begun) * 1e-9;
            Double score = score(line);
            if (score == null) {
                throw new Agreement.Broken("Python printed no CLIP Score: " + line);
            }
            return new Turn(seconds, new double[] {score});
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
