package org.clipmeter.embed.cache;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.clipmeter.files.UserFolders;
import org.jspecify.annotations.Nullable;

/** The cache that all of a user's processes share. It is created at most once in a process, and closed at its end, so that no log file stays behind. */
final class SharedCache {
    static final EmbeddingCache CACHE = named(setting(), UserFolders.cache());

    static final String OFF = "off";

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(CACHE::closeUnlessBusy, "clipmeter-cache-close"));
    }

    private SharedCache() {}

    private static @Nullable String setting() {
        String variable = System.getenv(EmbeddingCache.SETTING);
        return variable == null || variable.isBlank() ? System.getProperty(EmbeddingCache.SETTING) : variable;
    }

    /** The cache that a setting names; the one below {@code ownCache} without a setting. */
    static EmbeddingCache named(@Nullable String setting, Path ownCache) {
        if (setting == null || setting.isBlank()) {
            return EmbeddingCache.in(ownCache.resolve("embeddings"));
        }
        if (setting.strip().equalsIgnoreCase(OFF)) {
            return EmbeddingCache.off();
        }
        try {
            return EmbeddingCache.in(Path.of(setting.strip()));
        } catch (InvalidPathException e) {
            EmbeddingCache none = EmbeddingCache.off();
            none.say(EmbeddingCache.SETTING + " is not a valid path (" + e.getMessage()
                    + "); expected a folder, or off");
            return none;
        }
    }
}
