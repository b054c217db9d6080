package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.clipmeter.ScoreRun;
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
 * @param provenance how the figures were computed, for the report
 * @param runs the runs with a score for each image; empty if the metric has none
 * @param notes what the reader should know, a sentence each
 */
record MetricOutcome(
        ReportContent.Metric reported,
        String formula,
        String model,
        String prompts,
        int evaluated,
        int total,
        ObjectNode provenance,
        List<ScoreRun> runs,
        List<String> notes) {
    /** The outcome, with its lists copied. */
    public MetricOutcome {
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }
}
