package org.clipmeter.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFoldersTest {
    @TempDir
    Path folder;

    @Test
    void isWhereTheSystemStoresCaches() {
        Path home = folder.resolve("home");
        Path chosen = folder.resolve("chosen").toAbsolutePath();
        assertEquals(home.resolve(".cache"), UserFolders.userCache(name -> null, "Linux", home));
        assertEquals(home.resolve("Library/Caches"), UserFolders.userCache(name -> null, "Mac OS X", home));
        assertEquals(home.resolve("AppData/Local"), UserFolders.userCache(name -> null, "Windows 11", home));
        Map<String, String> linux = Map.of("XDG_CACHE_HOME", chosen.toString());
        assertEquals(chosen, UserFolders.userCache(linux::get, "Linux", home));
        Map<String, String> windows = Map.of("LOCALAPPDATA", chosen.toString());
        assertEquals(chosen, UserFolders.userCache(windows::get, "Windows 11", home));
    }

    @Test
    void ignoresARelativeCacheHome() {
        Map<String, String> relative = Map.of("XDG_CACHE_HOME", "cache");
        assertEquals(folder.resolve(".cache"), UserFolders.userCache(relative::get, "Linux", folder));
    }
}
