package org.clipmeter.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of one model at one commit.
 *
 * @param folder the snapshot folder in the cache
 * @param id the repository's id
 * @param revision the requested branch, tag or commit
 * @param commit the 40-digit commit that the revision stands for
 * @param warnings what the user should know, one line each
 */
public record HubSnapshot(Path folder, String id, String revision, String commit, List<String> warnings) {
    public HubSnapshot {
        warnings = List.copyOf(warnings);
    }
}
