package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {
    @Test
    void everyHalfComesBackAsItself() {
        for (int bits = 0; bits < 65536; bits++) {
            float value = Float.intBitsToFloat(Half.toFloatBits((short) bits));
            if (Float.isNaN(value)) {
                assertTrue((bits & 0x7c00) == 0x7c00 && (bits & 0x3ff) != 0);
                assertEquals(0x7e00, Half.fromFloat(value) & 0x7fff);
            } else {
                assertEquals((short) bits, Half.fromFloat(value));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "65519.996, 7bff",
        "65520, 7c00",
        "1e30, 7c00",
        "-65520, fc00",
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        "1.0004884, 3c01",
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "2.9802326e-8, 0001",
        "8.940697e-8, 0002",
        "6.1035156e-5, 0400",
        "6.1e-5, 03ff",
        "6.1005354e-5, 0400",
        "6.102026e-5, 0400",
        "-0.0, 8000"
    })
    void roundsToNearestAndTiesToEven(float value, String bits) {
        assertEquals(Integer.parseInt(bits, 16), Half.fromFloat(value) & 0xffff);
    }

    @Test
    void noOtherHalfIsNearer() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200_000; i++) {
            float value = (float) Math.scalb(random.nextDouble(-1, 1), random.nextInt(-27, 16));
            short half = Half.fromFloat(value);
            double error = Math.abs(Float.intBitsToFloat(Half.toFloatBits(half)) - (double) value);
            for (int step : new int[] {-1, 1}) {
                float other = Float.intBitsToFloat(Half.toFloatBits((short) (half + step)));
                assertTrue(!(Math.abs(other - (double) value) < error), () -> value + " -> " + half);
            }
        }
    }
}
