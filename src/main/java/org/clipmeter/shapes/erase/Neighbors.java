package org.clipmeter.shapes.erase;

import java.util.Comparator;
import java.util.List;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Background;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Placement;
import org.clipmeter.shapes.Renderer;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.Size;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.Thing;

/**
 * Which values look most like another one. Shapes, colors and fills are compared by the pixels of one large thing in the middle
 * of a gray picture; counts by their difference.
 */
final class Neighbors {
    private static final int PIXELS = 64;
    private static final Placement MIDDLE = new Placement(32, 32, 16, 0);
    private static final Scene SUBJECT = new Scene(
            Arrangement.ONE, new Thing(Color.RED, Shape.CIRCLE, Size.LARGE, Fill.SOLID), null, Background.GRAY);

    private Neighbors() {}

    /** The other values of the kind, the most similar first. */
    static List<Enum<?>> of(ConceptKind kind, Enum<?> value) {
        return kind.all().stream()
                .filter(other -> other != value)
                .sorted(Comparator.comparingLong(other -> difference(kind, value, other)))
                .toList();
    }

    /** How different two values look, in a unit that depends on the kind. */
    static long difference(ConceptKind kind, Enum<?> one, Enum<?> other) {
        if (kind == ConceptKind.COUNT || kind == ConceptKind.RELATION) {
            return Math.abs(((Arrangement) one).count() - ((Arrangement) other).count());
        }
        byte[] first = pixels(kind, one);
        byte[] second = pixels(kind, other);
        long sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs((first[i] & 255) - (second[i] & 255));
        }
        return sum;
    }

    private static byte[] pixels(ConceptKind kind, Enum<?> value) {
        Scene scene = kind.replaced(SUBJECT, kind.shown(SUBJECT).get(0), value);
        return new Renderer(PIXELS, 0)
                .draw(scene, List.of(MIDDLE), new SplitMix64(1), null)
                .rgb();
    }
}
