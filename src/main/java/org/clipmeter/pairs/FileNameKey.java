package org.clipmeter.pairs;

import org.clipmeter.pairs.names.FileNameReading;

/** Which part of a file name says what prompt the image belongs to. */
enum FileNameKey {
    /** The whole stem as an id, else the id at its beginning. */
    WHOLE_OR_LEADING,
    /** The whole stem as an id, else the id at its end. */
    WHOLE_OR_TRAILING,
    /** The id at the beginning, else the whole stem. */
    LEADING,
    /** The id at the end, else the whole stem. */
    TRAILING,
    /** The position at the end, counted from 0; it is not an id. */
    INDEX;

    /** The key that a person chooses to read names in this way. */
    PairingKey key() {
        return switch (this) {
            case WHOLE_OR_LEADING, WHOLE_OR_TRAILING -> PairingKey.ID;
            case LEADING -> PairingKey.LEADING_ID;
            case TRAILING -> PairingKey.TRAILING_ID;
            case INDEX -> PairingKey.INDEX;
        };
    }

    /** The id that this part of a name is; an unknown one for {@link #INDEX}. */
    FileNameReading.Part id(FileNameReading name) {
        return switch (this) {
            case WHOLE_OR_LEADING -> name.whole().isKnown() ? name.whole() : name.leading();
            case WHOLE_OR_TRAILING -> name.whole().isKnown() ? name.whole() : name.trailing();
            case LEADING -> name.leading().isKnown() ? name.leading() : name.whole();
            case TRAILING -> name.trailing().isKnown() ? name.trailing() : name.whole();
            case INDEX -> FileNameReading.Part.NONE;
        };
    }

    /** What to call the ids of some names, which all have one: {@code leading id}, or {@code id} if all are whole stems. */
    String words(Iterable<FileNameReading> names) {
        for (FileNameReading name : names) {
            if (id(name).text().length() < name.stem().length()) {
                return this == WHOLE_OR_LEADING || this == LEADING ? "leading id" : "trailing id";
            }
        }
        return "id";
    }
}
