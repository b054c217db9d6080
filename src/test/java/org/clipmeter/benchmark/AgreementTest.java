package org.clipmeter.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgreementTest {
    private static final Workload TWO = new Workload(
            Path.of("pairs.json"), List.of(Path.of("a.png"), Path.of("b.png")), List.of("a red circle", "a blue star"));

    @Test
    void aPairThatDiffersIsNamed() {
        Agreement.Broken broken = assertThrows(Agreement.Broken.class, () -> new Agreement()
                .check("B32", TWO, new double[] {20, 21}, new double[] {20, 21.0003}));
        assertTrue(broken.getMessage().contains("b.png with \"a blue star\""), broken.getMessage());
    }

    @Test
    void whatIsNoNumberDoesNotAgree() {
        assertThrows(Agreement.Broken.class, () -> new Agreement()
                .check("B32", TWO, new double[] {20, Double.NaN}, new double[] {20, 21}));
    }

    @Test
    void aMissingScoreDoesNotAgree() {
        assertThrows(Agreement.Broken.class, () -> new Agreement()
                .check("B32", TWO, new double[] {20}, new double[] {20, 21}));
    }

    @Test
    void theLargestDifferenceIsKept() {
        Agreement agreement = new Agreement();
        agreement.check("B32", TWO, new double[] {20, 21}, new double[] {20.0001, 21});
        agreement.check("B32", TWO, new double[] {20, 21}, new double[] {20});
        assertEquals(1e-4, agreement.largest(), 1e-9);
    }
}
