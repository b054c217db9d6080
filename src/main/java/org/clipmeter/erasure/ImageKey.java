package org.clipmeter.erasure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.pairs.ImageFile;
import org.jspecify.annotations.Nullable;

/**
 * What joins an image to the image of another run that was made from the same prompt and seed.
 *
 * @param group what both must have in common, such as the concept of the prompt; may be empty
 * @param id the prompt's id, if a list of images states it; else null
 * @param prompt the prompt, if a list of images states it; else null
 * @param stem the file's name without its ending
 */
public record ImageKey(
        String group, @Nullable String id, @Nullable String prompt, String stem) {
    private static final Pattern NUMBER = Pattern.compile("(\\d+)$");

    /** The key of an image. */
    public static ImageKey of(ImageFile file, String group) {
        String name = String.valueOf(file.path().getFileName());
        int dot = name.lastIndexOf('.');
        return new ImageKey(group, file.id(), file.prompt(), dot <= 0 ? name : name.substring(0, dot));
    }

    /** The name without the number at its end. */
    String series() {
        return NUMBER.matcher(stem).replaceFirst("");
    }

    /** The number at the end of the file's name, which counts the images of a run; empty if the name does not end in a number. */
    String number() {
        Matcher number = NUMBER.matcher(stem);
        return number.find() ? number.group(1).replaceFirst("^0+(?=\\d)", "") : "";
    }
}
