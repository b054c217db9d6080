package org.clipmeter.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.files.FileException;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which the reference stores the images of one metric of a run: {@code <technique>_<metric>_<run>/images} in the
 * configuration's {@code output_dir}, beside the run's report.
 *
 * @param outputDir the folder of all runs
 * @param name the folder's name
 * @param runId the run's name: 8 hexadecimal digits
 */
public record RunFolder(Path outputDir, String name, String runId) {
    private static final Pattern NAME = Pattern.compile(".+_([0-9a-f]{8})");

    /** The folder of a metric's images beside the run's report. */
    static RunFolder beside(Path report, String technique, String metric, String runId) {
        return new RunFolder(report.resolveSibling(""), technique + "_" + metric + "_" + runId, runId);
    }

    /** The run whose images, or images of one category, a folder holds; empty if the folder's name and place are not those of such images. */
    public static Optional<RunFolder> ofImages(Path images) {
        Path folder = images.toAbsolutePath().normalize();
        if (!folder.endsWith("images") && folder.getParent() != null) {
            folder = folder.getParent(); // the images of a category
        }
        Path run = folder.getParent();
        if (!folder.endsWith("images") || run == null || run.getFileName() == null || run.getParent() == null) {
            return Optional.empty();
        }
        String name = run.getFileName().toString();
        Matcher parts = NAME.matcher(name);
        return parts.matches() ? Optional.of(new RunFolder(run.getParent(), name, parts.group(1))) : Optional.empty();
    }

    /**
     * The folders with images of one metric, by name.
     *
     * @param technique the technique's name; letter case does not matter
     * @throws IOException in one line, if the output folder can't be read
     */
    public static List<RunFolder> find(Path outputDir, String technique, String metric) throws IOException {
        if (!Files.isDirectory(outputDir)) {
            return List.of();
        }
        String start = (technique + "_" + metric + "_").toLowerCase(Locale.ROOT);
        try (Stream<Path> children = Files.list(outputDir)) {
            return children.filter(child -> Files.isDirectory(child.resolve("images")))
                    .map(child -> String.valueOf(child.getFileName()))
                    .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(start)
                            && name.length() == start.length() + 8
                            && NAME.matcher(name).matches())
                    .sorted()
                    .map(name -> new RunFolder(outputDir, name, name.substring(start.length())))
                    .toList();
        } catch (IOException e) {
            throw new FileException(outputDir, FileException.reasonOf(e), e);
        }
    }

    /** The folder with the images. */
    public Path images() {
        return outputDir.resolve(name).resolve("images");
    }

    /** The metric that the images are of; empty if the name has none that the reference has. */
    Optional<ReferenceMetric> metric() {
        return Stream.of(ReferenceMetric.values())
                .filter(metric -> name.endsWith("_" + metric.key() + "_" + runId))
                .findFirst();
    }

    /** The place of an image in its run, from its name {@code <folder>_<place>.png}; null if it has another name. */
    @Nullable
    Integer place(String imageName) {
        if (!imageName.startsWith(name + "_")) {
            return null;
        }
        Matcher number = Pattern.compile("([0-9]{1,9})\\.[A-Za-z]+").matcher(imageName.substring(name.length() + 1));
        return number.matches() ? Integer.valueOf(number.group(1)) : null;
    }

    /** The run's report; empty if it has none, as after a crash, or none that can be read: its images can be scored without it. */
    public Optional<ReferenceReport> report() {
        return Stream.of("_report.json", "_report_full.json")
                .map(ending -> outputDir.resolve(runId + ending))
                .filter(Files::isRegularFile)
                .flatMap(file -> readable(file).stream())
                .findFirst();
    }

    private static Optional<ReferenceReport> readable(Path file) {
        try {
            return Optional.of(ReportReader.read(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
