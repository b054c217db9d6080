package org.clipmeter.pairs;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A picture to score.
 *
 * @param path where to read it
 * @param name what to call it: its path below the folder that was asked for
 * @param id the prompt's id, where a manifest or mapping gives it
 * @param prompt the prompt's text, where a manifest gives it
 * @param source the prompt's source, where a manifest gives it
 */
public record ImageFile(
        Path path,
        String name,
        @Nullable String id,
        @Nullable String prompt,
        @Nullable String source) {
    public static ImageFile named(Path path, String name) {
        return new ImageFile(path, name, null, null, null);
    }
}
