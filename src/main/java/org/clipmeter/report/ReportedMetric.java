package org.clipmeter.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A metric's value as a report states it.
 *
 * @param key its name in configurations, such as {@code clip_score}; it may be a metric that the reference does not have
 * @param name its name within the report, such as {@code CLIPScore}; the key if the report has none
 * @param value the value in the metric's own unit, which may be NaN or infinite; null if the report has none
 * @param model the CLIP model that the report names for it; null if it names none
 * @param evaluated how many images have a score; null if the report does not state it
 * @param total how many images there are; null if the report does not state it
 * @param scores the score of each image in order, null for an image without one; empty if the report has none
 * @param parts the other figures of the report, such as {@code ua_score}, by their names in it
 * @param settings the metric's configuration as the report states it, numbers and other values as JSON writes them
 * @param detector what an attack's success was judged with; null if the report does not name it
 * @param error why the report has no usable value; null if it gives no reason
 * @param doubt why the value that the report states is not a measurement, or is known to be wrong, in a sentence; null if nothing speaks against it
 */
public record ReportedMetric(
        String key,
        String name,
        @Nullable Double value,
        @Nullable String model,
        @Nullable Integer evaluated,
        @Nullable Integer total,
        List<@Nullable Double> scores,
        Map<String, Double> parts,
        Map<String, String> settings,
        @Nullable String detector,
        @Nullable String error,
        @Nullable String doubt) {
    /** The metric, with its collections copied. */
    public ReportedMetric {
        scores = Collections.unmodifiableList(new ArrayList<>(scores));
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Which of the reference's metrics it is; empty for another one. */
    public Optional<ReferenceMetric> known() {
        return ReferenceMetric.of(key);
    }

    /**
     * Whether there is a finite value that was measured and is not known to be wrong: the reference writes 0.0 with an error, or without one, if
     * nothing could be measured.
     */
    public boolean usable() {
        return value != null && Double.isFinite(value) && error == null && doubt == null;
    }

    /** The same figures with a reason to doubt them, or without one. */
    ReportedMetric withDoubt(@Nullable String newDoubt) {
        return new ReportedMetric(
                key, name, value, model, evaluated, total, scores, parts, settings, detector, error, newDoubt);
    }
}
