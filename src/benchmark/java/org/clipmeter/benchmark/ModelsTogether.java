package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.agreement.AgreementListener;
import org.clipmeter.agreement.ModelScores;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.result.agreement.ModelLoader;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.weights.RandomCheckpoint.Architecture;

/**
 * Times the comparison of several models, which reads and decodes each image once for all of them, beside one run for each model, and
 * states the most memory that the processes have taken. Every run is a process of its own, which loads its models and scores.
 */
final class ModelsTogether {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double GIGABYTE = 1 << 20; // of kilobytes

    private final List<Architecture> architectures;
    private final Path folder;
    private final Progress progress;

    /**
     * @param architectures whose checkpoints are in the Hub's cache
     * @param folder for the output of the processes
     */
    ModelsTogether(List<Architecture> architectures, Path folder, Progress progress) {
        this.architectures = architectures;
        this.folder = folder;
        this.progress = progress;
    }

    /** What a process said: its seconds from the first model's load to the last score, its memory, its scores by model. */
    private record Run(double seconds, double comparing, long kilobytes, int passes, List<double[]> logits) {
        static Run of(JsonNode answer) {
            List<double[]> logits = new ArrayList<>();
            for (JsonNode model : answer.get("logits")) {
                double[] values = new double[model.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = model.get(i).doubleValue();
                }
                logits.add(values);
            }
            return new Run(
                    answer.get("seconds").doubleValue(),
                    answer.get("comparing").doubleValue(),
                    answer.get("kilobytes").longValue(),
                    answer.get("passes").intValue(),
                    logits);
        }

        String memory() {
            return kilobytes == 0 ? "unknown" : String.format(Locale.ROOT, "%.2f GiB", kilobytes / GIGABYTE);
        }
    }

    /**
     * Measures once; a round of full size takes minutes.
     *
     * @param pictures what the images are, for the table
     * @throws Agreement.Broken if the scores of a model differ
     */
    void measure(Workload workload, String pictures, Report report) throws IOException {
        String what = architectures.size() + " models, " + workload.size() + " " + pictures;
        progress.say(what + ", compared in one pass");
        Run together = run(workload, architectures);
        if (together.logits().size() != architectures.size()) { // a model that fails costs its own scores only
            throw new IOException(what + ": only " + together.logits().size() + " of the models could be used");
        }
        List<Run> alone = new ArrayList<>();
        for (Architecture architecture : architectures) {
            progress.say(what + ", " + architecture + " alone");
            alone.add(run(workload, List.of(architecture)));
        }
        double largest = 0;
        for (int i = 0; i < alone.size(); i++) {
            largest = Math.max(largest, difference(together.logits().get(i), alone.get(i).logits().get(0)));
        }
        if (!(largest <= Agreement.TOLERANCE)) {
            throw new Agreement.Broken(what + ": scores in one pass and alone differ by " + largest);
        }
        report.add(new TimedComparison(
                what + ", loaded and scored",
                "a run for each of these models",
                workload.size(),
                null,
                List.of(together.seconds()),
                List.of(alone.stream().mapToDouble(Run::seconds).sum())));
        report.note(memory(what, together, alone));
    }

    private String memory(String what, Run together, List<Run> alone) {
        List<String> each = new ArrayList<>();
        for (int i = 0; i < alone.size(); i++) {
            each.add(String.format(
                    Locale.ROOT,
                    "%s %s in %.1f s",
                    architectures.get(i),
                    alone.get(i).memory(),
                    alone.get(i).seconds()));
        }
        long most = alone.stream().mapToLong(Run::kilobytes).max().orElse(0);
        String ratio = most == 0
                ? ""
                : String.format(Locale.ROOT, ", %.2f× of the largest run alone", (double) together.kilobytes() / most);
        return String.format(
                Locale.ROOT,
                "%s: peak memory %s in %s%s; alone %s; comparing the scores took %.1f s more",
                what,
                together.memory(),
                together.passes() == 1 ? "one pass" : together.passes() + " passes",
                ratio,
                String.join(", ", each),
                together.comparing());
    }

