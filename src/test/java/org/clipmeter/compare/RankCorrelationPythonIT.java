package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Compares the rank correlations and their intervals with SciPy, on generated samples with and without ties. */
class RankCorrelationPythonIT {
    /** Both sides compute in doubles, in another order. */
    private static final double TOLERANCE = 1e-12;

    /** How many standard deviations of SciPy's own Monte Carlo error an end may lie from SciPy's mean. */
    private static final double DEVIATIONS = 6;

    @TempDir
    private Path scratch;

    @Test
    void givesTheCoefficientsAndIntervalsThatSciPyGives() throws Exception {
        ReferencePython.requireTodaysReference();
        List<Executable> checks = new ArrayList<>();
        int intervals = 0;
        int values = 0;
        for (JsonNode example : ReferencePython.lines(RankCorrelationPythonIT.class, "rank_correlations.py", scratch)) {
            double[] x = numbers(example.get("x"));
            double[] y = numbers(example.get("y"));
            int[] alone = IntStream.range(0, x.length).toArray();
            String what = example.get("name").asText();
            String name = what + ", " + example.get("kind").asText() + ", n = " + x.length;
            RankCorrelation found = what.equals("kendall")
                    ? RankCorrelation.kendall(x, y, alone)
                    : RankCorrelation.spearman(x, y, alone);
            Double value = found.value();
            assertNotNull(value, name);
            checks.add(() -> assertEquals(example.get("value").asDouble(), value, TOLERANCE, name));
            values++;
            if (example.has("ends")) {
                Mean.Interval interval = found.interval();
                assertNotNull(interval, name);
                double[] ends = numbers(example.get("ends"));
                double[] spread = numbers(example.get("spread"));
                checks.add(() -> assertEquals(ends[0], interval.low(), DEVIATIONS * spread[0], name + ", low"));
                checks.add(() -> assertEquals(ends[1], interval.high(), DEVIATIONS * spread[1], name + ", high"));
                intervals++;
            }
        }
        assertTrue(values >= 40, "only " + values + " coefficients");
        assertEquals(4, intervals);
        assertAll(checks);
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
