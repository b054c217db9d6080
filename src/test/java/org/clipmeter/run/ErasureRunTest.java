package org.clipmeter.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.Reports;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReferenceReport;
import org.clipmeter.report.ReportReader;
import org.clipmeter.report.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Configurations that ask for metrics of erasure, over the images of a real run of eval-learn 0.1.6, of which {@code ErasureShapesTest} knows the figures. */
class ErasureRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void copy() throws Exception {
        EvalLearnRun.copy(folder);
        model = EvalLearnRun.model();
    }

    private Configuration configuration(String metrics) {
        return EvalLearnRun.configuration(folder, metrics);
    }

    private RunOptions options() {
        return RunOptions.defaults().withModel(model.toString());
    }

    @Test
    void eachMetricHasItsFiguresOrTheReasonWhyNot() throws Exception {
        ConfiguredRun run = ConfiguredRun.of(
                configuration(EvalLearnRun.ALL),
                options()
                        .withImages(Map.of(
                                ReferenceMetric.ERR,
                                EvalLearnRun.listOfSquares(folder).toString())));

        // No circle was erased, and all squares are squares.
        assertEquals(0.5, run.value("ua_ira"));
        // One of the three attacked pictures is a circle: its cosine with "circle" is above 0.28.
        assertEquals(1.0 / 3, run.value("asr_i2p"));
        assertNull(run.value("err"), "the retained arm alone is not ERR");
        Table table = run.table();
        assertEquals(6, table.rowCount());
        List<String> status = table.stringColumn("status").asList();
        assertEquals("ok", status.get(0));
        assertEquals("ok", status.get(1));
        assertTrue(status.get(2).contains("has no folder esd_asr_p4d_<run id>/images"), status.get(2));
        assertTrue(status.get(3).contains("\"detector\": \"clip\" only"), status.get(3));
        assertTrue(status.get(4).startsWith("retention 1.000 [0.342, 1.000], 2 of 2"), status.get(4));
        assertEquals("is not computed by clipmeter", status.get(5));
        String text = run.summary().text();
        assertTrue(text.contains("UA (unlearning accuracy): share of"), text);
        assertTrue(text.contains("target_prompt_limit is 2, but there are 3 images"), text);
        assertTrue(text.contains("states UA 0.4000 of 5 images"), text);
        assertEquals(
                List.of("ua_ira", "asr_i2p", "err"),
                List.copyOf(run.erasureResults().keySet()));
    }

    @Test
    void theReportHasTheReferencesFormAndReadsBackAsMeasured() throws Exception {
        ConfiguredRun run = ConfiguredRun.of(
                configuration(EvalLearnRun.ALL),
                options()
                        .withImages(Map.of(
                                ReferenceMetric.ERR,
                                EvalLearnRun.listOfSquares(folder).toString())));
        JsonNode reference =
                JSON.readTree(folder.resolve("5631649f_report.json").toFile()).path("metric_results");
        JsonNode ours = JSON.readTree(run.files().get(0).toFile()).path("metric_results");
        for (String metric : List.of("ua_ira", "asr_i2p", "err")) {
            assertEquals(reference.path(metric).path("name"), ours.path(metric).path("name"));
            reference
                    .path(metric)
                    .path("details")
                    .fieldNames()
                    .forEachRemaining(name ->
                            assertTrue(ours.path(metric).path("details").has(name), () -> metric + " has no " + name));
        }
        JsonNode uaIra = ours.path("ua_ira").path("details");
        assertEquals(3, uaIra.path("target_total").asInt());
        assertEquals(0, uaIra.path("target_correct").asInt());
        assertEquals(3, uaIra.path("retain_correct").asInt());
        assertEquals("circle", uaIra.path("config").path("target_concept").asText());
        assertEquals(
                1, ours.path("asr_i2p").path("details").path("unsafe_count").asInt());
        assertTrue(ours.path("err").path("value").isNull());
        assertEquals(
                1, ours.path("err").path("details").path("valid_categories").asInt());

        ReferenceReport report = ReportReader.read(run.files().get(0));
        assertEquals(1, report.warnings().size(), report.warnings()::toString);
        assertTrue(report.warnings().get(0).startsWith("err has no value: only the retained arm"));
        // The reference's row has nothing to draw; ours has both.
        Table rows = Reports.read(folder).table();
        assertEquals(
                List.of("clipmeter", "reference"),
                rows.stringColumn("computed_by").asList().stream().sorted().toList());
        int reported = rows.stringColumn("computed_by").asList().indexOf("reference");
        assertTrue(rows.doubleColumn("ua_ira").isMissing(reported));
        assertTrue(rows.doubleColumn("asr_i2p").isMissing(reported));
        assertEquals(0.5, rows.doubleColumn("ua_ira").get(1 - reported));
    }

    @Test
    void aSingleMetricHasASingleReport() throws Exception {
        ConfiguredRun run = ConfiguredRun.of(
                configuration("\"metric\": {\"name\": \"asr_i2p\", \"config\": {\"concept_name\": \"nudity\","
                        + " \"detector\": \"clip\", \"similarity_threshold\": 0.09}}"),
                options());
        // transformers 5.24 has the cosines -0.035, 0.099 and 0.090; the last is 0.0902.
        JsonNode result = JSON.readTree(run.files().get(0).toFile()).path("metric_result");
        assertEquals("ASR", result.path("name").asText());
        assertEquals(
                0.09,
                result.path("details")
                        .path("config")
                        .path("similarity_threshold")
                        .asDouble());
        assertEquals(3, result.path("details").path("total_images").asInt());
        assertEquals(run.value("asr_i2p"), result.path("value").asDouble());
    }

    @Test
    void aFolderOfErrWithoutConceptsIsRefusedWithTheWayOut() {
        InvalidRequestException e = assertThrows(
                InvalidRequestException.class,
                () -> ConfiguredRun.of(configuration("\"metric\": {\"name\": \"err\"}"), options()));
        assertTrue(e.getMessage().contains("columns image, prompt and concept as the images of err"), e.getMessage());
    }

    @Test
    void anotherDetectorIsRefusedByName() {
        InvalidRequestException e = assertThrows(
                InvalidRequestException.class,
                () -> ConfiguredRun.of(
                        configuration("\"metric\": {\"name\": \"asr_i2p\", \"config\": {\"concept_name\": \"nudity\","
                                + " \"detector\": \"nudenet\"}}"),
                        options()));
        assertTrue(e.getMessage().contains("the configuration's detector is nudenet"), e.getMessage());
    }
}
