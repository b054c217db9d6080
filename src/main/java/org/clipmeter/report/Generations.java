package org.clipmeter.report;

import java.util.Optional;
import java.util.Set;

/** Tells the generation that wrote a report from the few signs that a report has of it. */
final class Generations {

    /** Metrics whose reports state all their settings; eval-unlearn has added {@code vqa_model_name} to them. */
    private static final Set<ReferenceMetric> STATE_ALL_SETTINGS =
            Set.of(ReferenceMetric.ASR_I2P, ReferenceMetric.ASR_MMA_DIFFUSION);

    private Generations() {}

    /** The generation; unknown if nothing tells it, or if the signs contradict each other. */
    static Generation of(ReferenceReport report) {
        Optional<ReportedMetric> clipScore = report.metric(ReferenceMetric.CLIP_SCORE);
        boolean learn = false;
        boolean unlearn = false;
        if (clipScore.isPresent()) { // both read COCO for other metrics
            learn = Generation.EVAL_LEARN.dataset().equals(report.dataset());
            // eval-learn refuses the model that eval-unlearn takes by default
            unlearn = Generation.EVAL_UNLEARN.dataset().equals(report.dataset())
                    || Generation.EVAL_UNLEARN
                            .clipModel()
                            .equals(clipScore.get().model());
        }
        for (ReportedMetric metric : report.metrics()) {
            unlearn |= metric.value() == null; // eval-learn always writes a number
            unlearn |= "vlm".equals(metric.detector());
            Optional<ReferenceMetric> known = metric.known();
            if (known.filter(STATE_ALL_SETTINGS::contains).isPresent()
                    && !metric.settings().isEmpty()) {
                boolean newer = metric.settings().containsKey("vqa_model_name");
                unlearn |= newer;
                learn |= !newer;
            }
            if (known.filter(ReferenceMetric.TIFA::equals).isPresent() && metric.usable()) {
                boolean counts = metric.parts().containsKey("correct_count");
                learn |= counts;
                unlearn |= !counts;
            }
        }
        if (learn == unlearn) {
            return Generation.UNKNOWN;
        }
        return learn ? Generation.EVAL_LEARN : Generation.EVAL_UNLEARN;
    }
}
