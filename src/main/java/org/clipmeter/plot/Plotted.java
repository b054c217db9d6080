package org.clipmeter.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.clipmeter.score.Scored;

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

    /** The scores of each prompt's images, for the prompts that have any. */
    List<double[]> scoresByPrompt() {
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        for (ScoreRow row : result.rows()) {
            if (row.outcome() instanceof Scored scored) {
                scores.computeIfAbsent(row.pair().prompt().id(), id -> new ArrayList<>())
                        .add(scored.logitsPerImage());
            }
        }
        return scores.values().stream()
                .map(some -> some.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
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
