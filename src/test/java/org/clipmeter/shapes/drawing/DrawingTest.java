package org.clipmeter.shapes.drawing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.Hash;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.decode.ImageDecoder;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.erase.Erasure;
import org.clipmeter.shapes.erase.Technique;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DrawingTest {
    private static final List<String> CAPTIONS = List.of(
            "a red circle",
            "two striped green stars on a black background",
            "a large dotted circle above a small blue hexagon",
            "a purple ring left of a crimson box",
            "a yellow hexagon",
            "a pink heart");

    /** Pins our own output, so that it is the same on every system and JDK. */
    @ParameterizedTest
    @CsvSource({
        "exact, 1, 986fd3bd98fd7da7",
        "exact, 0.5, 8f51ca6f131a0929",
        "anchor, 1, cd6b9118584d0e43",
        "blur, 0.5, f520980e7eceefca",
        "blackout, 1, 3b4ec17451d1501b",
        "leakage, 1, e74358925219b6d3",
        "collateral, 1, 5cb8656d74af4177",
        "collapse, 0.5, 5675c3ed90fbd7d5"
    })
    void drawsTheSameFilesOnEverySystem(String technique, double strength, String expected) {
        Hash hash = Hash.sha256();
        for (String caption : CAPTIONS) {
            Artist artist = Erasure.of("circle", Technique.of(technique)).withStrength(strength);
            for (int pixels : new int[] {64, 200}) {
                hash.add(PngFile.of(Drawing.of(caption, artist, pixels, 1).picture()));
            }
        }
        assertEquals(expected, hash.hex().substring(0, 16));
    }

    @Test
    void aFaithfulArtistDrawsWhatIsAsked() {
        for (String caption : CAPTIONS) {
            Drawing drawing = Drawing.of(caption, new Artist.Faithful(), 64, 5);
            assertEquals(Scene.parse(caption), drawing.drawn());
            assertFalse(drawing.changed());
        }
        assertThrows(InvalidRequestException.class, () -> Drawing.of("a photo of a cat", new Artist.Faithful(), 64, 0));
    }

    /** 64 and 512 are the limits; 70,000 bytes of a row and more need several blocks, and 99 is odd. */
    @ParameterizedTest
    @ValueSource(ints = {64, 99, 150, 512})
    void filesAreReadAsTheyWereDrawn(int pixels) throws IOException {
        RgbImage picture = Renderer.draw(Scene.parse("a red star above a blue heart"), pixels, 4);
        byte[] file = PngFile.of(picture);
        RgbImage read = ImageDecoder.decode(file, "a test");
        assertArrayEquals(picture.rgb(), read.rgb());
        assertFalse(read.damaged());
        var other = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)), "Java's own reader");
        assertEquals(pixels, other.getHeight());
        for (int i = 0; i < pixels * pixels; i += 7) {
            int rgb = other.getRGB(i % pixels, i / pixels);
            assertEquals(picture.rgb()[3 * i], (byte) (rgb >> 16));
            assertEquals(picture.rgb()[3 * i + 1], (byte) (rgb >> 8));
            assertEquals(picture.rgb()[3 * i + 2], (byte) rgb);
        }
    }

    @Test
    void optionsOutsideTheirRangeAreRefused() {
        DrawOptions options = DrawOptions.defaults();
        for (int pixels : new int[] {63, 513, -1}) {
            String message =
                    String.valueOf(assertThrows(InvalidRequestException.class, () -> options.withPixels(pixels))
                            .getMessage());
            assertTrue(message.contains("64 to 512 pixels, got " + pixels), message);
        }
        assertThrows(InvalidRequestException.class, () -> options.withImagesPerPrompt(0));
        assertThrows(InvalidRequestException.class, () -> options.withImagesPerPrompt(1001));
        assertThrows(InvalidRequestException.class, () -> options.withSeed(-1));
        assertThrows(InvalidRequestException.class, () -> options.withSeed(Long.MAX_VALUE));
    }
}
