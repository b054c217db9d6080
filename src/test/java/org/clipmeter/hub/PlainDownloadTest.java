package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.clipmeter.net.NetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainDownloadTest {
    private static final long MOST = 1 << 20;

    @TempDir
    private Path scratch;

    private StandInHub hub;
    private Path source;
    private Path folder;
    private URI address;

    @BeforeEach
    void start() throws IOException {
        source = Files.createDirectories(scratch.resolve("served/plain")).resolve("text inputs.json");
        Files.writeString(source, "[1]");
        folder = scratch.resolve("own");
        hub = StandInHub.start(scratch.resolve("served"));
        address = URI.create(hub.endpoint() + "/plain/text%20inputs.json");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private PlainDownload download(String... more) {
        return new PlainDownload(
                HubFixture.settings(hub.endpoint(), scratch.resolve("cache"), more), folder, HubFixture.QUICK);
    }

    @Test
    void fetchesOnceAndAsksByEtagAfterwards() throws IOException {
        PlainFile first = download().get(address, MOST, DownloadListener.none());
        PlainFile second = download().get(address, MOST, DownloadListener.none());
        assertEquals("[1]", Files.readString(first.path()));
        assertFalse(first.fromCache());
        assertEquals(new PlainFile(first.path(), true, List.of()), second);
        assertTrue(hub.requests().get(1).headers().containsKey("If-None-Match"));
        assertTrue(hub.requests().stream().noneMatch(r -> r.headers().containsKey("Authorization")));

        Files.writeString(source, "[1, 2]");
        assertEquals(
                "[1, 2]",
                Files.readString(
                        download().get(address, MOST, DownloadListener.none()).path()));
    }

    @Test
    void fetchesAgainWhatWasChangedInTheCache() throws IOException {
        Path file = download().get(address, MOST, DownloadListener.none()).path();
        Files.writeString(file, "spoilt");
        assertEquals(
                "[1]",
                Files.readString(
                        download().get(address, MOST, DownloadListener.none()).path()));
    }

    @Test
    void usesTheCachedCopyWithAWarningWithoutTheNetwork() throws IOException {
        Path file = download().get(address, MOST, DownloadListener.none()).path();
        hub.forget();
        PlainFile offline = download("HF_HUB_OFFLINE", "1").get(address, MOST, DownloadListener.none());
        assertEquals(file, offline.path());
        assertEquals(1, offline.warnings().size());
        assertEquals(List.of(), hub.requests());
        hub.fault("GET", "/plain/", 100, Fault.answer(503, Map.of()));
        assertEquals(
                1,
                download()
                        .get(address, MOST, DownloadListener.none())
                        .warnings()
                        .size());
        hub.close();
        assertEquals(
                1,
                download()
                        .get(address, MOST, DownloadListener.none())
                        .warnings()
                        .size());
        NetException missing = assertThrows(NetException.class, () -> download("HF_HUB_OFFLINE", "1")
                .get(URI.create(hub.endpoint() + "/plain/other.json"), MOST, DownloadListener.none()));
        assertEquals(NetException.Reason.OFFLINE, missing.reason());
    }

    @Test
    void refusesMoreThanTheLimitAnnouncedOrNot() throws IOException {
        Files.write(source, new byte[5000]);
        NetException announced =
                assertThrows(NetException.class, () -> download().get(address, 4999, DownloadListener.none()));
        hub.fault("GET", "/plain/", 1, Fault.longerBy(0, false));
        NetException found =
                assertThrows(NetException.class, () -> download().get(address, 4999, DownloadListener.none()));
        assertEquals(NetException.Reason.REFUSED, announced.reason());
        assertEquals(NetException.Reason.REFUSED, found.reason());
        assertEquals(List.of(), HubFixture.visible(folder));
        try (var all = Files.walk(folder)) {
            assertEquals(List.of(), all.filter(Files::isRegularFile).toList());
        }
    }

    @Test
    void triesAgainAfterADropAndRefusesOtherAddresses() throws IOException {
        Files.write(source, HubFixture.bytes(3, 50_000));
        hub.fault("GET", "/plain/", 2, Fault.drop(20_000));
        Path file = download().get(address, MOST, DownloadListener.none()).path();
        assertEquals(-1, Files.mismatch(source, file));
        for (String bad :
                List.of("file:///etc/passwd", "https://host/", "https://user:pw@host/x", "https://host/a/..")) {
            NetException refused = assertThrows(
                    NetException.class, () -> download().get(URI.create(bad), MOST, DownloadListener.none()));
            assertEquals(NetException.Reason.REFUSED, refused.reason(), bad);
        }
    }
}
