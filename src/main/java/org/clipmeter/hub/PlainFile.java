package org.clipmeter.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * A file had by its address.
 *
 * @param path where it lies in our cache folder
 * @param fromCache whether no byte of it was downloaded now
 * @param warnings what the user should know, one line each
 */
public record PlainFile(Path path, boolean fromCache, List<String> warnings) {
    public PlainFile {
        warnings = List.copyOf(warnings);
    }
}