    /**
     * The pairs of a workload with photographs of three megapixels in the place of its images: one photograph under many names, each with
     * a mark after the end of the picture, so that none is known from another.
     */
    static Workload photographs(Workload pairs, Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] photograph = Photographs.encoded("jpeg", 2000, 1500);
        List<Path> images = new ArrayList<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            Path image = folder.resolve("photograph_" + i + ".jpg");
            Files.write(image, photograph);
            Files.writeString(image, "photograph " + i, StandardOpenOption.APPEND);
            images.add(image);
            rows.add(Map.of("image", image.toString(), "prompt", pairs.prompts().get(i)));
        }
        Path manifest = folder.resolve("pairs_" + pairs.size() + ".json");
        JSON.writeValue(manifest.toFile(), rows);
        return new Workload(manifest, images, pairs.prompts());
    }

    private static double difference(double[] a, double[] b) {
        double largest = a.length == b.length ? 0 : Double.NaN;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    /** Runs a process with the flags of this one, and reads its last line. */
    private Run run(Workload workload, List<Architecture> models) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ModelsTogether.class.getName()));
        command.add(workload.manifest().toString());
        models.forEach(model -> command.add(model.id()));
        Path out = folder.resolve("models.out");
        Path log = folder.resolve("models.log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        Thread ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            int exit = process.waitFor();
            List<String> lines = Files.readString(out, StandardCharsets.UTF_8).strip().lines().toList();
            if (exit != 0 || lines.isEmpty()) {
                throw new IOException("the process that scores with " + models + " ended with " + exit + "; see " + log);
            }
            return Run.of(JSON.readTree(lines.get(lines.size() - 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while scoring with " + models, e);
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(ending);
        }
    }

    /** Arguments: a list of pairs, and the models: one, which scores them, or several, which are compared. */
    public static void main(String[] arguments) throws IOException {
        Images images = Images.manifest(arguments[0]);
        List<String> models = List.of(arguments).subList(1, arguments.length);
        LoadOptions options = LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode logits = answer.putArray("logits");
        Clock clock = new Clock();
        if (models.size() == 1) {
            try (ClipMeter clip = ClipMeter.load(models.get(0), options)) {
                add(logits, clip.score(images).result());
            }
            clock.passes = 1;
            clock.comparing();
        } else {
            var agreement = org.clipmeter.result.agreement.Agreement.of(
                    Map.of("run", Pairs.of(images)),
                    models,
                    ModelLoader.with(options),
                    ScoreOptions.defaults(),
                    clock,
                    () -> false);
            for (ModelScores scores : agreement.runs().get(0).byModel()) {
                add(logits, scores.result());
            }
        }
        answer.put("seconds", clock.scored).put("comparing", clock.now() - clock.scored);
        answer.put("kilobytes", mostResident()).put("passes", clock.passes);
        System.out.println(JSON.writeValueAsString(answer));
        System.exit(0); // otherwise threads of the engine would keep the process alive
    }

    private static void add(ArrayNode logits, ScoreResult result) {
        ArrayNode values = logits.addArray();
        for (double value : result.logitsPerImage()) {
            values.add(value);
        }
    }

    /** The seconds until all is scored, and the passes over the images. */
    private static final class Clock implements AgreementListener {
        private final long begun = System.nanoTime();
        private double scored;
        private int passes;

        double now() {
            return (System.nanoTime() - begun) * 1e-9;
        }

        @Override
        public void images(String run, List<String> names, int done, int total, int cached) {
            passes += done == 0 ? 1 : 0;
        }

        @Override
        public void comparing() {
            scored = now();
        }
    }

    /** The most memory that this process had, in kilobytes; 0 if the system does not tell. */
    private static long mostResident() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException e) {
            return 0; // this is not Linux
        }
        return 0;
    }
}
