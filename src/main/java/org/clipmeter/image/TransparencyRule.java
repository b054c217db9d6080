package org.clipmeter.image;

import java.util.Locale;

/** What becomes of transparent pixels before the resize. Versions of the reference differ in it. */
public enum TransparencyRule {
    /** As the metric's own code gives it: a single transparent color is laid over white, an alpha channel is dropped. */
    REFERENCE,
    /** Everything is laid over white, as scripts without {@code convert("RGB")} do on transformers since 5.22. */
    WHITE,
    /** Transparency is ignored, as OpenAI's clip and older versions of transformers do. */
    DROP;

    /** The colors that this rule makes of a picture's; the same array if it changes nothing. */
    byte[] applied(byte[] rgb, Transparency transparency) {
        return switch (this) {
            case REFERENCE ->
                transparency.keptColor() == Transparency.NO_COLOR ? rgb : transparency.keptColorWhite(rgb);
            case WHITE -> transparency.overWhite(rgb);
            case DROP -> rgb;
        };
    }

    /**
     * Reads a name, whatever its case.
     *
     * @throws IllegalArgumentException in one line, for another name
     */
    public static TransparencyRule of(String name) {
        for (TransparencyRule value : values()) {
            if (name.strip().equalsIgnoreCase(value.name())) {
                return value;
            }
        }
        throw new IllegalArgumentException("transparency: expected reference, white or drop, got '" + name + "'");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
