package org.clipmeter.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.ReferencePython;
import org.clipmeter.Shapes;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real eval-learn and eval-unlearn read the reports that are written here; {@code reports.py} and {@code erasure_reports.py} have the checks. */
class ReportPythonIT {
    @TempDir
    private Path folder;

    @Test
    void thePackagesReadOurReports() throws Exception {
        ReferencePython.requireTodaysReference();
        PromptSet prompts = new PromptSet(
                "own, é",
                List.of(
                        new Prompt("a", "own", "a red circle", List.of()),
                        new Prompt("b", "own", "a blue square", List.of())),
                2);
        Path images = folder.resolve("images");
        Shapes.draw(prompts, images);
        Path results = folder.resolve("results");
        RunOptions options = RunOptions.defaults()
                .withPrompts(prompts)
                .withImages(Map.of(ReferenceMetric.CLIP_SCORE, images.toString()));
        String start = "{\"output_dir\": \"" + results.toString().replace("\\", "\\\\")
                + "\", \"technique\": {\"name\": \"ESD\", \"config\": {\"erase_concept\": \"Vincent Văn Gogh\","
                + " \"learning_rate\": 1e-5, \"negative_guidance\": 2.0, \"train_steps\": 200}}, ";
        String clipScore = "{\"name\": \"clip_score\", \"config\": {\"clip_model_name\": \"shapes\", \"limit\": null}}";
        ConfiguredRun single = ConfiguredRun.of(Configuration.parse(start + "\"metric\": " + clipScore + "}"), options);
        ConfiguredRun several = ConfiguredRun.of(
                Configuration.parse(start + "\"metrics\": [" + clipScore + ", {\"name\": \"fid\"}]}"), options);

        assertEquals(
                "[\"right\"]",
                ReferencePython.lines(
                                ReportPythonIT.class,
                                "reports.py",
                                Files.createDirectory(folder.resolve("scratch")),
                                results.toString(),
                                runId(single),
                                runId(several))
                        .toString());
    }

    @Test
    void thePackagesComputeTheSameErasureMetricsFromOurCounts() throws Exception {
        ReferencePython.requireTodaysReference();
        EvalLearnRun.copy(folder);
        ConfiguredRun run = ConfiguredRun.of(
                EvalLearnRun.configuration(folder, EvalLearnRun.ALL),
                RunOptions.defaults()
                        .withModel(EvalLearnRun.model().toString())
                        .withImages(Map.of(
                                ReferenceMetric.ERR,
                                EvalLearnRun.listOfSquares(folder).toString())));

        List<JsonNode> values = ReferencePython.lines(
                ReportPythonIT.class,
                "erasure_reports.py",
                Files.createDirectory(folder.resolve("scratch")),
                folder.toString(),
                runId(run));
        assertEquals(2, values.size(), "one line for each package");
        for (JsonNode theirs : values) {
            assertEquals(run.value("ua_ira"), theirs.path("ua_ira").doubleValue());
            assertEquals(run.value("asr_i2p"), theirs.path("asr_i2p").doubleValue());
            // Theirs takes the mean of the arms that there are; ours calls only the mean of all three ERR.
            assertNull(run.value("err"));
            assertEquals(1, theirs.path("err").doubleValue());
        }
    }

    private static String runId(ConfiguredRun run) {
        return run.files().get(0).getFileName().toString().substring(0, 8);
    }
}
