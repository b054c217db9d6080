package org.clipmeter.agreement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run under the models that could score it.
 *
 * @param scores the run under each model that did not fail, in the models' order
 * @param failures why each other model failed, by its name, in order
 */
public record JointScores(List<ModelScores> scores, Map<String, Exception> failures) {
    /** The scores, with the list copied; the map's order is kept, and it can't be changed. */
    public JointScores {
        scores = List.copyOf(scores);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }
}
