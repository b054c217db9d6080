package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The colours of the world; red, green and blue from 0 to 1. */
@SuppressWarnings({"EnumOrdinal", "ImmutableEnumChecker"}) // labels are ordinals; the list of names can not be changed
public enum Color {
    RED(.88, .10, .10, "crimson"),
    GREEN(.12, .62, .18),
    BLUE(.12, .22, .90),
    YELLOW(.97, .90, .12),
    PURPLE(.55, .12, .75, "violet"),
    ORANGE(1, .52, .04),
    PINK(1, .55, .78),
    BROWN(.45, .25, .09),
    CYAN(.12, .85, .90),
    WHITE(.97, .97, .97),
    BLACK(.05, .05, .05),
    GRAY(.50, .50, .50, "grey");

    private final double red;
    private final double green;
    private final double blue;
    private final List<String> names;

    Color(double red, double green, double blue, String... synonyms) {
        this.red = red;
        this.green = green;
        this.blue = blue;
        List<String> all = new ArrayList<>(List.of(word()));
        all.addAll(List.of(synonyms));
        this.names = List.copyOf(all);
    }

    /** Red, green and blue from 0 to 1, in an array of their own. */
    public double[] rgb() {
        return new double[] {red, green, blue};
    }

    /** Its own name in captions. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All its names in captions: its own, then its synonyms. */
    public List<String> names() {
        return names;
    }

    /** The one shape that training never shows in this colour, so that unseen combinations can be measured. */
    public Shape heldOut() {
        return Shape.values()[(7 * ordinal() + 3) % Shape.values().length];
    }

    /** Whether a thing of this colour would be invisible on a background. */
    public boolean blendsInto(Background background) {
        return switch (this) {
            case WHITE -> background == Background.WHITE || background == Background.CHECKERED;
            case BLACK -> background == Background.BLACK;
            case GRAY -> background != Background.WHITE && background != Background.BLACK;
            default -> false;
        };
    }
}
