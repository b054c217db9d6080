package org.clipmeter.notebook.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.report.ReportFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** {@code %clip report} shows a folder of reports, and what it shows is a result like others. */
final class ReportCommandTest {
    private final Magics magics = new Magics(new Session(EmbeddingCache.off()));

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        ReportFiles.write(folder);
    }

    @Test
    void reportsAreATableWithACardAndAChartForEachDefinition() throws Exception {
        FakeCell cell = new FakeCell();
        Table table = (Table) magics.run("clip", List.of("report", folder.toString()), cell);
        assertEquals(
                List.of("esd", "uce", "mace"), table.stringColumn("technique").asList());
        assertEquals(List.of(23.0, 26.0, 30.5), table.doubleColumn("clip_score").asList());
        assertEquals(0.9, table.doubleColumn("ua_score").get(0));
        assertEquals(
                List.of("eval-learn 0.1", "eval-learn 0.1", "eval-unlearn 1"),
                table.stringColumn("generation").asList());
        String card = cell.plain().get(0);
        assertTrue(card.contains("6 reports of "), card);
        assertTrue(card.contains("Compare only those of one generation and one model."), card);
        assertTrue(card.contains("fid is Infinity: too few images."), card);
        // CLIP Score and erasure of eval-learn's, CLIP Score alone of eval-unlearn's
        assertEquals(4, cell.outputs().size(), cell.plain()::toString);
    }

    @Test
    void aScoreWithoutAMetricOfErasureCarriesAWarning() throws Exception {
        Files.delete(folder.resolve("bbbbbbbb_report.json"));
        Files.delete(folder.resolve("dddddddd_report.json"));
        FakeCell cell = new FakeCell();
        magics.run("clip", List.of("report", folder.toString()), cell);
        assertTrue(
                cell.plain().get(0).contains("no report here has a metric of erasure"),
                cell.plain().get(0));
    }

    /** The reference's CLIP detector fails on every batch and writes 0.0, which would be drawn as fully erased. */
    @Test
    void anAttackThatWasNotMeasuredIsMissingAndNotDrawnAsErased() throws Exception {
        Files.delete(folder.resolve("bbbbbbbb_report.json"));
        Files.delete(folder.resolve("dddddddd_report.json"));
        Path report = folder.resolve("12345678_report.json");
        String uce =
                "{\"run_id\": \"12345678\", \"timestamp\": 7, \"technique_name\": \"uce\", \"erase_concept\": \"nudity\","
                        + " \"metric_name\": \"asr_i2p\", \"metric_result\": {\"name\": \"ASR\", \"value\": 0.0,"
                        + " \"details\": {\"detector\": \"clip\", \"total_images\": 9}}}";
        Files.writeString(report, uce);
        FakeCell cell = new FakeCell();
        Table table = (Table) magics.run("clip", List.of("report", folder.toString()), cell);
        int row = table.stringColumn("technique").asList().indexOf("uce");
        assertTrue(table.doubleColumn("asr_i2p").isMissing(row), table::print);
        assertTrue(
                cell.plain().get(0).contains("is probably not a measurement, so it is shown as missing"),
                cell.plain()::toString);
        assertTrue(cell.plain().get(0).contains("no report here has a metric of erasure"), cell.plain()::toString);
        assertEquals(3, cell.outputs().size(), cell.plain()::toString);

        Files.writeString(report, uce.replace("\"value\": 0.0", "\"value\": 0.25"));
        FakeCell other = new FakeCell();
        magics.run("clip", List.of("report", folder.toString()), other);
        assertEquals(4, other.outputs().size(), "a rate that was measured is drawn");
    }

    @Test
    void reportsAreListedAndExportedUnderTheirName() throws Exception {
        magics.run("clip", List.of("report", folder.toString(), "-o", "results"), new FakeCell());
        Table runs = (Table) magics.run("clip", List.of("runs"), new FakeCell());
        assertEquals(List.of("results"), runs.stringColumn("name").asList());
        Path csv = folder.resolve("table.csv");
        magics.run("clip", List.of("export", "results", csv.toString()), new FakeCell());
        assertEquals(4, Files.readAllLines(csv).size());
        NotebookError error = assertThrows(
                NotebookError.class, () -> magics.run("clip", List.of("plot", "histogram", "results"), new FakeCell()));
        assertTrue(error.getMessage().contains("results has no scores per image"), error.getMessage());
    }

    @Test
    void aFolderWithoutReportsIsRefusedInOneLine() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        NotebookError error = assertThrows(
                NotebookError.class, () -> magics.run("clip", List.of("report", empty.toString()), new FakeCell()));
        assertTrue(error.getMessage().startsWith("%clip report: " + empty + " has no report"), error.getMessage());
    }
}
