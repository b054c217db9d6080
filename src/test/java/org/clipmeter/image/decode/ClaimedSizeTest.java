package org.clipmeter.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.clipmeter.image.reader.Canvas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimedSizeTest {
    private static byte[] written(String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(new BufferedImage(300, 7, BufferedImage.TYPE_INT_RGB), format, out));
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
    void isTheHeadersWidthTimesHeight(String format) throws IOException {
        assertEquals(2100, ClaimedSize.pixels(written(format)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5249464600000000574542505650385800000000000000002b0100060000", // VP8X: 300 - 1, 7 - 1
                "52494646000000005745425056503820000000000000009d012a2c010700", // VP8: after the start code
                "5249464600000000574542505650384c000000002f2b810100000000000000", // VP8L: 14 bits each
            })
    void knowsTheThreeFormsOfWebp(String head) {
        byte[] file = HexFormat.of().parseHex(head);
        assertEquals(2100, ClaimedSize.pixels(Arrays.copyOf(file, 40)));
    }

    @Test
    void knowsPnm() {
        byte[] file = "P6 300 7 255\n".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(2100, ClaimedSize.pixels(Arrays.copyOf(file, 40)));
    }

    @Test
    void isNeverMoreThanWhatIsDecodedAtAll() throws IOException {
        byte[] png = written("png");
        for (int at = 16; at < 24; at++) {
            png[at] = (byte) 0xff;
        }
        assertEquals(Canvas.MAX_PIXELS, ClaimedSize.pixels(png));
    }

    @Test
    void anyBytesGiveANumber() throws IOException {
        Random random = new Random(7);
        List<byte[]> files = new ArrayList<>();
        for (String format : List.of("png", "jpeg", "gif", "bmp", "tiff")) {
            files.add(written(format));
        }
        files.add(Arrays.copyOf("P6 300 7 255\n".getBytes(StandardCharsets.ISO_8859_1), 40));
        for (byte[] file : files) {
            for (int i = 0; i < 2000; i++) {
                byte[] broken = Arrays.copyOf(file, random.nextInt(file.length));
                for (int k = 0; k < 4 && broken.length > 0; k++) {
                    broken[random.nextInt(broken.length)] = (byte) random.nextInt();
                }
                long pixels = ClaimedSize.pixels(broken);
                assertTrue(
                        pixels >= 0 && pixels <= Canvas.MAX_PIXELS,
                        HexFormat.of().formatHex(broken) + ": " + pixels);
            }
        }
    }
}
