package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.clipmeter.Result;
import org.clipmeter.report.writing.ReportContent;

/**
 * What the computation of a metric gave.
 *
 * @param reported what the report states
 * @param formula what the value is, in words, such as {@code mean logits_per_image}
 * @param model the CLIP model
 * @param prompts what the images were measured against, in words
 * @param evaluated how many images have a value
 * @param total how many images there are
 * @param status what the table states beside the value: {@code ok}, or why there is no value
 * @param provenance how the figures were computed, for the report
 * @param result the metric's own result, which has its figures, charts and caveats
 * @param notes what the reader should know, a sentence each
 */
record MetricOutcome(
        ReportContent.Metric reported,
        String formula,
        String model,
        String prompts,
        int evaluated,
        int total,
        String status,
        ObjectNode provenance,
        Result result,
        List<String> notes) {
    /** The outcome, with its list copied. */
    public MetricOutcome {
        notes = List.copyOf(notes);
    }
}
