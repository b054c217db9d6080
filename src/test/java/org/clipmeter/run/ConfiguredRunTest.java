package org.clipmeter.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.ClipMeter;
import org.clipmeter.Reports;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.Generation;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.ReferenceReport;
import org.clipmeter.report.ReportReader;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class ConfiguredRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String RUN = "uce_clip_score_0123abcd";
    private static final PromptSet PROMPTS = new PromptSet(
            "own",
            Stream.of("a red circle", "a blue square", "a green triangle")
                    .map(text -> new Prompt(text.substring(2).replace(' ', '-'), "own", text, List.of()))
                    .toList(),
            3);

    @TempDir
    private Path folder;

    /** Draws the prompts into a folder as the reference leaves it. */
    @BeforeEach
    void draw() throws IOException {
        run(RUN);
    }

    private void run(String name) throws IOException {
        Path images = Files.createDirectories(folder.resolve(name).resolve("images"));
        List<Path> drawn = Shapes.draw(PROMPTS, folder.resolve("drawn-" + name));
        for (int i = 0; i < drawn.size(); i++) {
            Files.copy(drawn.get(i), images.resolve(name + "_" + i + ".png"));
        }
    }

    private Configuration configuration(String metrics) {
        return Configuration.parse("{\"output_dir\": \"" + folder.toString().replace("\\", "\\\\")
                + "\", \"technique\": {\"name\": \"uce\", \"config\": {\"preset\": \"nudity\"}}, " + metrics + "}");
    }

    private static String single(String config) {
        return "\"metric\": {\"name\": \"clip_score\", \"config\": {\"clip_model_name\": \"shapes\"" + config + "}}";
    }

    private static RunOptions options() {
        return RunOptions.defaults().withPrompts(PROMPTS);
    }

    private ScoreRun scored() throws IOException {
        try (ClipMeter shapes = ClipMeter.load("shapes")) {
            return shapes.score(Images.in(folder.resolve(RUN).resolve("images")), PROMPTS);
        }
    }

    @Test
    void theValueIsTheMeanAndTheReportReadsBack() throws IOException {
        ConfiguredRun run = ConfiguredRun.of(configuration(single("")), options());

        ScoreRun expected = scored();
        assertEquals(expected.value(), run.value("clip_score"));
        assertEquals("uce (nudity)", run.name());
        Table table = run.table();
        assertEquals(List.of("ok"), table.stringColumn("status").asList());
        assertEquals(expected.value(), table.doubleColumn("value").get(0));
        assertEquals("mean of logits_per_image", table.stringColumn("formula").get(0));
        assertEquals(3, run.files().size());
        ReferenceReport report = ReportReader.read(run.files().get(0));
        assertEquals("uce", report.technique());
        assertEquals("nudity", report.erasedConcept());
        assertEquals(
                expected.result().rows().stream()
                        .map(row -> ((Scored) row.outcome()).logitsPerImage())
                        .toList(),
                report.metric(ReferenceMetric.CLIP_SCORE).orElseThrow().scores());
        assertEquals(List.of(), report.warnings());
        Reports reports = Reports.read(folder);
        assertEquals(1, reports.reports().size());
        assertTrue(run.summary().text().contains("CLIP Score does not detect erasure"), run::toString);
        assertTrue(run.summary().text().contains("refuses the model shapes"), run::toString);
        assertEquals(1, run.charts().size());
    }

    @Test
    void evalUnlearnMeansAHundredTimesTheCosine() throws IOException {
        ConfiguredRun run =
                ConfiguredRun.of(configuration(single("")), options().withGeneration(Generation.EVAL_UNLEARN));

        double mean = scored().result().rows().stream()
                .map(ScoreRow::outcome)
                .mapToDouble(outcome -> 100 * ((Scored) outcome).cosineSimilarity())
                .average()
                .orElseThrow();
        assertEquals(mean, run.value("clip_score"), 1e-12);
        assertEquals("mean of 100 · cosine", run.table().stringColumn("formula").get(0));
        JsonNode report = JSON.readTree(run.files().get(0).toFile());
        assertEquals("eval-unlearn 1", report.path("clipmeter").path("follows").asText());
        assertEquals(mean, report.path("metric_result").path("value").asDouble(), 1e-12);
    }

    @Test
    void metricsThatAreNotComputedHereAreListed() throws IOException {
        ConfiguredRun run = ConfiguredRun.of(
                configuration("\"metrics\": [{\"name\": \"fid\"}, {\"name\": \"clip_score\","
                        + " \"config\": {\"clip_model_name\": \"shapes\", \"limit\": 2}}]"),
                options());

        Table table = run.table();
        assertEquals(List.of("fid", "clip_score"), table.stringColumn("metric").asList());
        assertEquals(
                "is not computed by clipmeter", table.stringColumn("status").get(0));
        assertTrue(table.doubleColumn("value").isMissing(0));
        assertEquals(2, table.intColumn("evaluated").get(1));
        assertTrue(run.summary().text().contains("fid: is not computed by clipmeter"), run::toString);
        JsonNode report = JSON.readTree(run.files().get(0).toFile());
        assertEquals("[\"clip_score\"]", report.path("metric_names").toString());
        assertNotNull(run.value("clip_score"));
        assertNull(run.value("fid"));
    }

    @Test
    void nothingToComputeIsRefusedAndNothingIsWritten() throws IOException {
        InvalidRequestException e = assertThrows(
                InvalidRequestException.class,
                () -> ConfiguredRun.of(configuration("\"metric\": {\"name\": \"fid\"}"), options()));
        assertTrue(e.getMessage().contains("fid is not computed by clipmeter; expected clip_score"), e.getMessage());
        assertEquals(0, reports());
    }

    private long reports() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    @Test
    void anOutputFolderThatCannotBeWrittenIsRefusedBeforeAnyWork() throws IOException {
        Path file = Files.writeString(folder.resolve("afile"), "");
        Configuration bad =
                Configuration.parse("{\"output_dir\": \"" + file.toString().replace("\\", "\\\\")
                        + "\", \"technique\": {\"name\": \"uce\"}, " + single("") + "}");
        IOException e = assertThrows(
                IOException.class,
                () -> ConfiguredRun.of(
                        bad,
                        options()
                                .withImages(Map.of(
                                        ReferenceMetric.CLIP_SCORE,
                                        folder.resolve("drawn-" + RUN).toString()))));
        assertTrue(e.getMessage().contains("afile is a file, expected the folder for reports"), e.getMessage());
    }

    @Test
    void ourReportsSayWhatTheyFollow() throws IOException {
        ConfiguredRun.of(configuration(single("")), options());
        ConfiguredRun.of(configuration(single("")), options().withGeneration(Generation.EVAL_UNLEARN));
        Table table = Reports.read(folder).table();
        assertEquals(
                List.of("eval-learn 0.1", "eval-unlearn 1"),
                table.stringColumn("generation").asList());
        assertEquals(List.of("own", "own"), table.stringColumn("prompts").asList());
        assertEquals(
                List.of("clipmeter", "clipmeter"),
                table.stringColumn("computed_by").asList());
        assertEquals(2, Reports.read(folder).charts().size(), "values of two formulas have separate charts");
    }

    @Test
    void imagesOfARunAreJoinedByTheirPlacesWhateverTheIds() throws IOException {
        List<Prompt> turned = List.of(
                new Prompt("2", "own", "a red circle", List.of()),
                new Prompt("1", "own", "a blue square", List.of()),
                new Prompt("0", "own", "a green triangle", List.of()));
        ConfiguredRun run =
                ConfiguredRun.of(configuration(single("")), options().withPrompts(new PromptSet("own", turned, 3)));
        assertEquals(scored().value(), run.value("clip_score"));
    }

    @Test
    void severalRunsMustBeChosenFrom() throws IOException {
        run("uce_clip_score_89abcdef");
        RunFolderException e =
                assertThrows(RunFolderException.class, () -> ConfiguredRun.of(configuration(single("")), options()));
        assertTrue(e.getMessage().contains("2 runs of uce and clip_score: 0123abcd, 89abcdef"), e.getMessage());
        assertNotNull(ConfiguredRun.of(configuration(single("")), options().withRunId("89abcdef"))
                .value("clip_score"));
        e = assertThrows(
                RunFolderException.class,
                () -> ConfiguredRun.of(configuration(single("")), options().withRunId("99999999")));
        assertTrue(
                e.getMessage().contains("has no folder uce_clip_score_99999999/images, but 0123abcd"), e.getMessage());
    }

    @Test
    void imagesMayLieElsewhere() throws IOException {
        Path elsewhere = folder.resolve("drawn-" + RUN);
        ConfiguredRun run = ConfiguredRun.of(
                configuration(single("")),
                options()
                        .withImages(Map.of(ReferenceMetric.CLIP_SCORE, elsewhere.toString()))
                        .withReport(false));
        assertEquals(scored().value(), run.value("clip_score"));
        assertEquals(List.of(), run.files());
        assertEquals(0, reports());
    }

    @Test
    void theModelMayBeAnother() throws IOException {
        ConfiguredRun run = ConfiguredRun.of(
                configuration("\"metric\": {\"name\": \"clip_score\", \"config\": {}}"),
                options().withModel("shapes"));
        assertEquals("shapes", run.table().stringColumn("clip_model").get(0));
        JsonNode report = JSON.readTree(run.files().get(0).toFile());
        assertEquals(
                "shapes",
                report.path("metric_result")
                        .path("details")
                        .path("config")
                        .path("clip_model_name")
                        .asText());
    }

    @Test
    void aPromptTooLongHasNoScoreAsInTheReference() throws IOException {
        List<Prompt> prompts = List.of(
                new Prompt("a", "own", "a red circle", List.of()),
                new Prompt("b", "own", "a red circle and ".repeat(20), List.of()),
                new Prompt("c", "own", "a green triangle", List.of()));
        ConfiguredRun run =
                ConfiguredRun.of(configuration(single("")), options().withPrompts(new PromptSet("own", prompts, 3)));
        assertEquals(2, run.table().intColumn("evaluated").get(0));
        assertEquals(3, run.table().intColumn("total").get(0));
        List<Double> scores = ReportReader.read(run.files().get(0))
                .metric(ReferenceMetric.CLIP_SCORE)
                .orElseThrow()
                .scores();
        assertNull(scores.get(1));
    }
}
