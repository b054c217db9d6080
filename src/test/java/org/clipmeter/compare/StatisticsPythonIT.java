package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares Wilcoxon's test, the effect size, the intervals and Holm's correction with SciPy, on generated samples with and without zeros
 * and ties.
 */
class StatisticsPythonIT {
    /** Relative. Both sides sum the same ranks and differ only in the last digits of the normal distribution. */
    private static final double P_TOLERANCE = 1e-9;

    /** Absolute, for quotients of sums of a few numbers. */
    private static final double ROUNDING = 1e-12;

    /** How many standard deviations of SciPy's own Monte Carlo error an end may lie from SciPy's mean. */
    private static final double DEVIATIONS = 6;

    @TempDir
    private Path scratch;

    private final List<Executable> checks = new ArrayList<>();
    private final Set<Wilcoxon.Method> methods = EnumSet.noneOf(Wilcoxon.Method.class);
    private final Map<String, Integer> tests = new TreeMap<>();

    @Test
    void givesTheFiguresThatSciPyGives() throws Exception {
        ReferencePython.requireTodaysReference();
        for (JsonNode example : ReferencePython.lines(StatisticsPythonIT.class, "statistics.py", scratch)) {
            String test = example.get("test").asText();
            JsonNode x = example.get("x");
            String name = test + ", " + example.get("kind").asText() + ", n = " + x.size();
            tests.merge(test, 1, Integer::sum);
            switch (test) {
                case "wilcoxon" -> wilcoxon(name, example, Wilcoxon.of(numbers(x)));
                case "bca" -> {
                    double level = example.get("level").asDouble();
                    Mean.Interval interval = level == 0.95
                            ? Mean.of(numbers(x)).interval()
                            : Equivalence.of(numbers(x), 1).interval();
                    interval(name + ", " + level, example, interval);
                }
                case "clusters" -> {
                    List<double[]> clusters = StreamSupport.stream(x.spliterator(), false)
                            .map(StatisticsPythonIT::numbers)
                            .toList();
                    interval(name, example, Mean.ofClusters(clusters).interval());
                }
                case "holm" -> holm(name, example);
                default -> throw new AssertionError(name);
            }
        }
        assertEquals(EnumSet.allOf(Wilcoxon.Method.class), methods);
        assertEquals(Set.of("bca", "clusters", "holm", "wilcoxon"), tests.keySet());
        assertTrue(tests.values().stream().allMatch(count -> count >= 4), tests::toString);
        assertAll(checks);
    }

    private void wilcoxon(String name, JsonNode example, Wilcoxon test) {
        Wilcoxon.Method method = test.method();
        assertNotNull(method, name);
        methods.add(method);
        double p = number(test.pValue(), name);
        double expected = example.get("p").asDouble();
        checks.add(() -> assertEquals(expected, p, P_TOLERANCE * expected, name + ", " + method));
        double effect = number(test.rankBiserial(), name);
        checks.add(() -> assertEquals(example.get("effect").asDouble(), effect, ROUNDING, name + ", effect"));
    }

    private void interval(String name, JsonNode example, Mean.@Nullable Interval interval) {
        assertNotNull(interval, name);
        double[] ends = numbers(example.get("ends"));
        double[] spread = numbers(example.get("spread"));
        checks.add(() -> assertEquals(ends[0], interval.low(), DEVIATIONS * spread[0], name + ", low"));
        checks.add(() -> assertEquals(ends[1], interval.high(), DEVIATIONS * spread[1], name + ", high"));
    }

    private void holm(String name, JsonNode example) {
        List<@Nullable Double> pValues = new ArrayList<>();
        for (double p : numbers(example.get("x"))) {
            pValues.add(p);
        }
        List<@Nullable Double> adjusted = Holm.adjusted(pValues);
        double[] expected = numbers(example.get("adjusted"));
        for (int i = 0; i < expected.length; i++) {
            double own = expected[i];
            double got = number(adjusted.get(i), name);
            checks.add(() -> assertEquals(own, got, ROUNDING, name));
        }
    }

    private static double number(@Nullable Double value, String name) {
        assertNotNull(value, name);
        return value;
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
