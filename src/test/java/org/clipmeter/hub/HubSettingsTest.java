package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubSettingsTest {
    @TempDir
    private Path home;

    private HubSettings of(Map<String, String> env) {
        return HubSettings.of(env, home);
    }

    @Test
    void findsTheCacheInPythonsOrder() {
        String a = home.resolve("a").toString();
        String b = home.resolve("b").toString();
        assertEquals(home.resolve(".cache/huggingface/hub"), of(Map.of()).cacheDir());
        assertEquals(
                home.resolve("a/huggingface/hub"),
                of(Map.of("XDG_CACHE_HOME", a)).cacheDir());
        assertEquals(
                home.resolve("b/hub"),
                of(Map.of("XDG_CACHE_HOME", a, "HF_HOME", b)).cacheDir());
        assertEquals(
                home.resolve("a"),
                of(Map.of("HF_HOME", b, "HUGGINGFACE_HUB_CACHE", a)).cacheDir());
        assertEquals(
                home.resolve("b"),
                of(Map.of("HF_HUB_CACHE", b, "HUGGINGFACE_HUB_CACHE", a)).cacheDir());
        assertEquals(
                home.resolve("x/hub"),
                of(Map.of("HF_HOME", "~/x", "HF_HUB_CACHE", " ")).cacheDir());
        assertEquals(
                home.resolve("a/y"),
                of(Map.of("HF_HUB_CACHE", "$BASE/y", "BASE", a)).cacheDir());
    }

    @Test
    void mayForbidTheNetworkAndKeepTheRest() {
        HubSettings online = of(Map.of("HF_HUB_CACHE", "/somewhere", "HF_HUB_OFFLINE", "0"));
        assertFalse(online.offline());
        assertTrue(online.withoutNetwork().offline());
        assertEquals(online.cacheDir(), online.withoutNetwork().cacheDir());
    }

    @Test
    void findsTheTokenInPythonsOrder() throws IOException {
        Files.createDirectories(home.resolve(".cache/huggingface"));
        Files.writeString(home.resolve(".cache/huggingface/token"), "of-file\n");
        Files.writeString(home.resolve("other"), "of-path");
        assertEquals("Bearer of-file", of(Map.of()).http().authorization());
        assertEquals(
                "Bearer of-path",
                of(Map.of("HF_TOKEN_PATH", home.resolve("other").toString()))
                        .http()
                        .authorization());
        assertEquals(
                "Bearer old", of(Map.of("HUGGING_FACE_HUB_TOKEN", "old")).http().authorization());
        assertEquals(
                "Bearer new",
                of(Map.of("HUGGING_FACE_HUB_TOKEN", "old", "HF_TOKEN", " new\n"))
                        .http()
                        .authorization());
        assertEquals(
                null,
                of(Map.of("HF_TOKEN", "new", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "1"))
                        .http()
                        .authorization());
    }

    @Test
    void neverShowsTheToken() {
        assertFalse(of(Map.of("HF_TOKEN", "hf_hidden")).toString().contains("hf_hidden"));
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> of(Map.of("HF_TOKEN", "hf_hidden\u0007x")));
        assertFalse(refused.getMessage().contains("hidden"));
    }

    @Test
    void readsEndpointOfflineAndTimeouts() {
        HubSettings set = of(Map.of(
                "HF_ENDPOINT", "https://mirror.example/hub//",
                "HF_HUB_ETAG_TIMEOUT", "7",
                "HF_HUB_DOWNLOAD_TIMEOUT", "70",
                "TRANSFORMERS_OFFLINE", "yes"));
        assertEquals(URI.create("https://mirror.example/hub"), set.endpoint());
        assertEquals(Duration.ofSeconds(7), set.etagTimeout());
        assertEquals(Duration.ofSeconds(70), set.downloadTimeout());
        assertTrue(set.offline());
        assertEquals(URI.create("https://huggingface.co"), of(Map.of()).endpoint());
        assertEquals(Duration.ofSeconds(30), of(Map.of()).downloadTimeout());
        assertFalse(
                of(Map.of("HF_HUB_OFFLINE", "0", "TRANSFORMERS_OFFLINE", "1")).offline());
        for (String bad : new String[] {"ftp://x", "x", "https://user:secret@host", "http://a b"}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> of(Map.of("HF_ENDPOINT", bad)));
            assertFalse(refused.getMessage().contains("secret"));
        }
    }
}
