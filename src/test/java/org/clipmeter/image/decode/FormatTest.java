package org.clipmeter.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    @ParameterizedTest
    @CsvSource({
        // an uncompressed TGA of 4 x 3 pixels begins like a cursor, but a cursor has a directory
        "TGA, 00 00 02 00 00 00 00 00 00 00 00 00 04 00 03 00 18 00 01 02 03",
        "TGA, 00 00 0a 00 00 00 00 00 00 00 00 00 04 00 03 00 20 08 81 02 03",
        "TGA, 00 01 01 00 00 02 00 18 00 00 00 00 04 00 03 00 08 00 01 02 03",
        "CURSOR, 00 00 02 00 01 00 20 20 00 00 00 00 00 00 30 01 00 00 16 00 00 00 28",
        "ICO, 00 00 01 00 02 00 10 10 00 00 01 00 20 00 30 01 00 00 26 00 00 00 28",
        "AVIF, 00 00 00 20 66 74 79 70 61 76 69 66 00 00 00 00",
        "AVIF, 00 00 00 1c 66 74 79 70 6d 69 66 31 00 00 00 00 6d 69 61 66 61 76 69 66 00",
        "HEIC, 00 00 00 18 66 74 79 70 68 65 69 63 00 00 00 00 6d 69 66 31",
        "HEIC, 00 00 00 18 66 74 79 70 68 65 69 78 00 00 00 00",
        "HEIC, 00 00 00 18 66 74 79 70 68 65 76 63 00 00 00 00",
        "HEIC, 00 00 00 18 66 74 79 70 6d 73 66 31 00 00 00 00 6d 73 66 31 68 65 76 63",
        "HEIF, 00 00 00 14 66 74 79 70 6d 69 66 31 00 00 00 00 6d 69 66 31 61 76 69 66",
        "MP4, 00 00 00 18 66 74 79 70 69 73 6f 6d 00 00 02 00 69 73 6f 6d 6d 70 34 31",
        "MP4, 00 00 00 14 66 74 79 70 71 74 20 20 00 00 02 00 71 74 20 20",
        "JPEG_2000, 00 00 00 0c 6a 50 20 20 0d 0a 87 0a",
        "JPEG_2000, ff 4f ff 51 00 2f",
        "JPEG_XL, 00 00 00 0c 4a 58 4c 20 0d 0a 87 0a",
        "JPEG_XL, ff 0a 10",
        "SGI, 01 da 01 01 00 03 00 10",
        "MATROSKA, 1a 45 df a3 01",
        "NUMPY, 93 4e 55 4d 50 59 01 00",
        "SAFETENSORS, 10 00 00 00 00 00 00 00 7b 22 78 22",
        "GZIP, 1f 8b 08 00",
        "ZIP, 50 4b 03 04 14",
        "JNG, 8b 4a 4e 47 0d 0a 1a 0a",
        "MNG, 8a 4d 4e 47 0d 0a 1a 0a",
        "WMF, d7 cd c6 9a 00 00",
        "TIFF, 4d 4d 2a 00 00",
        "PNM, 50 35 0a 31",
        "PAM, 50 37 0a 57",
        "FLOAT_MAP, 50 46 0a 31",
    })
    void knowsTheContent(Format format, String bytes) {
        byte[] data = HexFormat.ofDelimiter(" ").parseHex(bytes);
        assertEquals(Optional.of(format), Format.ofContent(data));
    }

    @Test
    void knowsWhatIsMarkedFurtherInside() {
        assertEquals(Optional.of(Format.DICOM), Format.ofContent(withText(200, 128, "DICM")));
        assertEquals(Optional.of(Format.NIFTI), Format.ofContent(withText(400, 344, "n+1\0")));
        assertEquals(Optional.of(Format.TAR), Format.ofContent(withText(512, 257, "ustar")));
        byte[] enhanced = withText(100, 40, " EMF");
        enhanced[0] = 1;
        assertEquals(Optional.of(Format.EMF), Format.ofContent(enhanced));
        assertEquals(Optional.of(Format.TGA), Format.ofContent(withText(99, 81, "TRUEVISION-XFILE.\0")));
        byte[] pcx = new byte[128];
        pcx[0] = 10;
        pcx[1] = 5;
        pcx[2] = 1;
        pcx[3] = 8;
        pcx[65] = 3;
        assertEquals(Optional.of(Format.PCX), Format.ofContent(pcx));
        assertEquals(Optional.empty(), Format.ofContent(new byte[4096]));
    }

    @Test
    void findsAnSvgBehindALongHead() {
        String head = "<?xml version='1.0' encoding='UTF-8'?>\n<!-- " + "Made by hand. ".repeat(1000) + "<html> -->\n"
                + "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' [ <!ENTITY ns '>'> ]>\n\n";
        for (String svg : new String[] {"<svg xmlns='x'/>", head + "<svg width='3'>", head + "<svg:svg>"}) {
            assertEquals(Optional.of(Format.SVG), Format.ofContent(svg.getBytes(StandardCharsets.UTF_8)));
            assertEquals(Optional.of(Format.SVG), Format.ofContent(("\ufeff" + svg).getBytes(StandardCharsets.UTF_8)));
            assertEquals(Optional.of(Format.SVG), Format.ofContent(svg.getBytes(StandardCharsets.UTF_16)));
            assertEquals(Optional.of(Format.SVG), Format.ofContent(svg.getBytes(StandardCharsets.UTF_16LE)));
        }
        assertEquals(Optional.of(Format.XML), content("<?xml version='1.0'?><!-- <svg> --><note/>"));
        assertEquals(Optional.of(Format.HTML), content("<!-- saved -->\n<!DOCTYPE html><title>x</title><svg>"));
    }

    @Test
    void namesTexts() {
        assertEquals(Optional.of(Format.JSON), content(" {\"a\": 1}"));
        assertEquals(Optional.of(Format.TEXT), content("id,prompt\n1,a dög"));
        assertEquals(Optional.of(Format.TEXT), content("P6x is not a magic"));
        assertEquals(Optional.of(Format.XBM), content("/* made */\n#define x_width 16\n#define x_height 7"));
        assertEquals(Optional.of(Format.XPM), content("/* XPM */\nstatic char"));
    }

    @Test
    void endsEachNameOnce() {
        Set<String> seen = new HashSet<>();
        for (Format format : Format.values()) {
            for (String ending : format.endings()) {
                assertTrue(seen.add(ending), ending);
                assertEquals(Optional.of(format), Format.ofEnding("A" + ending.toUpperCase(Locale.ROOT)));
            }
            assertEquals(format.reader() != null, format.isRead());
        }
        assertTrue(Format.readEndings().contains(".ppm"));
        assertFalse(Format.readEndings().contains(".avif"));
        assertEquals(Optional.empty(), Format.ofEnding("png"));
    }

    @Test
    void refusesByTheRightName() {
        byte[] tga = HexFormat.of().parseHex("000002000000000000000000040003001800010203");
        assertEquals("x: a picture in TGA format, which is not read: convert it to PNG", message(tga));
        assertEquals("x: not a picture (recognized as: JSON text)", message("{}".getBytes(StandardCharsets.UTF_8)));
        assertEquals(
                Reason.NOT_AN_IMAGE,
                assertThrows(ImageException.class, () -> ImageDecoder.decode(new byte[] {1, 2}, "x"))
                        .reason());
    }

    private static String message(byte[] data) {
        return assertThrows(ImageException.class, () -> ImageDecoder.decode(data, "x"))
                .getMessage();
    }

    private static Optional<Format> content(String text) {
        return Format.ofContent(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] withText(int length, int at, String text) {
        byte[] data = new byte[length];
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, data, at, bytes.length);
        return Arrays.copyOf(data, length);
    }
}
