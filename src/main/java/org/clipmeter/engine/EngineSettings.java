package org.clipmeter.engine;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.clipmeter.failure.Section;
import org.clipmeter.files.UserFolders;
import org.jspecify.annotations.Nullable;

/**
 * Settings that DJL needs before its first class loads: no telemetry, no downloads, native libraries in our own folder.
 */
public final class EngineSettings {
    private static final String CACHE = "ENGINE_CACHE_DIR";

    private EngineSettings() {}

    /**
     * Sets the system properties of DJL that the user has not set, and creates the folder into which DJL unpacks native
     * libraries, accessible to this user only. May be called again at any time.
     *
     * @return the folder of the native libraries
     * @throws IOException if that folder can't be created or can't be closed to other users
     */
    public static synchronized Path apply() throws IOException {
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("ai.djl.offline", "true");
        for (String chosen : new String[] {CACHE, "DJL_CACHE_DIR"}) {
            String value = environmentOrProperty(chosen);
            if (value != null) {
                return Path.of(value);
            }
        }
        Path folder = UserFolders.cache().resolve("engine");
        createPrivately(folder);
        System.setProperty(CACHE, folder.toString());
        return folder;
    }

    /**
     * Runs an action that loads DJL's native libraries. DJL looks for them through the thread's context class loader,
     * which in a notebook kernel may not see the jars of the notebook's classpath.
     */
    public static <T> T underOwnLoader(Supplier<T> loading) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(EngineSettings.class.getClassLoader());
        try {
            return loading.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Creates a folder that only its owner may enter, because its content is loaded as native code. */
    static void createPrivately(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new EngineException(
                    Section.NO_NATIVES,
                    "the folder " + folder + " can't be used for the native libraries (" + e + "); set the environment"
                            + " variable " + CACHE + " to a folder that you can write to",
                    e);
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static @Nullable String environmentOrProperty(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            value = System.getProperty(name);
        }
        return value == null || value.isEmpty() ? null : value;
    }
}
