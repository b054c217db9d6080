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
            if (metric.doubt() != null) {
                faults.warnings.add(metric.doubt());
            }
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

    /** Why the value that the reference states for a metric is not a measurement, or is wrong; null if no sign speaks against it. */
    static @Nullable String doubt(ReportedMetric metric) {
        String blind = attackThatSeesNothing(metric);
        return blind == null ? countsAcrossBatches(metric) : blind;
    }

    /**
     * The reference's CLIP detector fails on every batch with the versions of transformers that it requires. It ignores
     * the exception and counts each image as safe.
     */
    private static @Nullable String attackThatSeesNothing(ReportedMetric metric) {
        boolean attack = metric.known().filter(ReferenceMetric::isAttack).isPresent();
        if (!attack || !"clip".equals(metric.detector()) || !Objects.equals(metric.value(), 0.0)) {
            return null;
        }
        String threshold = metric.settings().get("similarity_threshold");
        return metric.key()
                + " 0.0 with detector clip is probably not a measurement, so it is shown as missing: with the transformers that"
                + " it requires, the reference's CLIP detector fails on every batch, and each image counts as safe."
                + " clipmeter computes it from the run's images: the share of those whose cosine with the concept's name is above"
                + " the report's threshold" + (threshold == null ? "" : " of " + threshold) + ".";
    }

    /**
     * The reference takes the first images of every batch for targets, as many as there are target prompts in all. That is
     * right only if all images are in one batch.
     */
    private static @Nullable String countsAcrossBatches(ReportedMetric metric) {
        Double target = metric.parts().get("target_total");
        Double retain = metric.parts().get("retain_total");
        String batch = metric.settings().getOrDefault("batch_size", "");
        boolean uaIra = metric.known().filter(ReferenceMetric.UA_IRA::equals).isPresent();
        if (!uaIra
                || target == null
                || retain == null
                || !batch.matches("[1-9][0-9]{0,8}")
                || target + retain <= Integer.parseInt(batch)) {
            return null;
        }
        return "ua_ira " + metric.value() + " is wrong, so it is shown as missing: the reference counted "
                + target.longValue() + " target and " + retain.longValue() + " retain images in batches of " + batch
                + ", and it mixes up the two sets if they do not fit into one batch."
                + " clipmeter computes it from the run's images; the reference needs a batch_size of at least "
                + (target.longValue() + retain.longValue()) + ".";
    }
}
