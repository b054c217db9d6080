package org.clipmeter.benchmark;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipmeter.benchmark.Settings.Section;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.weights.RandomCheckpoint.Architecture;
import org.jspecify.annotations.Nullable;

/**
 * Times clipmeter beside transformers in one run on the same files and checks that their scores agree. It is started by
 * {@code src/build/develop.py benchmark}, which creates both Python environments and sets {@code HF_HUB_CACHE},
 * {@code HF_HUB_OFFLINE} and {@code OMP_NUM_THREADS} for both sides. Only one side works at a time.
 */
public final class Benchmark {
    private static final List<Architecture> ARCHITECTURES = List.of(Architecture.B32, Architecture.L14);

    private final Settings settings;
    private final Progress progress = new Progress(System.err);
    private final Report report = new Report();
    private final Agreement agreement = new Agreement();
    private final HubFolder hub;
    private @Nullable Peak peak;
    private boolean well = true;

    private Benchmark(Settings settings) {
        this.settings = settings;
        this.hub = new HubFolder(settings.folder().resolve("hub"));
    }

    /** Exits with 1 if scores disagree or something fails, and with 2 if the arguments are wrong. */
    public static void main(String[] arguments) {
        Settings settings;
        try {
            settings = Settings.of(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        int code = 1;
        try {
            code = new Benchmark(settings).run() ? 0 : 1;
        } catch (IOException | RuntimeException e) {
            System.err.println("The benchmark failed: " + message(e));
        }
        System.exit(code); // otherwise threads of the engine would keep the process alive
    }

    private static String message(Exception e) {
        boolean told = e instanceof IOException || e instanceof Agreement.Broken;
        return told ? String.valueOf(e.getMessage()) : e.toString();
    }

    /** Measures all sections; if one fails, the others still run. Returns whether all succeeded. */
    private boolean run() throws IOException {
        Files.createDirectories(settings.folder());
        progress.say("about " + (settings.quick() ? "8 minutes" : "25 minutes")
                + " on two cores; quiet the machine, and keep "
                + (settings.sections().contains(Section.MODELS) ? 7 : 4) + " GB free on the disk");
        for (Architecture architecture : ARCHITECTURES) {
            progress.say(architecture + ": full-size checkpoint with random weights");
            hub.checkpoint(architecture);
        }
        progress.say("pictures and prompts");
        Workload.of(settings.folder(), settings.quick() ? pairs(Architecture.B32) : Workload.MOST);
        try (Reference reference = new Reference(settings)) {
            describe(reference);
            section(Section.PEAK, () -> {
                progress.say("matrix-product peak");
                peak = Peak.measure(reference);
                report.machine("matrix-product peak", peak.toString());
            });
            section(Section.THROUGHPUT, () -> {
                for (Architecture architecture : ARCHITECTURES) {
                    throughput(architecture, reference, peak);
                }
                report.note(String.format(
                        Locale.ROOT,
                        "all scores agree: at most %.1e apart in logits_per_image, %.0e allowed",
                        agreement.largest(),
                        Agreement.TOLERANCE));
            });
            section(Section.BF16, () -> bf16(reference));
        }
        section(Section.FORMATS, () -> new Formats(
                        settings.python(),
                        settings.folder().resolve("formats"),
                        Workload.of(settings.folder(), 24),
                        progress,
                        settings.rounds())
                .measure(Architecture.B32, report));
        section(Section.START, () -> {
            Start start = new Start(settings, Workload.of(settings.folder(), 1), progress);
            for (Architecture architecture : ARCHITECTURES) {
                start.measure(architecture, report);
            }
        });
        section(Section.CACHE, () -> new Cached(
                        Architecture.L14,
                        Workload.of(settings.folder(), settings.quick() ? 24 : Workload.MOST),
                        settings.folder().resolve("cache"),
                        progress,
                        settings.rounds())
                .measure(report));
        section(Section.PREPROCESSING, this::preprocessing);
        section(Section.MODELS, this::models);
        progress.say("done");
        System.out.write(("\n" + report.text()).getBytes(StandardCharsets.UTF_8));
        Path file = report.write(settings.folder());
        System.out.println("\nAll figures: " + file);
        return well;
    }

    private interface Work {
        void measure() throws Exception;
    }

    private void section(Section section, Work work) {
        if (!settings.sections().contains(section)) {
            return;
        }
        try {
            work.measure();
        } catch (Exception e) {
            well = false;
            String line = section.label() + " FAILED: " + message(e);
            progress.say(line);
            report.note(line);
        }
    }

    private void preprocessing() throws Exception {
        progress.say("preprocessing, which must give the same pixelValues to the bit");
        Path png = settings.folder().resolve("photo-512.png");
        Path jpeg = settings.folder().resolve("photo-2000x1500.jpg");
        Files.write(png, Photographs.encoded("png", 512, 512));
        Files.write(jpeg, Photographs.encoded("jpeg", 2000, 1500));
        for (PreprocessingBenchmark.PictureComparison each : PreprocessingBenchmark.run(
                settings.python(), List.of(png, jpeg), settings.quick() ? 5 : 15, System.err)) {
            String work = each.picture().getFileName() + " to pixelValues, "
                    + (each.threads() == 1 ? "1 thread" : each.threads() + " threads");
            report.add(new TimedComparison(
                    work, "transformers on Pillow", 1, 1.0, seconds(each.clipmeter()), seconds(each.transformers())));
            report.add(new TimedComparison(
                    work,
                    "Pillow's decode and resize alone",
                    1,
                    null,
                    seconds(each.clipmeter()),
                    seconds(each.pillow())));
        }
    }

    private void models() throws IOException {
        for (Architecture architecture : Architecture.values()) {
            progress.say(architecture + ": full-size checkpoint with random weights");
            hub.checkpoint(architecture);
        }
        Workload workload = Workload.of(settings.folder(), settings.quick() ? 8 : 200);
        new ModelsTogether(List.of(Architecture.values()), settings.folder(), progress)
                .measure(workload, "images of 512 × 512", report);
        new ModelsTogether(List.of(Architecture.B32, Architecture.B16), settings.folder(), progress)
                .measure(
                        ModelsTogether.photographs(workload, settings.folder().resolve("photographs")),
                        "photographs of 2000 × 1500",
                        report);
    }

    private static List<Double> seconds(PreprocessingBenchmark.Quartiles milliseconds) {
        return milliseconds.rounds().stream().map(each -> each / 1e3).toList();
    }

    private void describe(Reference reference) throws IOException {
        TorchEngine.start();
        report.machine("machine", Machine.describe());
        report.machine("threads of each side", String.valueOf(reference.threads()));
        report.machine(
                "versions",
                "Java " + Runtime.version() + ", torch "
                        + Engine.getEngine("PyTorch").getVersion() + "; beside it " + reference.versions());
        report.machine("mode", settings.quick() ? "quick" : "full");
    }

    /** How many pairs a turn scores: about ten seconds on two cores, three in a quick run. */
    private int pairs(Architecture architecture) {
        boolean large = architecture == Architecture.L14;
        return settings.quick() ? (large ? 4 : 36) : (large ? 16 : 64);
    }

    private void throughput(Architecture architecture, Reference reference, @Nullable Peak peak) throws IOException {
        Workload workload = Workload.of(settings.folder(), pairs(architecture));
        new Throughput(architecture, workload, reference, agreement, progress, settings.rounds())
                .measure(report, peak, flops(architecture, workload));
    }

    private FlopCount flops(Architecture architecture, Workload workload) throws IOException {
        Path snapshot = hub.checkpoint(architecture);
        long tokens = 0;
        try (ClipModel model = ClipModel.load(snapshot, "cpu")) {
            for (String prompt : workload.prompts()) {
                tokens += model.tokenizer().encode(prompt).inputIds().length;
            }
        }
        return FlopCount.of(snapshot.resolve("config.json"), tokens / workload.size());
    }

    private void bf16(Reference reference) throws IOException {
        Bf16 bf16 = new Bf16(reference, progress, settings.rounds());
        for (Architecture architecture : ARCHITECTURES) {
            Workload timed = Workload.of(settings.folder(), pairs(architecture));
            Workload scored = settings.quick() ? timed : Workload.of(settings.folder(), Workload.MOST);
            bf16.measure(architecture, timed, scored, report);
        }
    }
}
