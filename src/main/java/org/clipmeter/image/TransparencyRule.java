package org.clipmeter.image;

import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;

/** How transparent pixels are treated before the resize. Versions of the reference differ in this. */
public enum TransparencyRule {
    /** As in the metric's own code: a single transparent color becomes white, an alpha channel is dropped. */
    REFERENCE,
    /**
     * Every transparency is laid over white, as scripts without {@code convert("RGB")} do on transformers since 5.21.
     */
    WHITE,
    /** Transparency is ignored, as OpenAI's clip and older versions of transformers do. */
    DROP;

    /** The colors after this rule is applied to a picture; the same array if nothing changes. */
    byte[] applied(byte[] rgb, Transparency transparency) {
        return switch (this) {
            case REFERENCE ->
                transparency.keptColor() == Transparency.NO_COLOR ? rgb : transparency.keptColorWhite(rgb);
            case WHITE -> transparency.overWhite(rgb);
            case DROP -> rgb;
        };
    }

    /**
     * The rule with a name; letter case does not matter.
     *
     * @throws IllegalArgumentException in one line, for another name
     */
    public static TransparencyRule of(String name) {
        for (TransparencyRule value : values()) {
            if (name.strip().equalsIgnoreCase(value.name())) {
                return value;
            }
        }
        throw new InvalidRequestException("transparency: expected reference, white or drop, got '" + name + "'");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
