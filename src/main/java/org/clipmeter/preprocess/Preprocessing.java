package org.clipmeter.preprocess;

import java.util.Locale;

/** Which backend of transformers' image processor is followed: they resize and normalize differently. */
public enum Preprocessing {
    /** The backend on Pillow, which an installation without torchvision uses. */
    PILLOW,
    /** The backend on torchvision, the default of transformers 5 where torchvision is installed. */
    TORCHVISION;

    /**
     * Reads a name, whatever its case.
     *
     * @throws IllegalArgumentException in one line, for another name
     */
    public static Preprocessing of(String name) {
        for (Preprocessing value : values()) {
            if (name.strip().equalsIgnoreCase(value.name())) {
                return value;
            }
        }
        throw new IllegalArgumentException("preprocessing: expected pillow or torchvision, got '" + name + "'");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
