package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.clipmeter.net.NetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../x",
                "a/../b",
                "a/./b",
                "/etc/passwd",
                "a//b",
                "a/",
                "C:/x",
                "c:x",
                "a\\b",
                "\\\\host\\x",
                "a\0b",
                "a\nb",
                "a.",
                "a/b ",
                "a./b",
                "nul",
                "a/CON.txt",
                "x:stream",
                "a*b",
                "\u0085"
            })
    void refusesNamesThatCouldLeaveTheirFolder(String name, @TempDir Path cache) {
        NetException refused = assertThrows(NetException.class, () -> SafeNames.check("file name", name));
        assertEquals(NetException.Reason.REFUSED, refused.reason());
        assertFalse(refused.getMessage().chars().anyMatch(Character::isISOControl));

        HubClient client = HubFixture.client("http://127.0.0.1:9", cache.resolve("hub"));
        HubRepo repo = HubRepo.model("org/name");
        assertThrows(NetException.class, () -> client.file(repo, "main", name, DownloadListener.none()));
        assertThrows(NetException.class, () -> client.file(repo, name, "config.json", DownloadListener.none()));
        assertTrue(client.cached(repo, "main", name).isEmpty());
        assertFalse(Files.exists(cache.resolve("hub")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"config.json", "tifa/tifa_dataset.csv", "a b/ü.txt", ".gitattributes", "refs/pr/17", "v1.0"})
    void takesOrdinaryNames(String name) {
        assertDoesNotThrow(() -> SafeNames.check("file name", name));
    }

    @Test
    void takesOnlyHexadecimalEtagsAndCommits() {
        assertTrue(SafeNames.isEtag("0a".repeat(20)) && SafeNames.isEtag("0a".repeat(32)));
        assertFalse(
                SafeNames.isEtag("0a".repeat(16)) || SafeNames.isEtag("0A".repeat(20)) || SafeNames.isEtag("../../x"));
        assertTrue(SafeNames.isCommit("0a".repeat(20)));
        assertFalse(SafeNames.isCommit("0a".repeat(32)) || SafeNames.isCommit("0a".repeat(20) + "\n"));
    }
}
