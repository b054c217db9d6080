package org.clipmeter.image.tiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeMap;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.junit.jupiter.api.Test;

/** Small TIFF files; FormatsPythonIT compares many more with Pillow. */
class TiffReaderTest {
    private static final byte[] FOUR = {1, 2, 3, 4};

    @Test
    void readsGray() throws ImageException {
        RgbImage image = ImageDecoder.decode(tiff(2, 2, 1, 8, FOUR), "x");
        assertArrayEquals(new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}, image.rgb());
        assertFalse(image.damaged());
    }

    @Test
    void leavesRowsBlackWhoseStripIsNotListed() throws ImageException {
        RgbImage image = ImageDecoder.decode(tiff(2, 4, 1, 8, FOUR, 278, 2), "x");
        assertArrayEquals(new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}, Arrays.copyOf(image.rgb(), 12));
        assertArrayEquals(new byte[12], Arrays.copyOfRange(image.rgb(), 12, 24));
        assertTrue(image.damaged());
    }

    @Test
    void refusesWhatItDoesNotReadByName() {
        assertRefused("Zstandard compression", tiff(2, 2, 1, 8, FOUR, 259, 50000));
        assertRefused("LZMA compression", tiff(2, 2, 1, 8, FOUR, 259, 34925));
        assertRefused("WebP compression", tiff(2, 2, 1, 8, FOUR, 259, 50001));
        assertRefused("old-style JPEG compression", tiff(2, 2, 1, 8, FOUR, 259, 6));
        assertRefused("CIE L*a*b* colors", tiff(2, 2, 8, 8, FOUR));
        assertRefused("12 bits", tiff(2, 2, 1, 12, FOUR));
        assertRefused("bits in reverse order", tiff(2, 2, 0, 8, FOUR, 266, 2));
    }

    @Test
    void neverReadsTheSameBytesForManyTags() {
        ByteBuffer file = ByteBuffer.allocate(4_000_000).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0x002a4949).putInt(8).putShort((short) -1);
        for (int tag = 1; tag <= 65_535; tag++) {
            file.putShort((short) tag).putShort((short) 1).putInt(3_000_000).putInt(8);
        }
        long start = System.nanoTime();
        assertThrows(ImageException.class, () -> ImageDecoder.decode(file.array(), "x"));
        assertTrue(System.nanoTime() - start < 2_000_000_000L);
    }

    @Test
    void doesNotAllocateATileThatTheFileCannotFill() {
        byte[] file = tiff(1, 1, 1, 8, FOUR, 259, 8, 322, 13_000, 323, 13_000, 324, 8, 325, 4);
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(file, "x"));
        assertEquals(Reason.TRUNCATED, e.reason(), e.getMessage());
    }

    @Test
    void doesNotDecodeAJpegThatIsLargerThanItsStrip() {
        byte[] jpeg = HexFormat.of().parseHex("ffd8ffc0000b08300030000101110000ffd9");
        byte[] file = tiff(2, 2, 1, 8, jpeg, 259, 7);
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(file, "x"));
        assertTrue(e.getMessage().contains("more than the expected 4 pixels"), e.getMessage());
    }

    @Test
    void refusesManyTilesThatAreMuchLargerThanThePicture() {
        byte[] file = tiff(1, 100_000, 1, 8, FOUR, 322, 1_000_000, 323, 1, 324, 8, 325, 4);
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(file, "x"));
        assertEquals(Reason.TOO_LARGE, e.reason(), e.getMessage());
    }

    private static void assertRefused(String what, byte[] file) {
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(file, "x"), what);
        assertEquals(Reason.UNSUPPORTED, e.reason(), e.getMessage());
        assertTrue(e.getMessage().contains(what), e.getMessage());
    }

    /** A file with one strip at offset 8; {@code more} are tags and their values. */
    private static byte[] tiff(int width, int height, int photometric, int bits, byte[] pixels, int... more) {
        TreeMap<Integer, Integer> tags = new TreeMap<>();
        int[] usual = {256, width, 257, height, 258, bits, 259, 1, 262, photometric, 273, 8, 279, pixels.length};
        for (int[] list : new int[][] {usual, more}) {
            for (int i = 0; i < list.length; i += 2) {
                tags.put(list[i], list[i + 1]);
            }
        }
        ByteBuffer file = ByteBuffer.allocate(8 + pixels.length + 2 + 12 * tags.size() + 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x002a4949)
                .putInt(8 + pixels.length)
                .put(pixels)
                .putShort((short) tags.size());
        tags.forEach((tag, value) ->
                file.putShort(tag.shortValue()).putShort((short) 4).putInt(1).putInt(value));
        return file.array();
    }
}
