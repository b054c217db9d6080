package org.clipmeter.report.configuration;

import java.util.Optional;
import org.clipmeter.report.ReferenceMetric;

/**
 * A metric that a configuration asks for.
 *
 * @param key its name in lower case, such as {@code clip_score}
 * @param settings its settings; those that are not stated have the reference's defaults
 */
public record RequestedMetric(String key, Settings settings) {
    /** The metric of the reference; empty if the reference does not have it. */
    public Optional<ReferenceMetric> known() {
        return ReferenceMetric.of(key);
    }
}
