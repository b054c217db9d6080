package org.clipmeter.image.jpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.files.Hash;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small files from libjpeg-turbo's cjpeg, and the sha256 of the RGB bytes that Pillow 13.0.0 reads from them. */
class JpegDecoderTest {
    static final List<String> NAMES = List.of(
            "jpeg_arithmetic.jpg",
            "jpeg_arithmetic_progressive.jpg",
            "jpeg_unusual_sampling.jpg",
            "jpeg_separate_scans.jpg",
            "jpeg_only_dc.jpg",
            "jpeg_unrefined.jpg",
            "jpeg_no_end_marker.jpg");

    @ParameterizedTest
    @CsvSource({
        "jpeg_arithmetic.jpg, 37, 29, c8f778503dda34e593a57249af545c5140d2fdc3cd0cd0d797ac0d6e54adb363",
        "jpeg_arithmetic_progressive.jpg, 37, 29, c8f778503dda34e593a57249af545c5140d2fdc3cd0cd0d797ac0d6e54adb363",
        "jpeg_unusual_sampling.jpg, 37, 29, dd6348313e4a110d6edcf870303e623d5fbe05818eb0e440b0cf6395351f94d5",
        "jpeg_separate_scans.jpg, 37, 29, ed86bb47ec6a0e6e481a37ae47e12e005505a5de26cd0addd8fcd57f584463dd",
        "jpeg_only_dc.jpg, 37, 29, 07d32c0baff0b4fc6bc27ea7533859d70dc155388d99807b7de2a66307f24272",
        "jpeg_unrefined.jpg, 37, 29, 051f5700bd17de844274444d905f4637311698c67d09686a0aea78796e63697c",
        "jpeg_no_end_marker.jpg, 24, 16, 85bf17d51d8c4950cae2e814fe63c2e1dccadbac4529a4a164b0cd51c681a50a"
    })
    void readsWhatPillowDoesNotWriteItself(String name, int width, int height, String sha256) throws IOException {
        RgbImage image = ImageDecoder.decode(bytes(name), name);
        assertEquals(width, image.width());
        assertEquals(height, image.height());
        assertEquals(sha256, Hash.sha256(image.rgb()));
        assertEquals(name.equals("jpeg_no_end_marker.jpg"), image.damaged());
    }

    @Test
    void flagsAFileWhoseEndMarkerWasOverwritten() throws IOException {
        byte[] sound = bytes("jpeg_unusual_sampling.jpg");
        byte[] damaged = sound.clone();
        damaged[damaged.length - 1] = 0;
        damaged = Arrays.copyOf(damaged, damaged.length + 20);
        RgbImage image = ImageDecoder.decode(damaged, "x");
        assertTrue(image.damaged());
        assertArrayEquals(ImageDecoder.decode(sound, "x").rgb(), image.rgb());
    }

    @Test
    void refusesSeveralScansWithoutAnEndMarker() throws IOException {
        byte[] data = bytes("jpeg_separate_scans.jpg");
        assertRefused(Reason.TRUNCATED, Arrays.copyOf(data, data.length - 2));
    }

    @Test
    void takesTrailingBytesAsNoDamage() throws IOException {
        byte[] data = bytes("jpeg_only_dc.jpg");
        assertFalse(ImageDecoder.decode(Arrays.copyOf(data, data.length + 1000), "x")
                .damaged());
    }

    @Test
    void namesTheCodingProcessThatItDoesNotRead() throws IOException {
        byte[] data = bytes("jpeg_unusual_sampling.jpg");
        data[frame(data) + 1] = (byte) 0xc5;
        ImageException refusal = assertRefused(Reason.UNSUPPORTED, data);
        assertTrue(refusal.getMessage().contains("SOF5"), refusal.getMessage());
    }

    @Test
    void refusesAHeightThatOnlyALaterSegmentWouldGive() throws IOException {
        byte[] data = bytes("jpeg_unusual_sampling.jpg");
        int frame = frame(data);
        data[frame + 5] = 0;
        data[frame + 6] = 0;
        assertRefused(Reason.CORRUPT, data);
    }

    @Test
    void refusesArithmeticDataThatCrossesABlockOfPillows() throws IOException {
        byte[] data = bytes("jpeg_arithmetic.jpg");
        ByteArrayOutputStream late = new ByteArrayOutputStream();
        late.write(data, 0, 2);
        late.write(new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xfe, (byte) 0x95});
        late.write(new byte[0xfe95 - 2]);
        late.write(data, 2, data.length - 2);
        ImageException refusal = assertRefused(Reason.UNSUPPORTED, late.toByteArray());
        assertTrue(refusal.getMessage().contains("64 KiB"), refusal.getMessage());
    }

    private static int frame(byte[] data) {
        int at = 2;
        while ((data[at + 1] & 0xff) < 0xc0 || (data[at + 1] & 0xff) > 0xc3) {
            at += 2 + ((data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff);
        }
        return at;
    }

    private static ImageException assertRefused(Reason reason, byte[] data) {
        ImageException refusal = assertThrows(ImageException.class, () -> ImageDecoder.decode(data, "x"));
        assertEquals(reason, refusal.reason(), refusal.getMessage());
        return refusal;
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = JpegDecoderTest.class.getResourceAsStream(name)) {
            assertNotNull(in, name);
            return in.readAllBytes();
        }
    }
}
