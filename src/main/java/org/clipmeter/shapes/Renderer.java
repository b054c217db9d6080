package org.clipmeter.shapes;

import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.jspecify.annotations.Nullable;

/**
 * Draws scenes from signed distance functions with edges one pixel soft, in strict arithmetic, so that a seed gives the
 * same bytes on every system and JDK.
 */
public final class Renderer {
    /** The strongest noise of an ordinary picture, as a standard deviation of values from 0 to 1. */
    public static final double NOISE = .05;

    private final int pixels;
    private final double noise;

    /**
     * @param pixels width and height of the pictures
     * @param noise the largest standard deviation; that of each picture is uniformly distributed below it
     */
    public Renderer(int pixels, double noise) {
        if (pixels < 16 || pixels > 2048) {
            throw new InvalidRequestException("expected pictures of 16 to 2048 pixels, got " + pixels);
        }
        this.pixels = pixels;
        this.noise = noise;
    }

    /** Draws a scene; a seed determines places, colours and noise. */
    public static RgbImage draw(Scene scene, int pixels, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        return new Renderer(pixels, NOISE).draw(scene, Layout.of(scene, random), random, null);
    }

    /** Which red, green and blue, from 0 to 1, a colour of the world is drawn with; a call gives an array of its own. */
    @FunctionalInterface
    public interface Palette {
        double[] rgb(Color color);
    }

    /** Draws a scene at given places in the world's own colours; see the other method for the mask. */
    public RgbImage draw(Scene scene, List<Placement> placements, SplitMix64 random, byte @Nullable [] mask) {
        return draw(scene, placements, Color::rgb, random, mask);
    }

    /**
     * Draws a scene at given places.
     *
     * @param mask if not null, {@code pixels · pixels} bytes that receive how far each pixel is covered, 0 to 255
     */
    public RgbImage draw(
            Scene scene, List<Placement> placements, Palette palette, SplitMix64 random, byte @Nullable [] mask) {
        double[] canvas = canvas(scene, placements, palette, Look.of(placements.size(), random), mask);
        double deviation = random.uniform() * noise;
        byte[] rgb = new byte[canvas.length];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (clamp(canvas[i] + random.bell() * deviation) * 255 + .5);
        }
        return new RgbImage(pixels, pixels, rgb, false);
    }

    /**
     * A picture before noise is added: red, green and blue of each pixel, mostly from 0 to 1.
     *
     * @param mask as above
     */
    public double[] canvas(
            Scene scene, List<Placement> placements, Palette palette, Look look, byte @Nullable [] mask) {
        double[] canvas = background(scene.background(), look);
        for (int i = 0; i < placements.size(); i++) {
            Thing thing = scene.thing(i);
            double[] color = palette.rgb(thing.color());
            for (int c = 0; c < 3; c++) {
                color[c] += look.jitters().get(i)[c];
            }
            paint(canvas, thing, color, placements.get(i), mask);
        }
        return canvas;
    }

    private double[] background(Background background, Look look) {
        double[] tint = look.tint();
        double level = look.level();
        double offset = look.offset();
        double cos = StrictMath.cos(look.angle());
        double sin = StrictMath.sin(look.angle());
        double[] canvas = new double[pixels * pixels * 3];
        double unit = (double) Layout.UNITS / pixels;
        for (int py = 0, at = 0; py < pixels; py++) {
            double y = (py + .5) * unit;
            for (int px = 0; px < pixels; px++) {
                double x = (px + .5) * unit;
                double across = ((x - 32) * cos + (y - 32) * sin) / 90 + .5;
                double grey =
                        switch (background) {
                            case WHITE -> .92 + .08 * level;
                            case BLACK -> .02 + .09 * level;
                            case GRAY -> .44 + .12 * level;
                            case GRADIENT -> .1 * (level - .5);
                            case CHECKERED ->
                                .62
                                        + .10 * (level - .5)
                                        + .22 * (((int) ((x + offset) / 8) + (int) ((y + offset) / 8)) & 1);
                            case STRIPED -> .30 + .10 * (level - .5) + .20 * ((int) ((y + offset) / 5) & 1);
                        };
                boolean gradient = background == Background.GRADIENT;
                canvas[at++] = grey + tint[0] + (gradient ? .25 + .55 * across : 0);
                canvas[at++] = grey + tint[1] + (gradient ? .35 + .45 * across : 0);
                canvas[at++] = grey + tint[2] + (gradient ? .45 + .25 * across : 0);
            }
        }
        return canvas;
    }

    private void paint(double[] canvas, Thing thing, double[] color, Placement placement, byte @Nullable [] mask) {
        double radius = placement.radius();
        double cos = StrictMath.cos(placement.angle());
        double sin = StrictMath.sin(placement.angle());
        double scale = (double) pixels / Layout.UNITS;
        double reach = 1.2 * radius + 1;
        int top = Math.max(0, (int) ((placement.y() - reach) * scale));
        int bottom = Math.min(pixels - 1, (int) ((placement.y() + reach) * scale) + 1);
        int left = Math.max(0, (int) ((placement.x() - reach) * scale));
        int right = Math.min(pixels - 1, (int) ((placement.x() + reach) * scale) + 1);
        for (int py = top; py <= bottom; py++) {
            double dy = -((py + .5) / scale - placement.y()) / radius;
            for (int px = left; px <= right; px++) {
                double dx = ((px + .5) / scale - placement.x()) / radius;
                double x = cos * dx + sin * dy;
                double y = cos * dy - sin * dx;
                double distance = thing.shape().distance(x, y) * radius;
                double covered = clamp(.5 - distance * scale);
                if (covered == 0) {
                    continue;
                }
                int at = py * pixels + px;
                if (mask != null) {
                    mask[at] = (byte) Math.max(mask[at] & 255, (int) (covered * 255));
                }
                double opacity = opacity(thing.fill(), covered, distance, x * radius, y * radius, radius, scale);
                double light = thing.fill() == Fill.SHADED ? shade(x, y) : 1;
                for (int c = 0; c < 3; c++) {
                    canvas[3 * at + c] += opacity * (color[c] * light - canvas[3 * at + c]);
                }
            }
        }
    }

    private static double opacity(
            Fill fill, double covered, double distance, double x, double y, double radius, double scale) {
        return switch (fill) {
            case SOLID, SHADED -> covered;
            case HOLLOW -> {
                double half = Math.max(.2 * radius, 1.7) / 2;
                yield clamp(.5 - (Math.abs(distance + half) - half) * scale);
            }
            case STRIPED, DOTTED -> covered * (.35 + .65 * fill.pattern(x, y, radius));
        };
    }

    private static double shade(double x, double y) {
        return Math.min(1, Math.max(.4, 1 - .55 * (.5 + .5 * (x - y) * .7071)));
    }

    private static double clamp(double value) {
        return Math.min(1, Math.max(0, value));
    }
}
