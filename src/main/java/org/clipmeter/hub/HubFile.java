package org.clipmeter.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * One file of a repository at one commit.
 *
 * @param path where it lies in the cache's snapshot folder
 * @param commit the 40-digit commit it belongs to
 * @param fromCache whether no byte of it was downloaded now
 * @param warnings what the user should know, one line each
 */
public record HubFile(Path path, String commit, boolean fromCache, List<String> warnings) {
    public HubFile {
        warnings = List.copyOf(warnings);
    }
}
