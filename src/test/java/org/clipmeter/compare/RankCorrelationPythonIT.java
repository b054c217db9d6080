package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the rank correlations with SciPy on generated samples with and without ties: the coefficients, those of every resample
 * through the intervals' ends, and the ends with those of SciPy's own bootstrap.
 */
class RankCorrelationPythonIT {
    /** Both sides compute in doubles, in another order. */
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path scratch;

    @Test
    void givesTheCoefficientsAndIntervalsThatSciPyGives() throws Exception {
        ReferencePython.requireTodaysReference();
        List<Executable> checks = new ArrayList<>();
        int intervals = 0;
        int undefined = 0;
        int values = 0;
        for (JsonNode example : ReferencePython.lines(
                RankCorrelationPythonIT.class,
                "rank_correlations.py",
                scratch,
                resamples().toString())) {
            double[] x = numbers(example.get("x"));
            double[] y = numbers(example.get("y"));
            int[] groups = example.has("groups")
                    ? Arrays.stream(numbers(example.get("groups")))
                            .mapToInt(group -> (int) group)
                            .toArray()
                    : IntStream.range(0, x.length).toArray();
            String what = example.get("name").asText();
            String name = what + ", " + example.get("kind").asText() + ", n = " + x.length;
            RankCorrelation found = what.equals("kendall")
                    ? RankCorrelation.kendall(x, y, groups)
                    : RankCorrelation.spearman(x, y, groups);
            Double value = found.value();
            assertNotNull(value, name);
            checks.add(() -> assertEquals(example.get("value").asDouble(), value, TOLERANCE, name));
            values++;
            if (example.has("ends")) {
                Mean.Interval interval = found.interval();
                assertNotNull(interval, name);
                double[] ends = numbers(example.get("ends"));
                checks.add(() -> assertEquals(ends[0], interval.low(), TOLERANCE, name + ", low"));
                checks.add(() -> assertEquals(ends[1], interval.high(), TOLERANCE, name + ", high"));
                if (example.has("own")) {
                    checks.add(within(example.get("own").get(0), interval.low(), name + ", low"));
                    checks.add(within(example.get("own").get(1), interval.high(), name + ", high"));
                }
                intervals++;
                undefined += example.get("defined").asInt() < RankCorrelation.RESAMPLES ? 1 : 0;
            }
        }
        assertTrue(values >= 40, "only " + values + " coefficients");
        assertEquals(10, intervals);
        assertTrue(undefined > 0, "no resample without a coefficient");
        assertAll(checks);
    }

    /** Writes the resamples of the bootstrap, so that SciPy computes its coefficients from the same ones. */
    private Path resamples() throws IOException {
        Map<Integer, List<int[]>> drawn = new TreeMap<>();
        for (int groups : List.of(8, 12, 60)) {
            drawn.put(
                    groups,
                    IntStream.range(0, RankCorrelation.RESAMPLES)
                            .mapToObj(resample -> RankCorrelation.drawn(resample, groups))
                            .toList());
        }
        Path file = scratch.resolve("resamples.json");
        JsonMapper.builder().build().writeValue(file.toFile(), drawn);
        return file;
    }

    private static Executable within(JsonNode band, double end, String name) {
        double low = band.get(0).asDouble();
        double high = band.get(1).asDouble();
        return () -> assertTrue(low <= end && end <= high, name + ": expected " + low + " to " + high + ", got " + end);
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }
}
