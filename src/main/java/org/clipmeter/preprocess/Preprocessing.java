package org.clipmeter.preprocess;

import java.util.Locale;
import org.clipmeter.failure.InvalidRequestException;

/** The backends of transformers' image processor, which resize and normalize differently. */
public enum Preprocessing {
    /** The backend on Pillow, which is used in an installation without torchvision. */
    PILLOW,
    /** The backend on torchvision, the default of transformers 5 if torchvision is installed. */
    TORCHVISION;

    /**
     * The backend with a name; letter case does not matter.
     *
     * @throws IllegalArgumentException in one line, for another name
     */
    public static Preprocessing of(String name) {
        for (Preprocessing value : values()) {
            if (name.strip().equalsIgnoreCase(value.name())) {
                return value;
            }
        }
        throw new InvalidRequestException("preprocessing: expected pillow or torchvision, got '" + name + "'");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
