package org.clipmeter.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The folders in which the system stores the files of this user. */
public final class UserFolders {
    private UserFolders() {}

    /** The folder of clipmeter's own caches: {@code clipmeter} in this user's cache folder. It may not exist yet. */
    public static Path cache() {
        return cache(System::getenv, Path.of(System.getProperty("user.home")));
    }

    /** The folder of clipmeter's own caches for another environment and home; see {@link #cache()}. */
    public static Path cache(UnaryOperator<@Nullable String> environment, Path home) {
        return userCache(environment, System.getProperty("os.name"), home).resolve("clipmeter");
    }

    /** The folder in which a system stores a user's caches. */
    static Path userCache(UnaryOperator<@Nullable String> environment, String system, Path home) {
        String os = system.toLowerCase(Locale.ROOT);
        if (os.startsWith("windows")) {
            String local = environment.apply("LOCALAPPDATA");
            return isAbsolute(local) ? Path.of(local) : home.resolve("AppData").resolve("Local");
        }
        if (os.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches");
        }
        String xdg = environment.apply("XDG_CACHE_HOME");
        return isAbsolute(xdg) ? Path.of(xdg) : home.resolve(".cache");
    }

    private static boolean isAbsolute(@Nullable String path) {
        return path != null && !path.isBlank() && Path.of(path).isAbsolute();
    }
}
