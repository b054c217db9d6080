package org.clipmeter.pairs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An image to score. Nothing has been read of it yet.
 *
 * @param path where to read it
 * @param name what to call it: its path below the folder that was asked for
 * @param id the prompt's id, if a manifest or mapping gives it; else null
 * @param prompt the prompt's text, if a manifest gives it; else null
 * @param source the prompt's source, if a manifest gives it; else null
 */
public record ImageFile(
        Path path,
        String name,
        @Nullable String id,
        @Nullable String prompt,
        @Nullable String source) {
    /** An image of which nothing but its name is known. */
    public static ImageFile named(Path path, String name) {
        return new ImageFile(path, name, null, null, null);
    }
}
