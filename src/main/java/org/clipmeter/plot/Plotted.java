package org.clipmeter.plot;

import java.util.stream.Collectors;
import org.clipmeter.score.ScoreResult;

/**
 * A run to draw.
 *
 * @param name the run's name in the legend
 */
public record Plotted(String name, ScoreResult result) {
    private static final int LONGEST = 34;

    /** The name, shortened to fit a legend or an axis. */
    String shortName() {
        return ChartFrame.shortened(name, LONGEST);
    }

    /** The name, shortened further so that two names fit side by side. */
    String briefName() {
        return ChartFrame.shortened(name, 18);
    }

    double[] scores() {
        return result.logitsPerImage();
    }

    /** {@code n = 298 of 300 (failed: 2 missing)}. */
    String counts() {
        String failures = result.failures().entrySet().stream()
                .map(failure -> failure.getValue() + " " + failure.getKey())
                .collect(Collectors.joining(", "));
        return "n = " + result.evaluatedCount()
                + (failures.isEmpty() ? "" : " of " + result.totalCount() + " (failed: " + failures + ")");
    }
}
