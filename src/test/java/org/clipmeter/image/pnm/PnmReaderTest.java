package org.clipmeter.image.pnm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.decode.ImageDecoder;
import org.junit.jupiter.api.Test;

/** Small PNM files; the values come from Pillow 13. FormatsPythonIT compares many more with it. */
class PnmReaderTest {
    private static final String COMMENT = "#" + "x".repeat(1 << 20) + "\n";

    @Test
    void readsTextWithCommentsBetweenItsNumbers() throws ImageException {
        assertGray("P1 3 2 101 0#c\n01", 0, 255, 0, 255, 255, 0);
        assertGray("P2 2 2 255 1 +2 3_0 04", 1, 2, 30, 4);
        assertGray("P2 2 2 255 1 2#3\n 4 5", 1, 2, 4, 5);
        assertGray("P2 2 1 255 1" + COMMENT + "2 3", 12, 3);
        assertArrayEquals(new byte[] {26, (byte) 128, -1}, decode("P3 1 1 10 1 5 10"));
    }

    @Test
    void scalesColorButCutsWideGray() throws ImageException {
        assertArrayEquals(new byte[] {(byte) 170, 85, -1}, decode("P6 1 1 3 \2\1\7"));
        assertArrayEquals(new byte[] {0, (byte) 128, -1}, decode("P6 1 1 512 \0\1\1\0\2\0"));
        assertGray("P5 3 1 300 \0\0\0\1\1\0", 0, 218, 255);
        assertGray("P5 2 1 65535 \0\7\1\0", 7, 255);
    }

    @Test
    void readsFloatsFromTheBottom() throws ImageException {
        assertGray("Pf 1 2 1.0 C0\0\0?\u0080\0\0", 1, 176);
    }

    @Test
    void judgesWhatFollowsThePixelsAsPillowDoes() throws ImageException {
        assertGray("P2 2 2 255 1 2 3 4 five", 1, 2, 3, 4);
        assertRefused(Reason.CORRUPT, "P2 2 2 255 1 2 3 4 elevenletters");
        assertRefused(Reason.CORRUPT, "P1 3 2 1010101x");
        assertGray("P1 3 1 101" + " ".repeat(1 << 20) + "x", 0, 255, 0);
    }

    @Test
    void refusesWhatPillowRefuses() {
        assertRefused(Reason.TRUNCATED, "P2 2 2 255 1 2 3");
        assertRefused(Reason.CORRUPT, "P2 2 2 255 1 2 3 400");
        assertRefused(Reason.CORRUPT, "P2 2 2 255 1 2 3 -4");
        assertRefused(Reason.CORRUPT, "P2 2 2 65536 1 2 3 4");
        assertRefused(Reason.CORRUPT, "P2 -2 2 255 1 2 3 4");
        assertRefused(Reason.CORRUPT, "P5 2 2 00000000255 1234");
        assertRefused(Reason.CORRUPT, "Pf 1 1 0 1234");
        assertRefused(Reason.TRUNCATED, "P5 2 2 255 123");
        assertRefused(Reason.TRUNCATED, "P1 9999 9999 1");
        assertRefused(Reason.TOO_LARGE, "P5 99999 99999 255 1");
    }

    private static void assertGray(String file, int... levels) throws ImageException {
        byte[] expected = new byte[levels.length * 3];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) levels[i / 3];
        }
        assertArrayEquals(expected, decode(file), file.length() < 100 ? file : "a long file");
    }

    private static void assertRefused(Reason reason, String file) {
        ImageException e = assertThrows(ImageException.class, () -> decode(file), file);
        assertEquals(reason, e.reason(), e.getMessage());
    }

    private static byte[] decode(String file) throws ImageException {
        return ImageDecoder.decode(file.getBytes(StandardCharsets.ISO_8859_1), "x")
                .rgb();
    }
}
