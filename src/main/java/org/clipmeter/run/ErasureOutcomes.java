package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.Result;
import org.clipmeter.report.Generation;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.report.writing.ReportContent;
import org.clipmeter.result.erasure.ErasureOptions;
import org.clipmeter.score.ModelInfo;
import org.jspecify.annotations.Nullable;

/** What the computations of erasure metrics have in common. */
final class ErasureOutcomes {
    /** What the reference takes for all of these metrics unless a configuration names another model; both generations agree. */
    static final String MODEL = Generation.EVAL_LEARN.clipModel();

    private ErasureOutcomes() {}

    static ErasureOptions options(RunServices services) {
        return ErasureOptions.defaults().withProgress(services.progress()).withCancelled(services.cancelled());
    }

    /**
     * The outcome of a metric.
     *
     * @param value what the report states; null if not all of the metric was computed
     * @param details the figures that the value rests on; its {@code config} gets the configuration's settings too
     * @param dataset what the reference calls the prompts
     * @param texts what the images were compared with
     * @param status what the table states beside the value
     */
    static MetricOutcome of(
            RequestedMetric requested,
            ReferenceMetric metric,
            Result result,
            ModelInfo model,
            @Nullable Double value,
            ObjectNode details,
            String dataset,
            String formula,
            String texts,
            String status,
            List<String> notes) {
        ObjectNode config = requested.settings().json();
        config.setAll((ObjectNode) details.path("config"));
        details.set("config", config);
        int total = result.overview().total();
        ObjectNode provenance = JsonNodeFactory.instance
                .objectNode()
                .put("formula", formula)
                .put("model", model.name())
                .put("identity", model.identity())
                .put("device", model.device())
                .put("precision", model.precision())
                .put("preprocessing", model.preprocessing())
                .put("prompts", texts)
                .put("images", result.overview().images());
        return new MetricOutcome(
                new ReportContent.Metric(
                        metric,
                        requested.settings().json(),
                        value,
                        details,
                        dataset,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("source", dataset)
                                .put("total_loaded", total)),
                formula,
                model.name(),
                texts,
                result.overview().evaluated(),
                total,
                status,
                provenance,
                result,
                notes);
    }

    /** A note if there are more images than the configuration asks for; all of them are evaluated. */
    static List<String> notes(
            ChosenModel chosen, RunOptions options, ModelInfo used, RequestedMetric requested, String limit, int images)
            throws IOException {
        List<String> notes = new ArrayList<>(chosen.notes(options.generation(), used.name()));
        notes.addAll(limit(requested, limit, images));
        return notes;
    }

    static List<String> limit(RequestedMetric requested, String setting, int images) {
        Integer limit = requested.settings().whole(setting);
        return limit == null || limit >= images
                ? List.of()
                : List.of("The configuration's " + setting + " is " + limit + ", but there are " + images
                        + " images; all of them are evaluated.");
    }
}
