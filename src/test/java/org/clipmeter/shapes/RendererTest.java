package org.clipmeter.shapes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.clipmeter.files.Hash;
import org.clipmeter.image.RgbImage;
import org.junit.jupiter.api.Test;

final class RendererTest {
    private static final Placement MIDDLE = new Placement(32, 32, 16, 0);

    /** Pins our own output, so that it is the same on every system and JDK. */
    @Test
    void drawsTheSameBytesOnEverySystem() {
        Hash hash = Hash.sha256();
        SceneSampler sampler = new SceneSampler(Level.WORLD, new SplitMix64(31));
        for (int i = 0; i < 400; i++) {
            hash.add(Renderer.draw(sampler.next(), 64, i).rgb());
        }
        hash.add(Renderer.draw(Scene.parse("a large dotted star on a gradient background"), 256, 1)
                .rgb());
        assertEquals("8794d690061eb96fb533fc3de9772890ceff9fe617cf6253cb35abf852214df2", hash.hex());
    }

    @Test
    void paintsTheThingInItsColorOnItsBackground() {
        for (Color color : Color.values()) {
            for (Shape shape : Shape.values()) {
                RgbImage image = draw(new Thing(color, shape, Size.LARGE, Fill.SOLID), Background.GRAY, 64, 0);
                if (shape != Shape.MOON) { // its middle is near its edge
                    double[] expected = color.rgb();
                    for (int c = 0; c < 3; c++) {
                        double got = (image.rgb()[3 * (32 * 64 + 32) + c] & 255) / 255.0;
                        double clamped = Math.min(1, Math.max(0, expected[c]));
                        assertEquals(clamped, got, .08, color + " " + shape); // colour jitter is .07
                    }
                }
                double corner = (image.rgb()[0] & 255) / 255.0;
                assertEquals(.5, corner, .1, color + " " + shape);
            }
        }
    }

    /** Areas by elementary geometry, in squares of the radius; there is no short formula for the heart's. */
    @Test
    void coversTheAreaThatGeometryGives() {
        Map<Shape, Double> areas = Map.of(
                Shape.CIRCLE, Math.PI * .95 * .95,
                Shape.SQUARE, 1.6 * 1.6,
                Shape.TRIANGLE, .5 * 1.6500 * 1.9053,
                Shape.STAR, 5 * 1.08 * .45 * Math.sin(Math.PI / 5),
                Shape.CROSS, 2 * 1.96 * .64 - .64 * .64,
                Shape.DIAMOND, 2 * .72 * 1.02,
                Shape.MOON, Math.PI * .98 * .98 - 1.5907,
                Shape.HEXAGON, 2 * Math.sqrt(3) * .86 * .86,
                Shape.ARROW, 1.15 * .52 + 1 / 1.12 - .15 * .52);
        areas.forEach((shape, area) -> {
            byte[] mask = new byte[64 * 64];
            Thing thing = new Thing(Color.RED, shape, Size.LARGE, Fill.SOLID);
            new Renderer(64, 0)
                    .draw(
                            new Scene(Arrangement.ONE, thing, null, Background.WHITE),
                            List.of(MIDDLE),
                            new SplitMix64(1),
                            mask);
            double covered = 0;
            for (byte pixel : mask) {
                covered += (pixel & 255) / 255.0;
            }
            double expected = area * MIDDLE.radius() * MIDDLE.radius();
            assertEquals(expected, covered, .02 * expected, shape.word()); // edges are soft and rounded down
        });
    }

    @Test
    void drawsTheSamePictureAtFourTimesTheSize() {
        for (Fill fill : Fill.values()) {
            for (Background background : List.of(Background.WHITE, Background.GRADIENT)) {
                Thing thing = new Thing(Color.BLUE, Shape.HEART, Size.LARGE, fill);
                RgbImage small = draw(thing, background, 64, 0);
                RgbImage large = draw(thing, background, 256, 0);
                double difference = 0;
                for (int i = 0; i < small.rgb().length; i++) {
                    int x = i / 3 % 64;
                    int y = i / 3 / 64;
                    int sum = 0;
                    for (int k = 0; k < 16; k++) {
                        sum += large.rgb()[3 * ((4 * y + k / 4) * 256 + 4 * x + k % 4) + i % 3] & 255;
                    }
                    difference += Math.abs(sum / 16.0 - (small.rgb()[i] & 255));
                }
                double mean = difference / small.rgb().length;
                assertTrue(mean < 1.5, fill + " " + background + " differ by " + mean); // in grey levels
            }
        }
    }

    @Test
    void addsNoMoreNoiseThanAskedFor() {
        Scene scene = new Scene(
                Arrangement.ONE, new Thing(Color.RED, Shape.STAR, Size.SMALL, Fill.SOLID), null, Background.WHITE);
        assertArrayEquals(
                Renderer.draw(scene, 64, 7).rgb(), Renderer.draw(scene, 64, 7).rgb());
        RgbImage clean = draw(scene.first(), Background.GRAY, 64, 0);
        RgbImage noisy = draw(scene.first(), Background.GRAY, 64, .05);
        for (int i = 0; i < 3 * 64; i++) {
            assertEquals(clean.rgb()[i] & 255, noisy.rgb()[i] & 255, 3.5 * .05 * 255 + 1);
        }
    }

    @Test
    void refusesSizesThatCannotBeDrawn() {
        assertThrows(IllegalArgumentException.class, () -> new Renderer(0, .05));
        assertThrows(IllegalArgumentException.class, () -> new Renderer(100_000, .05));
    }

    private static RgbImage draw(Thing thing, Background background, int pixels, double noise) {
        return new Renderer(pixels, noise)
                .draw(new Scene(Arrangement.ONE, thing, null, background), List.of(MIDDLE), new SplitMix64(3), null);
    }
}
