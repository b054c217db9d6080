package org.clipmeter.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A file downloaded by its address.
 *
 * @param path its location in our cache folder
 * @param fromCache whether it came from the cache, without any download
 * @param warnings what the user should know, one line each
 */
public record PlainFile(Path path, boolean fromCache, List<String> warnings) {
    public PlainFile {
        warnings = List.copyOf(warnings);
    }
}
