package org.clipmeter.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.png.PngReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDecoderTest {
    private static final byte[] ROWS = {0, 10, 20, 30, 0, 40, 50, 60};

    @Test
    void readsAPng() throws IOException {
        RgbImage image = ImageDecoder.decode(png(1, 2, 8, 2, ROWS), "x");
        assertEquals(1, image.width());
        assertEquals(2, image.height());
        assertArrayEquals(new byte[] {10, 20, 30, 40, 50, 60}, image.rgb());
        assertFalse(image.damaged());
    }

    @Test
    void clipsSixteenBitGrayInsteadOfScalingIt() throws IOException {
        byte[] rows = {0, 0, 7, 1, 0, (byte) 0xff, (byte) 0xff};
        assertArrayEquals(
                new byte[] {7, 7, 7, -1, -1, -1, -1, -1, -1},
                ImageDecoder.decode(png(3, 1, 16, 0, rows), "x").rgb());
    }

    @Test
    void scalesGrayOfFourLevels() throws IOException {
        byte[] rows = {0, 0b00_01_10_11};
        assertArrayEquals(
                new byte[] {0, 0, 0, 85, 85, 85, (byte) 170, (byte) 170, (byte) 170, -1, -1, -1},
                ImageDecoder.decode(png(4, 1, 2, 0, rows), "x").rgb());
    }

    @Test
    void keepsTheColorUnderTransparentPixels() throws IOException {
        byte[] rows = {0, 1, 2, 3, 0};
        assertArrayEquals(
                new byte[] {1, 2, 3},
                ImageDecoder.decode(png(1, 1, 8, 6, rows), "x").rgb());
    }

    @Test
    void flagsAPngWithoutItsEnd() throws IOException {
        byte[] whole = png(1, 2, 8, 2, ROWS);
        RgbImage image = ImageDecoder.decode(Arrays.copyOf(whole, whole.length - 12), "x");
        assertArrayEquals(new byte[] {10, 20, 30, 40, 50, 60}, image.rgb());
        assertTrue(image.damaged());
    }

    @Test
    void leavesMissingRowsBlackAndFlagsThem() throws IOException {
        RgbImage image = ImageDecoder.decode(png(1, 3, 8, 2, ROWS), "x");
        assertArrayEquals(new byte[] {10, 20, 30, 40, 50, 60, 0, 0, 0}, image.rgb());
        assertTrue(image.damaged());
    }

    @Test
    void refusesAPngWhoseHeaderChecksumIsWrong() throws IOException {
        byte[] encoded = png(1, 2, 8, 2, ROWS);
        encoded[29] ^= 1;
        assertRefused(Reason.CORRUPT, encoded);
    }

    @Test
    void refusesEveryCutBeforeTheImageDataEnds() throws IOException {
        byte[] whole = png(1, 2, 8, 2, ROWS);
        int dataEnd = whole.length - 12 - 4 - 4;
        for (int length = 8; length < dataEnd - 1; length++) {
            assertRefused(Reason.TRUNCATED, Arrays.copyOf(whole, length));
        }
    }

    @Test
    void refusesABombFromItsHeader() throws IOException {
        byte[] zeros = new byte[200_000_000];
        byte[] bomb = png(40_000, 40_000, 8, 2, zeros);
        assertTrue(bomb.length < 400_000, "the bomb has " + bomb.length + " bytes");
        assertRefused(Reason.TOO_LARGE, bomb);
        long start = System.nanoTime();
        assertRefused(Reason.TOO_LARGE, bomb);
        assertTrue(System.nanoTime() - start < 50_000_000, "refused within 50 ms");
    }

    @Test
    void refusesAnEmptyPictureOfHugeSizeWithoutAllocatingIt() throws IOException {
        assertRefused(Reason.TRUNCATED, Arrays.copyOf(png(13_000, 13_000, 8, 2, ROWS), 60));
    }

    @Test
    void refusesTextThatInflatesToOverAMebibyte() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write(new byte[] {'k', 0, 0});
        text.write(deflate(new byte[50_000_000]));
        assertRefused(Reason.CORRUPT, png(1, 2, 8, 2, ROWS, chunk("zTXt", text.toByteArray())));
    }

    @Test
    void takesOnlyTheFirstFrameOfAnAnimation() throws IOException {
        byte[] count = chunk("acTL", new byte[] {0, 0, 0, 2, 0, 0, 0, 0});
        RgbImage part = ImageDecoder.decode(png(1, 3, 8, 2, ROWS, count, frame(0, 1, 2, 1)), "x");
        assertArrayEquals(new byte[] {0, 0, 0, 10, 20, 30, 40, 50, 60}, part.rgb());
        assertRefused(Reason.CORRUPT, png(1, 3, 8, 2, ROWS, count, frame(0, 1, 3, 1)));
        assertRefused(Reason.CORRUPT, png(1, 2, 8, 2, ROWS, count, frame(1, 1, 2, 0)));
        byte[] data = {0, 0, 0, 0, 1, 2};
        assertRefused(Reason.CORRUPT, png(1, 2, 8, 2, ROWS, count, chunk("fdAT", data)));
    }

    @Test
    void fillsMissingRowsOfAPaletteWithItsFirstColor() throws IOException {
        byte[] colors = chunk("PLTE", new byte[] {9, 8, 7, 1, 2, 3});
        RgbImage image = ImageDecoder.decode(png(1, 2, 8, 3, new byte[] {0, 1}, colors), "x");
        assertArrayEquals(new byte[] {1, 2, 3, 9, 8, 7}, image.rgb());
        assertTrue(image.damaged());
    }

    private static byte[] frame(int number, int width, int height, int top) {
        return chunk(
                "fcTL",
                ByteBuffer.allocate(26)
                        .putInt(number)
                        .putInt(width)
                        .putInt(height)
                        .putInt(0)
                        .putInt(top)
                        .array());
    }

    @Test
    void refusesAGifOfTheLargestSize() {
        byte[] gif = Arrays.copyOf("GIF89a".getBytes(StandardCharsets.US_ASCII), 40);
        Arrays.fill(gif, 6, 10, (byte) 0xff);
        gif[13] = ',';
        assertRefused(Reason.TOO_LARGE, gif);
    }

    @Test
    void readsGrayJpegWithoutColorManagement() throws IOException {
        BufferedImage gray = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64; i++) {
            gray.getRaster().setSample(i % 8, i / 8, 0, 100);
        }
        byte[] rgb = ImageDecoder.decode(encoded(gray, "jpg"), "x").rgb();
        byte[] expected = new byte[8 * 8 * 3];
        Arrays.fill(expected, (byte) 100);
        assertArrayEquals(expected, rgb);
    }

    @Test
    void refusesAJpegWithoutItsEnd() throws IOException {
        byte[] whole = encoded(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "jpg");
        assertEquals(40, ImageDecoder.decode(whole, "x").width());
        assertRefused(Reason.TRUNCATED, Arrays.copyOf(whole, whole.length - 2));
        assertRefused(Reason.TRUNCATED, Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void readsBmpAndGifAndTiffThatJavaWrites() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff0000);
        image.setRGB(1, 0, 0x0000ff);
        for (String format : new String[] {"bmp", "gif", "tiff", "png"}) {
            RgbImage decoded = ImageDecoder.decode(encoded(image, format), format);
            assertArrayEquals(new byte[] {-1, 0, 0, 0, 0, -1}, decoded.rgb(), format);
        }
    }

    @Test
    void namesWhatIsNoPicture() {
        assertRefused(Reason.EMPTY, new byte[0]);
        assertRefused(Reason.HTML, "\n<!DOCTYPE HTML><html>".getBytes(StandardCharsets.UTF_8));
        assertRefused(
                Reason.GIT_LFS_POINTER,
                "version https://git-lfs.github.com/spec/v1\noid sha256:0\n".getBytes(StandardCharsets.UTF_8));
        assertRefused(Reason.NOT_AN_IMAGE, "hello".getBytes(StandardCharsets.UTF_8));
        assertRefused(Reason.NOT_AN_IMAGE, "<svg xmlns='x'/>".getBytes(StandardCharsets.UTF_8));
        assertRefused(Reason.UNSUPPORTED, "\0\0\0 ftypavif".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void namesWhatIsNoReadableFile(@TempDir Path scratch) throws IOException {
        Path folder = Files.createDirectory(scratch.resolve("folder.png"));
        assertEquals(Reason.DIRECTORY, refusal(folder).reason());
        assertEquals(Reason.MISSING, refusal(scratch.resolve("missing.png")).reason());
        Path empty = Files.createFile(scratch.resolve("empty.png"));
        assertEquals(Reason.EMPTY, refusal(empty).reason());
    }

    @Test
    void saysWhichFileOnOneLine() {
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(new byte[0], "a\nb\u202e.png"));
        assertEquals("a\\u000ab\\u202e.png: the file is empty", e.getMessage());
    }

    @Test
    void readsUnderAnInterrupt(@TempDir Path scratch) throws IOException {
        Path file = Files.write(scratch.resolve("x.png"), png(1, 2, 8, 2, ROWS));
        Thread.currentThread().interrupt();
        try {
            assertEquals(2, ImageDecoder.decode(file).height());
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is kept");
        }
    }

    private static ImageException refusal(Path file) {
        return assertThrows(ImageException.class, () -> ImageDecoder.decode(file));
    }

    private static void assertRefused(Reason reason, byte[] encoded) {
        ImageException e = assertThrows(ImageException.class, () -> ImageDecoder.decode(encoded, "x"));
        assertEquals(reason, e.reason(), e.getMessage());
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out), format);
        return out.toByteArray();
    }

    private static byte[] png(int width, int height, int depth, int colorType, byte[] rows, byte[]... chunks)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(PngReader.SIGNATURE.getBytes(StandardCharsets.ISO_8859_1));
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) colorType)
                .array();
        out.write(chunk("IHDR", header));
        for (byte[] chunk : chunks) {
            out.write(chunk);
        }
        out.write(chunk("IDAT", deflate(rows)));
        out.write(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    private static byte[] deflate(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(data);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
