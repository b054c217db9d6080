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
import java.util.Set;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Compares Wilcoxon's test and the intervals with SciPy, on generated samples with and without zeros and ties. */
class StatisticsPythonIT {
    /** Relative. Both sides sum the same ranks and differ only in the last digits of the normal distribution. */
    private static final double P_TOLERANCE = 1e-9;

    /** How many standard deviations of SciPy's own Monte Carlo error an end may lie from SciPy's mean. */
    private static final double DEVIATIONS = 6;

    @TempDir
    private Path scratch;

    @Test
    void givesThePValuesAndIntervalsThatSciPyGives() throws Exception {
        ReferencePython.requireTodaysReference();
        List<Executable> checks = new ArrayList<>();
        Set<Wilcoxon.Method> methods = EnumSet.noneOf(Wilcoxon.Method.class);
        int intervals = 0;
        for (JsonNode example : ReferencePython.lines(StatisticsPythonIT.class, "statistics.py", scratch)) {
            double[] x = numbers(example.get("x"));
            String name =
                    example.get("test").asText() + ", " + example.get("kind").asText() + ", n = " + x.length;
            if (example.has("p")) {
                Wilcoxon test = Wilcoxon.of(x);
                Wilcoxon.Method method = test.method();
                assertNotNull(method, name);
                methods.add(method);
                Double p = test.pValue();
                assertNotNull(p, name);
                double expected = example.get("p").asDouble();
                checks.add(() -> assertEquals(expected, p, P_TOLERANCE * expected, name + ", " + method));
            } else {
                Mean.Interval interval = Mean.of(x).interval();
                assertNotNull(interval, name);
                double[] ends = numbers(example.get("ends"));
                double[] spread = numbers(example.get("spread"));
                checks.add(() -> assertEquals(ends[0], interval.low(), DEVIATIONS * spread[0], name + ", low"));
                checks.add(() -> assertEquals(ends[1], interval.high(), DEVIATIONS * spread[1], name + ", high"));
                intervals++;
            }
        }
        assertEquals(EnumSet.allOf(Wilcoxon.Method.class), methods);
        assertTrue(intervals >= 12, "only " + intervals + " intervals");
        assertAll(checks);
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
