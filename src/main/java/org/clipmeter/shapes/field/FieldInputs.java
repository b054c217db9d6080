package org.clipmeter.shapes.field;

import java.util.List;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Look;
import org.clipmeter.shapes.Size;

/**
 * The numbers that the network reads about a point of a picture and a thing that may be there: the point as the thing
 * sees it, in waves of several lengths; the patterns that a thing of each size would have there; the waves of the
 * backgrounds' patterns; the look; and which slot it is.
 */
final class FieldInputs {
    private static final int OCTAVES = 6;
    private static final List<Fill> PATTERNS = List.of(Fill.STRIPED, Fill.DOTTED);
    private static final int SIZES = Size.values().length;
    private static final int WAVES = 3;

    /** How many numbers there are for one point. */
    static final int COUNT = 2 + 4 * OCTAVES + PATTERNS.size() * SIZES + 4 * WAVES + 1 + 8 + Latent.SLOTS;

    private FieldInputs() {}

    /** Writes the numbers of point (x, y), in units of the picture's 64, as slot {@code index} sees it. */
    static void write(Latent latent, int index, double x, double y, float[] to, int at) {
        Latent.Slot slot = latent.slots().get(index);
        Look look = latent.look();
        double cos = Math.cos(slot.angle());
        double sin = Math.sin(slot.angle());
        double dx = (x - slot.x()) / 16;
        double dy = (y - slot.y()) / 16;
        double[] seen = {cos * dx - sin * dy, -(sin * dx + cos * dy)};
        int next = at;
        for (double coordinate : seen) {
            to[next++] = (float) coordinate;
        }
        for (double coordinate : seen) {
            double angle = coordinate * Math.PI / 4;
            double sine = Math.sin(angle);
            double cosine = Math.cos(angle);
            for (int octave = 0; octave < OCTAVES; octave++) {
                to[next++] = (float) sine;
                to[next++] = (float) cosine;
                // those of twice the angle, without computing a sine again
                double twice = 2 * sine * cosine;
                cosine = (cosine - sine) * (cosine + sine);
                sine = twice;
            }
        }
        for (Size size : Size.values()) {
            double radius = latent.radius(index, size);
            for (Fill fill : PATTERNS) {
                to[next++] = (float) (2 * fill.pattern(16 * seen[0], 16 * seen[1], radius) - 1);
            }
        }
        double offset = look.offset();
        for (double wave : new double[] {(x + offset) / 16, (y + offset) / 16, (y + offset) / 10}) {
            double sine = Math.sin(2 * Math.PI * wave);
            double cosine = Math.cos(2 * Math.PI * wave);
            to[next++] = (float) sine;
            to[next++] = (float) cosine;
            // those of three times the angle
            to[next++] = (float) ((3 - 4 * sine * sine) * sine);
            to[next++] = (float) ((4 * cosine * cosine - 3) * cosine);
        }
        to[next++] = (float) (((x - 32) * Math.cos(look.angle()) + (y - 32) * Math.sin(look.angle())) / 45);
        for (int c = 0; c < 3; c++) {
            to[next++] = (float) (look.tint()[c] / Look.TINT);
        }
        to[next++] = (float) look.level();
        to[next++] = (float) slot.share();
        for (int c = 0; c < 3; c++) {
            to[next++] = (float) (look.jitters().get(index)[c] / Look.JITTER);
        }
        for (int i = 0; i < Latent.SLOTS; i++) {
            to[next++] = i == index ? 1 : 0;
        }
    }
}
