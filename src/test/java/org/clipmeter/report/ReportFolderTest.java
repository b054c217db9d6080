package org.clipmeter.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.clipmeter.Reports;
import org.clipmeter.files.FileException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of reports: each run once, and techniques put together only where their figures are comparable. */
final class ReportFolderTest {
    @TempDir
    Path folder;

    @Test
    void eachRunCountsOnceAndTechniquesOfOneDefinitionAreTogether() throws IOException {
        ReportFolder read = ReportFolder.read(ReportFiles.write(folder));
        assertEquals(List.of(), read.warnings());
        assertEquals(
                List.of("cccccccc", "dddddddd", "eeeeeeee", "ffffffff", "aaaaaaaa", "bbbbbbbb"),
                read.reports().stream().map(ReferenceReport::runId).toList());
        List<TechniqueReports> techniques = TechniqueReports.of(read.reports());
        assertEquals(
                List.of("esd", "uce", "mace"),
                techniques.stream().map(TechniqueReports::technique).toList());
        assertEquals(
                List.of(List.of("clip_score", "ua_ira"), List.of("clip_score", "ua_ira"), List.of("clip_score", "fid")),
                techniques.stream()
                        .map(technique -> List.copyOf(technique.metrics().keySet()))
                        .toList());
        assertEquals(
                List.of(
                        "eval-learn 0.1, openai/clip-vit-large-patch14",
                        "eval-learn 0.1, openai/clip-vit-large-patch14",
                        "eval-unlearn 1, openai/clip-vit-base-patch32"),
                techniques.stream().map(TechniqueReports::definition).toList());
    }

    @Test
    void theNewestRunOfAMetricCountsAndTheOlderOneIsNamed() throws IOException {
        Files.writeString(
                folder.resolve("aaaaaaaa_report.json"),
                ReportFiles.clipScore("aaaaaaaa", 2, "uce", "tifa_csv", "m", 20));
        Files.writeString(
                folder.resolve("bbbbbbbb_report.json"),
                ReportFiles.clipScore("bbbbbbbb", 1, "uce", "tifa_csv", "m", 30));
        List<TechniqueReports> techniques =
                TechniqueReports.of(ReportFolder.read(folder).reports());
        assertEquals(1, techniques.size());
        assertEquals(
                20.0,
                techniques
                        .get(0)
                        .metric(ReferenceMetric.CLIP_SCORE)
                        .orElseThrow()
                        .value());
        assertEquals(
                List.of(
                        "uce (nudity): clip_score is that of run aaaaaaaa; that of the older run bbbbbbbb is left out."),
                techniques.get(0).notes());
    }

    @Test
    void otherModelsAreOtherRows() throws IOException {
        Files.writeString(
                folder.resolve("aaaaaaaa_report.json"),
                ReportFiles.clipScore("aaaaaaaa", 2, "uce", "tifa_csv", "m", 20));
        Files.writeString(
                folder.resolve("bbbbbbbb_report.json"),
                ReportFiles.clipScore("bbbbbbbb", 1, "uce", "tifa_csv", "other", 30));
        assertEquals(2, TechniqueReports.of(ReportFolder.read(folder).reports()).size());
    }

    @Test
    void filesOfOneRunThatContradictEachOtherAreNamed() throws IOException {
        Files.writeString(
                folder.resolve("aaaaaaaa_report.json"),
                ReportFiles.clipScore("aaaaaaaa", 2, "uce", "tifa_csv", "m", 20));
        Files.writeString(
                folder.resolve("aaaaaaaa_report_full.json"),
                ReportFiles.clipScore("aaaaaaaa", 2, "uce", "tifa_csv", "m", 30));
        ReportFolder read = ReportFolder.read(folder);
        assertEquals(20.0, read.reports().get(0).metrics().get(0).value(), "that of the short report");
        assertEquals(1, read.warnings().size());
        assertTrue(read.warnings().get(0).contains("aaaaaaaa_report_full.json has other figures than"));
    }

    @Test
    void aReportThatCannotBeReadIsNamedAndTheOthersAreShown() throws IOException {
        ReportFiles.write(folder);
        Files.writeString(folder.resolve("99999999_report.json"), "{");
        ReportFolder read = ReportFolder.read(folder);
        assertEquals(6, read.reports().size());
        assertTrue(read.warnings().get(0).contains("99999999_report.json"), read.warnings()::toString);
    }

    @Test
    void aFolderWithoutReportsIsRefused() throws IOException {
        Files.writeString(folder.resolve("report.json"), "{}");
        FileException none = assertThrows(FileException.class, () -> ReportFolder.read(folder));
        assertTrue(none.getMessage().contains("has no report: expected files whose names end in _report.json"));
        Files.writeString(folder.resolve("a_report.json"), "{}");
        FileException broken = assertThrows(FileException.class, () -> ReportFolder.read(folder));
        assertTrue(broken.getMessage().contains("has no report that can be read"), broken.getMessage());
        FileException missing = assertThrows(FileException.class, () -> ReportFolder.read(folder.resolve("nothing")));
        assertTrue(missing.getMessage().contains("does not exist"), missing.getMessage());
    }

    @Test
    void whatCouldNotBeMeasuredIsMissingAndNotDrawnAsZero() throws IOException {
        String nothing = ReportFiles.report(
                "99999999", 9, "sld", "tifa_csv", "clip_score", "0.0", "{\"error\": \"No images evaluated\"}");
        Files.writeString(folder.resolve("99999999_report.json"), nothing);
        Reports reports = Reports.read(folder);
        assertTrue(reports.table().doubleColumn("clip_score").isMissing(0));
        assertEquals(List.of(), reports.charts());
        assertEquals(
                List.of(
                        "sld (nudity), run 99999999: clip_score is 0.0, but this is not a measurement: No images evaluated."),
                reports.warnings());
    }

    @Test
    void picturesThatWereNotCountedAreNamed() throws IOException {
        ReportFiles.write(folder);
        Path target = Files.createDirectories(folder.resolve("uce_ua_ira_bbbbbbbb/images/target"));
        for (int i = 0; i < 5; i++) {
            Files.createFile(target.resolve(i + ".png"));
        }
        ReferenceReport report = ReportFolder.read(folder).reports().stream()
                .filter(one -> one.runId().equals("bbbbbbbb"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("ua_ira counted 4 target images, but 5 are in " + target + "."), report.warnings());
    }

    /** Files that the real packages wrote. */
    @Test
    void theReferencesOwnReportsAreRead() throws IOException {
        Path files = Path.of(System.getProperty("golden", "../shared/golden")).resolveSibling("reference-files");
        Assumptions.assumeTrue(Files.isDirectory(files), "no reports of the reference at " + files);
        Map<String, Generation> generations = ReportFolder.read(files).reports().stream()
                .collect(Collectors.toMap(
                        ReferenceReport::runId, ReferenceReport::generation, (one, other) -> one, TreeMap::new));
        assertEquals(
                Map.of(
                        "317ddae6", Generation.EVAL_LEARN,
                        "5631649f", Generation.EVAL_LEARN,
                        "ac5ee251", Generation.EVAL_UNLEARN,
                        "8daabfb1", Generation.EVAL_UNLEARN,
                        "1ca153ef", Generation.UNKNOWN),
                generations);
    }
}
