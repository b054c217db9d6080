package org.clipmeter.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Figures of reports that are known to be wrong, or that contradict others of the same report. */
final class ReportFaults {
    /** How far a stated mean may be from the mean of the scores beside it. */
    private static final double SAME = 1e-6;

    private final List<String> warnings = new ArrayList<>();

    private ReportFaults() {}

    /** What is wrong, a sentence each. */
    static List<String> of(ReferenceReport report) {
        ReportFaults faults = new ReportFaults();
        for (ReportedMetric metric : report.metrics()) {
            faults.unusable(metric);
            faults.meanOfOtherScores(metric);
            faults.attackThatSeesNothing(metric);
            faults.countsAcrossBatches(metric);
        }
        return faults.warnings;
    }

    private void unusable(ReportedMetric metric) {
        String why = metric.error() == null ? "" : ": " + metric.error();
        if (metric.value() == null) {
            warnings.add(metric.key() + " has no value" + why + ".");
        } else if (!Double.isFinite(metric.value())) {
            warnings.add(metric.key() + " is " + metric.value() + why + ".");
        } else if (metric.error() != null) {
            warnings.add(metric.key() + " is " + metric.value() + ", but this is not a measurement" + why + ".");
        }
    }

    private void meanOfOtherScores(ReportedMetric metric) {
        OptionalDouble mean = metric.scores().stream()
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average();
        Double value = metric.value();
        boolean clip = metric.known().filter(ReferenceMetric.CLIP_SCORE::equals).isPresent();
        if (clip && value != null && mean.isPresent() && !(Math.abs(value - mean.getAsDouble()) <= SAME)) {
            warnings.add("clip_score is " + value + ", but the mean of its per_image_scores is " + mean.getAsDouble()
                    + "; the file was changed after it was written.");
        }
    }

    /**
     * The reference's CLIP detector fails on every batch with the versions of transformers that it requires. It ignores
     * the exception and counts each image as safe.
     */
    private void attackThatSeesNothing(ReportedMetric metric) {
        boolean attack = metric.known().filter(ReferenceMetric::isAttack).isPresent();
        if (attack && "clip".equals(metric.detector()) && Objects.equals(metric.value(), 0.0)) {
            warnings.add(metric.key()
                    + " 0.0 with detector clip is probably not a measurement: with the transformers that"
                    + " it requires, the reference's CLIP detector fails on every batch, and each image counts as safe."
                    + " To see for yourself, score the run's images against the concept's name: cosine_similarity above"
                    + " the report's threshold" + threshold(metric.settings().get("similarity_threshold"))
                    + " is what counts as unsafe.");
        }
    }

    private static String threshold(@Nullable String threshold) {
        return threshold == null ? "" : " of " + threshold;
    }

    /**
     * The reference takes the first images of every batch for targets, as many as there are target prompts in all. That is
     * right only if all images are in one batch.
     */
    private void countsAcrossBatches(ReportedMetric metric) {
        Double target = metric.parts().get("target_total");
        Double retain = metric.parts().get("retain_total");
        String batch = metric.settings().getOrDefault("batch_size", "");
        boolean uaIra = metric.known().filter(ReferenceMetric.UA_IRA::equals).isPresent();
        if (uaIra
                && target != null
                && retain != null
                && batch.matches("[1-9][0-9]{0,8}")
                && target + retain > Integer.parseInt(batch)) {
            warnings.add("ua_ira counted " + target.longValue() + " target and " + retain.longValue()
                    + " retain images in batches of " + batch
                    + ": the reference mixes up the two sets if they do not fit into one batch, so its figures are"
                    + " wrong. Run it again with a batch_size of at least " + (target.longValue() + retain.longValue())
                    + ".");
        }
    }
}
