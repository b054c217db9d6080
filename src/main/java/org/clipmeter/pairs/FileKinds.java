package org.clipmeter.pairs;

import java.util.Locale;
import java.util.Optional;
import org.clipmeter.image.decode.Format;

/** What a file in a folder of images is, by the ending of its name. */
final class FileKinds {
    private FileKinds() {}

    /** Whether a file of this name is taken for a picture; what is in it is judged when it is read. */
    static boolean isRead(String fileName) {
        return Format.ofEnding(fileName).filter(Format::isRead).isPresent();
    }

    /** Whether a name is a picture's by its ending, also if such pictures are not read. */
    static boolean isPicture(String fileName) {
        return Format.ofEnding(fileName).filter(Format::isPicture).isPresent();
    }

    /** What to call a file that is not read, for counting: {@code AVIF picture}, {@code .txt file}. */
    static String kind(String fileName) {
        Optional<Format> picture = Format.ofEnding(fileName).filter(Format::isPicture);
        if (picture.isPresent()) {
            return picture.get().title() + " picture";
        }
        String lower = fileName.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        boolean shown = dot > 0 && lower.substring(dot + 1).matches("[a-z0-9]{1,12}");
        return shown ? lower.substring(dot) + " file" : "other file";
    }
}
