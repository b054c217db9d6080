package org.clipmeter.report.writing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReferenceReport;
import org.clipmeter.report.ReportReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant TIME = Instant.parse("2026-11-26T20:22:17.816786Z");

    @TempDir
    private Path folder;

    private static ObjectNode object(String json) throws Exception {
        return (ObjectNode) JSON.readTree(json);
    }

    private static ReportContent content(String concept, boolean several) throws Exception {
        return new ReportContent(
                "uce",
                concept,
                object("{\"preset\": \"nudity\", \"note\": \"é\"}"),
                several,
                List.of(new ReportContent.Metric(
                        ReferenceMetric.CLIP_SCORE,
                        object("{\"limit\": 6, \"lr\": 1e-5}"),
                        26.5,
                        object("{\"per_image_scores\": [26.0, 27.0], \"evaluated_count\": 2, \"total_count\": 2}"),
                        "tifa_csv",
                        object("{\"source\": \"tifa_csv\", \"total_loaded\": 2}"))),
                object("{\"version\": \"1\"}"));
    }

    private List<String> names() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void aRunIsNamedAsTheReferenceNamesIt() throws Exception {
        ReportWriter.Written written = ReportWriter.write(folder, content("nudity", false), TIME);
        // Python: hashlib.sha256(json.dumps({...}, sort_keys=True).encode()).hexdigest()[:8]
        assertEquals("6a4623aa", written.runId());
        assertEquals(
                List.of("6a4623aa_report.json", "6a4623aa_report_full.json", "uce_nudity_latest_report.json"), names());
        assertEquals(List.of(), written.notes());
    }

    @Test
    void aReportHasTheReferencesKeysInItsOrderAndOneMore() throws Exception {
        String id = ReportWriter.write(folder, content("nudity", false), TIME).runId();
        JsonNode report = JSON.readTree(folder.resolve(id + "_report.json").toFile());
        List<String> expected = List.of(
                "run_id",
                "timestamp",
                "technique_name",
                "erase_concept",
                "metric_name",
                "dataset_name",
                "dataset_metadata",
                "metric_result",
                "clipmeter");
        assertEquals(expected, keys(report));
        JsonNode full = JSON.readTree(folder.resolve(id + "_report_full.json").toFile());
        List<String> more = new ArrayList<>(expected);
        more.addAll(List.of("technique_config", "metric_config"));
        assertEquals(more, keys(full));
        assertEquals(List.of("name", "value", "details"), keys(report.path("metric_result")));
        assertEquals("CLIPScore", report.path("metric_result").path("name").asText());
        assertEquals(1795724537.816786, report.path("timestamp").asDouble());
    }

    @Test
    void aReportOfSeveralMetricsHasNoDataset() throws Exception {
        String id = ReportWriter.write(folder, content("nudity", true), TIME).runId();
        JsonNode full = JSON.readTree(folder.resolve(id + "_report_full.json").toFile());
        assertEquals(
                List.of(
                        "run_id",
                        "timestamp",
                        "technique_name",
                        "erase_concept",
                        "metric_names",
                        "metric_results",
                        "clipmeter",
                        "technique_config",
                        "metric_configs"),
                keys(full));
        assertEquals(
                6, full.path("metric_configs").path("clip_score").path("limit").asInt());
        ReferenceReport read = ReportReader.read(folder.resolve(id + "_report.json"));
        assertTrue(read.several());
        assertEquals(26.5, read.metric(ReferenceMetric.CLIP_SCORE).orElseThrow().value());
    }

    @Test
    void theLatestReportIsReplacedOnlyIfItIsOursAndOlder() throws Exception {
        Path latest = folder.resolve("uce_nudity_latest_report.json");
        ReportWriter.write(folder, content("nudity", false), TIME);
        String first = Files.readString(latest);
        ReportWriter.write(folder, content("nudity", false), TIME.plusSeconds(1));
        String second = Files.readString(latest);
        assertFalse(first.equals(second));
        ReportWriter.Written older = ReportWriter.write(folder, content("nudity", false), TIME.minusSeconds(1));
        assertEquals(second, Files.readString(latest));
        assertTrue(older.notes().get(0).contains("is of a later run"), older.notes()::toString);
        assertEquals(7, names().size());
    }

    @Test
    void aLatestReportOfOthersStays() throws Exception {
        Path latest = folder.resolve("uce_nudity_latest_report.json");
        for (String theirs : List.of("{\"run_id\": \"aaaaaaaa\", \"timestamp\": 1}", "not a report", "")) {
            Files.writeString(latest, theirs);
            ReportWriter.Written written = ReportWriter.write(folder, content("nudity", false), TIME);
            assertEquals(theirs, Files.readString(latest));
            assertEquals(2, written.files().size());
            assertTrue(written.notes().get(0).startsWith(latest.toString()), written.notes()::toString);
        }
    }

    @Test
    void noReportReplacesAnother() throws Exception {
        String first =
                ReportWriter.write(folder, content("nudity", false), TIME).runId();
        String second =
                ReportWriter.write(folder, content("nudity", false), TIME).runId();
        assertFalse(first.equals(second));
        assertEquals(5, names().size());
    }

    @Test
    void theLatestReportOfNoConceptIsNamedAsPythonWritesNone() throws Exception {
        ReportWriter.write(folder, content(null, false), TIME);
        assertTrue(Files.exists(folder.resolve("uce_None_latest_report.json")));
        ReportWriter.write(folder, content("van gogh", false), TIME);
        assertTrue(Files.exists(folder.resolve("uce_van gogh_latest_report.json")));
    }

    @Test
    void aConceptNeverLeavesTheFolder() throws Exception {
        Path below = folder.resolve("below");
        ReportWriter.Written written = ReportWriter.write(below, content("x/../../../evil", false), TIME);
        assertEquals(2, written.files().size());
        assertEquals(List.of("below"), names());
        assertTrue(written.notes().get(0).contains("is not a file's name"), written.notes()::toString);
    }
}
