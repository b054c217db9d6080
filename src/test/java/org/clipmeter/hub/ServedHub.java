package org.clipmeter.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Serves the four repositories of {@link HubFixture} to each test, which gets an empty cache of its own. */
final class ServedHub implements BeforeEachCallback, AfterEachCallback {
    private Path scratch;
    private StandInHub hub;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        scratch = Files.createTempDirectory("served-hub");
        hub = StandInHub.start(HubFixture.repositories(root()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        hub.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    StandInHub hub() {
        return hub;
    }

    /** The folder of the repositories. */
    Path root() {
        return scratch.resolve("repositories");
    }

    /** The client's cache, which does not exist at first. */
    Path cache() {
        return scratch.resolve("cache");
    }

    /** A file of the repository {@link HubFixture#B32}. */
    Path file(String name) {
        return root().resolve(HubFixture.B32).resolve(name);
    }
}
