package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ReferencePython;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.pairs.Images;
import org.clipmeter.weights.RandomCheckpoint.Architecture;

/**
 * Scores the same pictures from files of each format in turns: no format may slow down a model much more than PNG does.
 */
final class Formats {
    private static final double TARGET = 0.95;
    private static final String SCRIPT = "formats.py";

    /** The formats that Pillow writes, as {@link #SCRIPT} names its folders. */
    private enum Format {
        PNG("PNG"),
        JPEG("baseline JPEG"),
        PROGRESSIVE("progressive JPEG"),
        WEBP("lossy WebP"),
        LOSSLESS("lossless WebP");

        private final String label;

        Format(String label) {
            this.label = label;
        }
    }

    private final Path python;
    private final Path folder;
    private final Workload workload;
    private final Progress progress;
    private final int rounds;

    /**
     * @param python an interpreter with Pillow
     * @param folder for the files; files that already exist are used again
     */
    Formats(Path python, Path folder, Workload workload, Progress progress, int rounds) {
        this.python = python;
        this.folder = folder;
        this.workload = workload;
        this.progress = progress;
        this.rounds = rounds;
    }

    /** Measures the formats at two sizes. */
    void measure(Architecture architecture, Report report) throws IOException {
        Files.createDirectories(folder);
        write();
        try (ClipMeter clip = ClipMeter.load(
                architecture.id(), LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off()))) {
            for (int side : List.of(512, 1024)) {
                measure(architecture, clip, side, report);
            }
        }
    }

    private void measure(Architecture architecture, ClipMeter clip, int side, Report report) throws IOException {
        Map<Format, Images> files = new EnumMap<>(Format.class);
        Map<Format, List<Double>> seconds = new EnumMap<>(Format.class);
        for (Format format : Format.values()) {
            files.put(format, Images.manifest(manifest(format, side)));
            seconds.put(format, new ArrayList<>());
        }
        for (int round = 0; round <= rounds; round++) {
            progress.say(architecture + ": files of " + side + " pixels, "
                    + (round == 0 ? "warm-up" : "round " + round + " of " + rounds));
            for (Format format : Format.values()) {
                long begun = System.nanoTime();
                if (clip.score(files.get(format)).result().logitsPerImage().length != workload.size()) {
                    throw new IOException(format.label + ": not every picture has a score");
                }
                if (round > 0) {
                    seconds.get(format).add((System.nanoTime() - begun) * 1e-9);
                }
            }
        }
        for (Format format : Format.values()) {
            if (format != Format.PNG) {
                report.add(new TimedComparison(
                        architecture + ", " + side + " × " + side + " " + format.label + " to scores",
                        "the same pictures as PNG",
                        workload.size(),
                        TARGET,
                        seconds.get(format),
                        seconds.get(Format.PNG)));
            }
        }
    }

    private Path manifest(Format format, int side) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < workload.size(); i++) {
            Path image = folder.resolve(format.name().toLowerCase(Locale.ROOT) + "-" + side + "-" + i);
            rows.add(Map.of(
                    "image", image.toString(), "prompt", workload.prompts().get(i)));
        }
        Path manifest = folder.resolve("pairs-" + format.name() + "-" + side + ".json");
        JsonMapper.builder().build().writeValue(manifest.toFile(), rows);
        return manifest;
    }

    private void write() throws IOException {
        progress.say("files of all formats");
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        workload.images().forEach(image -> arguments.add(image.toString()));
        try {
            ReferencePython.output(python, Formats.class, SCRIPT, folder, arguments.toArray(String[]::new));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Pillow wrote the files", e);
        }
    }
}
