package org.clipmeter.report;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;

/**
 * The reports below a folder, each run once. The reference writes up to three files for a run ({@code <run>_report.json},
 * {@code <run>_report_full.json} and {@code <technique>_<concept>_latest_report.json}), and its plot scripts want copies.
 *
 * @param reports by technique, concept and time
 * @param warnings files that could not be read, and files of one run that contradict each other, a line each
 */
public record ReportFolder(List<ReferenceReport> reports, List<String> warnings) {
    /** Folders of runs lie directly in the output folder; people gather those by model, seed and date. */
    private static final int DEEPEST = 8;

    private static final int MOST = 10_000;
    private static final String SHORT = "_report.json";
    private static final String FULL = "_report_full.json";
    private static final String LATEST = "_latest_report.json";

    /** The folder's reports, with its lists copied. */
    public ReportFolder {
        reports = List.copyOf(reports);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads the reports of a folder and of the folders below it, or a single report.
     *
     * @param place a folder, or a file with a report
     * @throws IOException in one line, if a single file is not a report, or a folder has none that can be read
     */
    public static ReportFolder read(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return new ReportFolder(List.of(ReportReader.read(place)), List.of());
        }
        List<Path> files = find(place);
        if (files.isEmpty()) {
            throw new FileException(
                    Kind.INVALID_REQUEST,
                    null,
                    place,
                    "has no report: expected files whose names end in " + SHORT
                            + ", in it or below it; name the output_dir of the configuration",
                    null);
        }
        return of(place, files);
    }

    private static ReportFolder of(Path place, List<Path> files) throws IOException {
        List<String> warnings = new ArrayList<>();
        Map<String, ReferenceReport> byRun = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                ReferenceReport report = ReportReader.read(file);
                ReferenceReport first = byRun.putIfAbsent(report.runId() + " " + report.technique(), report);
                if (first != null && !sameFigures(first, report)) {
                    warnings.add(FileException.line(
                            file,
                            "has other figures than " + first.file() + ", although both are of run " + report.runId()
                                    + "; it is left out"));
                }
            } catch (IOException e) {
                warnings.add(String.valueOf(e.getMessage()));
            }
        }
        if (byRun.isEmpty()) {
            throw new FileException(place, "has no report that can be read: " + warnings.get(0));
        }
        List<ReferenceReport> reports = byRun.values().stream()
                .map(ReportFolder::withFoldersChecked)
                .sorted(Comparator.comparing(ReferenceReport::title)
                        .thenComparing(ReferenceReport::time, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(ReferenceReport::runId))
                .toList();
        return new ReportFolder(reports, warnings);
    }

    private static boolean sameFigures(ReferenceReport one, ReferenceReport other) {
        return one.metrics().equals(other.metrics());
    }

    /** All files named as reports; for each run the short one first, then the full one, then the copy of the latest. */
    private static List<Path> find(Path place) throws FileException {
        TreeSet<Path> files =
                new TreeSet<>(Comparator.comparingInt(ReportFolder::rank).thenComparing(Comparator.naturalOrder()));
        try {
            Files.walkFileTree(place, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    if (attributes.isRegularFile() && (name.endsWith(SHORT) || name.endsWith(FULL))) {
                        files.add(file);
                    }
                    return files.size() > MOST ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new FileException(place, FileException.reasonOf(e), e);
        }
        if (files.size() > MOST) {
            throw new FileException(
                    Kind.INVALID_REQUEST,
                    null,
                    place,
                    "has more than " + MOST + " reports; name one of the folders below it",
                    null);
        }
        return List.copyOf(files);
    }

    private static int rank(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(LATEST) ? 2 : name.endsWith(FULL) ? 1 : 0;
    }

    /** The report with a warning if the run's folder beside it has other images than its figures count. */
    private static ReferenceReport withFoldersChecked(ReferenceReport report) {
        List<String> warnings = new ArrayList<>(report.warnings());
        for (ReportedMetric metric : report.metrics()) {
            Path images = RunFolder.beside(report.file(), report.technique(), metric.key(), report.runId())
                    .images();
            for (String category : List.of("target", "retain")) {
                Double counted = metric.parts().get(category + "_total");
                long there = pictures(images.resolve(category));
                if (counted != null && there > 0 && there != counted.longValue()) {
                    warnings.add(metric.key() + " counted " + counted.longValue() + " " + category + " images, but "
                            + there + " are in " + images.resolve(category) + ".");
                }
            }
        }
        return report.withWarnings(warnings);
    }

    private static long pictures(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png")).count();
        } catch (IOException e) {
            return 0; // what can't be listed contradicts nothing
        }
    }
}
