package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.ScoreRun;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.writing.ReportContent;
import org.clipmeter.report.writing.ReportWriter;

/** Invented runs of configurations, for tests of everything that shows results. */
public final class ConfiguredRuns {
    private ConfiguredRuns() {}

    /** A run of {@code clip_score} with the scores of another run, beside a metric that is not computed, with a report and notes. */
    public static ConfiguredRun of(ScoreRun run) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode provenance = json.objectNode()
                .put("precision", "fp32")
                .put("images", run.result().pairs().imagesName());
        MetricOutcome outcome = new MetricOutcome(
                new ReportContent.Metric(
                        ReferenceMetric.CLIP_SCORE,
                        json.objectNode(),
                        run.value(),
                        json.objectNode().put("evaluated_count", 4),
                        "tifa_csv",
                        json.objectNode()),
                "mean of logits_per_image",
                run.result().model().name(),
                "TIFA (4 of 4081 prompts)",
                run.result().evaluatedCount(),
                run.result().totalCount(),
                "ok",
                provenance,
                run,
                List.of("The model is B/32, not the configuration's L/14."));
        Configuration configuration = Configuration.parse("""
                {"seed": 1, "technique": {"name": "esd", "config": {"erase_concept": "Van Gogh"}},
                 "metrics": [{"name": "clip_score"}, {"name": "fid"}]}
                """);
        return new ConfiguredRun(
                configuration.title(),
                configuration,
                Map.of("clip_score", outcome),
                Map.of("fid", "is not computed by clipmeter"),
                new ReportWriter.Written(
                        "0123abcd",
                        List.of(Path.of("results", "0123abcd_report.json")),
                        List.of(
                                "results/esd_van gogh_latest_report.json was not written by clipmeter, so it stays as it is.")),
                List.of("The images of fid are not used: fid is not computed by clipmeter."));
    }
}
