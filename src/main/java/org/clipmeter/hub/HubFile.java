package org.clipmeter.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * One file of a repository at one commit.
 *
 * @param path its location in the cache's snapshot folder
 * @param commit the 40-digit commit that it belongs to
 * @param fromCache whether it came from the cache, without any download
 * @param warnings what the user should know, one line each
 */
public record HubFile(Path path, String commit, boolean fromCache, List<String> warnings) {
    public HubFile {
        warnings = List.copyOf(warnings);
    }
}
