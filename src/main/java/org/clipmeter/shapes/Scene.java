package org.clipmeter.shapes;

import org.jspecify.annotations.Nullable;

/**
 * What a picture shows.
 *
 * @param second the right or lower thing of a pair, null otherwise
 */
@SuppressWarnings("EnumOrdinal") // labels are ordinals
public record Scene(
        Arrangement arrangement, Thing first, @Nullable Thing second, Background background) {
    public Scene {
        if (arrangement.isPair() != (second != null)) {
            throw new IllegalArgumentException("a pair has a second thing, nothing else does: " + arrangement);
        }
    }

    /**
     * The scene that a caption describes. What the caption does not state is a medium solid red circle on white, or on
     * black if white would hide it.
     *
     * @throws IllegalArgumentException if the caption does not follow the world's grammar
     */
    public static Scene parse(String caption) {
        return Caption.parse(caption).scene();
    }

    /** The thing that stands at a place of the layout, from 0: the second one of a pair, and otherwise the first. */
    public Thing thing(int index) {
        return index == 1 && second != null ? second : first;
    }

    /** The caption that states everything about this scene except the background of a pair and a solid fill. */
    public String caption() {
        return Caption.complete(this).text();
    }

    /** The attributes as numbers, in the order of {@link Caption#labels()}. */
    public int[] labels() {
        int[] labels = {arrangement.ordinal(), 0, 0, 0, 0, -1, -1, -1, -1, background.ordinal()};
        put(labels, Caption.FIRST, first);
        if (second != null) {
            put(labels, Caption.SECOND, second);
        }
        return labels;
    }

    private static void put(int[] labels, int at, Thing thing) {
        labels[at] = thing.color().ordinal();
        labels[at + 1] = thing.shape().ordinal();
        labels[at + 2] = thing.size().ordinal();
        labels[at + 3] = thing.fill().ordinal();
    }

    /** The same arrangement and background with other things. */
    public Scene with(Thing newFirst, @Nullable Thing newSecond) {
        return new Scene(arrangement, newFirst, newSecond, background);
    }
}
