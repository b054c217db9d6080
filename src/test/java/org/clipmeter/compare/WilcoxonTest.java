package org.clipmeter.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.clipmeter.compare.Wilcoxon.Method;
import org.junit.jupiter.api.Test;

/** The expected p-values are those of scipy.stats.wilcoxon 1.17.1 with its defaults. */
class WilcoxonTest {
    /** Darwin's maize plants (1876), the example in SciPy's documentation. */
    private static final double[] DARWIN = {6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75};

    @Test
    void takesTheExactDistributionWithoutZerosAndTies() {
        check(Method.EXACT, 0.041259765625, 0, DARWIN);
        check(Method.EXACT, 1, 0, 4);
    }

    @Test
    void triesAllSignsOfFewChangesWithZerosOrTies() {
        check(Method.ALL_SIGNS, 0.03125, 0, 1, 1, 2, 2, 3, 3, -1, 4);
        check(Method.ALL_SIGNS, 0.125, 3, 0, 0, 0, 1, 2, 3, 4);
    }

    /** 19 of 100 prompts changed, and all of them improved. The exact distribution would give 3.8e-6. */
    @Test
    void takesTheNormalApproximationWhenManyPromptsAreEqual() {
        double[] changes =
                IntStream.range(0, 100).mapToDouble(i -> i < 19 ? i + 1 : 0).toArray();
        check(Method.NORMAL, 1.318338889828333e-4, 81, changes);
        assertEquals(
                "normal approximation, 81 equal prompts dropped",
                Wilcoxon.of(changes).basis());
        assertEquals("0.0001", Wilcoxon.of(changes).text());
    }

    /** n = 60 without ties: z = (W+ - n(n+1)/4) / sqrt(n(n+1)(2n+1)/24), with W+ = 1830 - 465 and z = 3.3129. */
    @Test
    void takesTheNormalApproximationFrom51ChangesOn() {
        double[] changes =
                IntStream.rangeClosed(1, 60).mapToDouble(i -> i <= 30 ? -i : i).toArray();
        Wilcoxon test = Wilcoxon.of(changes);
        assertEquals(Method.NORMAL, test.method());
        assertEquals(9.233e-4, p(test), 1e-6);
        assertEquals(
                Method.EXACT,
                Wilcoxon.of(DoubleStream.of(changes).limit(50).toArray()).method());
    }

    /** Sizes 1, 2, 2, 4 have the ranks 1, 2.5, 2.5, 4; the increases have 1 + 2.5 of 10, the decreases 6.5. */
    @Test
    void theEffectIsTheShareOfTheRankSumOfIncreasesLessThatOfDecreases() {
        assertEquals(-0.3, effect(0, 1, 2, -2, -4, 0), 1e-15);
        assertEquals(1, effect(3, 1));
        assertEquals(-1, effect(-3, 0));
        assertEquals(0, effect(-3, 3));
    }

    private static double effect(double... changes) {
        Double effect = Wilcoxon.of(changes).rankBiserial();
        assertNotNull(effect);
        return effect;
    }

    @Test
    void equalRunsHaveNoPValue() {
        Wilcoxon test = Wilcoxon.of(new double[] {0, 0, 0});
        assertEquals(new Wilcoxon(null, null, 3, false, null), test);
        assertEquals("none", test.text());
        assertEquals("every prompt scores the same in both", test.basis());
    }

    private static void check(Method method, double p, int zeros, double... changes) {
        Wilcoxon test = Wilcoxon.of(changes);
        assertEquals(method, test.method());
        assertEquals(p, p(test), 1e-12 * p);
        assertEquals(zeros, test.zeros());
    }

    private static double p(Wilcoxon test) {
        Double p = test.pValue();
        assertNotNull(p);
        return p;
    }
}
