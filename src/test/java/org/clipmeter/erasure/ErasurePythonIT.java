package org.clipmeter.erasure;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.clipmeter.ReferencePython;
import org.clipmeter.compare.Mean;
import org.clipmeter.compare.Proportion;
import org.clipmeter.compare.ProportionChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Compares Wilson's interval and the tests of techniques with SciPy, and Holm's correction, CMMD and calibrations with plain versions in NumPy. */
class ErasurePythonIT {
    private enum Kind {
        WILSON,
        MCNEMAR,
        FISHER,
        ATTACKS,
        SIMILARITIES,
        CMMD,
        CALIBRATION
    }

    @TempDir
    private Path scratch;

    @Test
    void givesTheFiguresThatSciPyAndNumPyGive() throws Exception {
        ReferencePython.requireTodaysReference();
        List<Executable> checks = new ArrayList<>();
        EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (JsonNode example : ReferencePython.lines(ErasurePythonIT.class, "erasure.py", scratch)) {
            Kind kind = Kind.valueOf(example.get("kind").asText());
            kinds.add(kind);
            checks.add(() -> check(kind, example));
        }
        assertEquals(EnumSet.allOf(Kind.class), kinds);
        assertTrue(checks.size() > 80, "only " + checks.size() + " examples");
        assertAll(checks);
    }

    private static void check(Kind kind, JsonNode example) {
        String name =
                example.toString().substring(0, Math.min(120, example.toString().length()));
        switch (kind) {
            case WILSON -> {
                Mean.Interval interval = proportion(example.get("share")).interval();
                assertNotNull(interval, name);
                assertEquals(example.get("low").asDouble(), interval.low(), 1e-9, name);
                assertEquals(example.get("high").asDouble(), interval.high(), 1e-9, name);
            }
            case MCNEMAR ->
                assertEquals(
                        example.get("p").asDouble(),
                        ProportionChange.ofPairs(flags(example.get("first")), flags(example.get("second")))
                                .pValue(),
                        1e-9,
                        name);
            case FISHER ->
                assertEquals(
                        example.get("p").asDouble(),
                        ProportionChange.ofGroups(proportion(example.get("first")), proportion(example.get("second")))
                                .pValue(),
                        1e-9,
                        name);
            case ATTACKS -> {
                Map<String, AttackRate> rates = new LinkedHashMap<>();
                for (JsonNode cosines : example.get("cosines")) {
                    rates.put("technique " + rates.size(), TechniqueExamples.rate("image_", 0.5, numbers(cosines)));
                }
                techniques(example, TechniqueChanges.ofAttacks(rates), name);
            }
            case SIMILARITIES -> {
                Map<String, ImageSimilarity> similarities = new LinkedHashMap<>();
                for (JsonNode cosines : example.get("cosines")) {
                    similarities.put(
                            "technique " + similarities.size(), TechniqueExamples.similarity(numbers(cosines)));
                }
                List<ComparedTechnique> rows = TechniqueChanges.ofSimilarities(similarities);
                techniques(example, rows, name);
                for (int i = 1; i < rows.size(); i++) {
                    FigureChange change = rows.get(i).figures().get(0).change();
                    assertNotNull(change, name);
                    assertEquals(example.get("delta").get(i - 1).asDouble(), change.delta(), 1e-12, name);
                }
            }
            case CMMD -> {
                // The plain version computes in doubles too; both add up in another order.
                double value = Cmmd.of(vectors(example.get("x")), vectors(example.get("y")), () -> false)
                        .value();
                assertEquals(example.get("value").asDouble(), value, 1e-8, name);
            }
            case CALIBRATION -> {
                Calibration calibration = Calibration.of(numbers(example.get("with")), numbers(example.get("without")));
                assertEquals(example.get("threshold").asDouble(), calibration.threshold(), 1e-12, name);
                assertEquals(example.get("rate").asDouble(), calibration.errorRate(), 1e-12, name);
            }
        }
    }

    private static void techniques(JsonNode example, List<ComparedTechnique> rows, String name) {
        for (int i = 1; i < rows.size(); i++) {
            FigureChange change = rows.get(i).figures().get(0).change();
            assertNotNull(change, name);
            assertNotNull(change.pValue(), name);
            assertNotNull(change.adjusted(), name);
            assertEquals(example.get("p").get(i - 1).asDouble(), change.pValue(), 1e-9, name);
            assertEquals(example.get("holm").get(i - 1).asDouble(), change.adjusted(), 1e-9, name);
        }
    }

    private static Proportion proportion(JsonNode pair) {
        return new Proportion(pair.get(0).asInt(), pair.get(1).asInt());
    }

    private static boolean[] flags(JsonNode array) {
        boolean[] flags = new boolean[array.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = array.get(i).asInt() == 1;
        }
        return flags;
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    private static List<float[]> vectors(JsonNode array) {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode row : array) {
            double[] values = numbers(row);
            float[] vector = new float[values.length];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) values[i];
            }
            vectors.add(vector);
        }
        return vectors;
    }
}
