package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HubFaultTest {
    private static final HubRepo B32 = HubRepo.model(HubFixture.B32);
    private static final String BIN = "pytorch_model.bin";

    @RegisterExtension
    private final ServedHub served = new ServedHub();

    private HubFile bin(String... more) throws NetException {
        return HubFixture.client(served.hub().endpoint(), served.cache(), more)
                .file(B32, "main", BIN, DownloadListener.none());
    }

    private NetException refused(NetException.Reason reason) throws IOException {
        NetException failure = assertThrows(NetException.class, this::bin);
        assertEquals(reason, failure.reason(), failure.getMessage());
        assertOneSafeLine(failure);
        assertEquals(List.of(), HubFixture.visible(served.cache()), "nothing becomes visible");
        return failure;
    }

    private static void assertOneSafeLine(NetException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains(HubFixture.TOKEN), "the token is nowhere");
        assertFalse(failure.getMessage().contains("secret-of-the-cdn"), failure.getMessage());
        assertTrue(failure.getMessage().length() <= 500);
        assertFalse(failure.getMessage().contains("\n"));
    }

    @Test
    void resumesAfterTheConnectionDroppedAtTwentyRandomOffsets() throws IOException {
        Random random = new Random(4);
        long left = HubFixture.WEIGHT_BYTES;
        for (int i = 0; i < 20; i++) {
            long drop = 1L + random.nextInt((int) (left / 6));
            left -= drop;
            served.hub().fault("GET", "/cdn/", 1, Fault.drop(drop));
        }
        HubFile file = bin();
        assertArrayEquals(Files.readAllBytes(served.file(BIN)), Files.readAllBytes(file.path()));
        List<StandInHub.Request> gets = served.hub().requests().stream()
                .filter(r -> r.path().startsWith("/cdn/"))
                .toList();
        assertEquals(21, gets.size());
        assertTrue(gets.get(20).headers().getFirst("Range").matches("bytes=[1-9][0-9]*-"));
        assertTrue(gets.get(20).headers().getFirst("If-Range").startsWith("\"cdn-"));
    }

    @Test
    void startsAgainWhenTheServerIgnoresTheRange() throws IOException {
        served.hub().fault("GET", "/cdn/", 1, Fault.drop(100_000)).fault("GET", "/cdn/", 1, Fault.withoutRange());
        assertArrayEquals(Files.readAllBytes(served.file(BIN)), Files.readAllBytes(bin().path()));
    }

    @Test
    void givesUpAfterFiveAttemptsWithoutProgress() throws IOException {
        served.hub().fault("GET", "/cdn/", 100, Fault.drop(0));
        refused(NetException.Reason.NETWORK);
        assertEquals(
                5,
                served.hub().requests().stream()
                        .filter(r -> r.path().startsWith("/cdn/"))
                        .count());
    }

    @Test
    void refusesTheRightSizeWithWrongBytes() throws IOException {
        served.hub().fault("GET", "/cdn/", 1, Fault.wrongBytes());
        assertTrue(refused(NetException.Reason.CORRUPT).getMessage().contains("hash"));
        served.hub().fault("GET", "config.json", 1, Fault.wrongBytes());
        NetException small = assertThrows(
                NetException.class, () -> HubFixture.client(served.hub().endpoint(), served.cache())
                        .file(B32, "main", "config.json", DownloadListener.none()));
        assertEquals(NetException.Reason.CORRUPT, small.reason());
        assertFalse(Files.exists(served.cache().resolve("models--openai--clip-vit-base-patch32/refs/main")));
    }

    @Test
    void refusesShortAndLongBodies() throws IOException {
        served.hub().fault("GET", "/cdn/", 1, Fault.longerBy(1, true));
        refused(NetException.Reason.CORRUPT);
        served.hub().fault("GET", "/cdn/", 1, Fault.longerBy(100_000, false));
        refused(NetException.Reason.CORRUPT);
        served.hub().fault("GET", "/cdn/", 1, Fault.longerBy(-1, true));
        refused(NetException.Reason.CORRUPT);
        served.hub().forget();
        served.hub().fault("GET", "/cdn/", 100, Fault.longerBy(-1, false));
        refused(NetException.Reason.NETWORK);
        assertEquals(
                5,
                served.hub().requests().stream()
                        .filter(r -> r.path().startsWith("/cdn/"))
                        .count());
    }

    @Test
    void refusesHostileEtagsAndCommitsBeforeAnyWrite() throws IOException {
        String fine = "a".repeat(40);
        for (Map<String, String> forged : List.of(
                Map.of("X-Linked-Etag", "\"../../x\""),
                Map.of("X-Linked-Etag", "\"" + "A".repeat(64) + "\""),
                Map.of("X-Linked-Etag", "..\\..\\x"),
                Map.of("X-Linked-Etag", "a".repeat(5000)),
                Map.of("X-Repo-Commit", "../../x"),
                Map.of("X-Repo-Commit", fine + "/"),
                Map.of("X-Repo-Commit", ""),
                Map.of("X-Linked-Size", "-1"))) {
            served.hub().fault("HEAD", BIN, 1, Fault.forged(forged));
            refused(NetException.Reason.REFUSED);
            assertFalse(Files.exists(served.cache()), forged::toString);
        }
    }

    @Test
    void refusesAServerThatAnswersForAnotherCommit() {
        served.hub()
                .fault(
                        "HEAD",
                        BIN,
                        1,
                        Fault.answer(
                                200,
                                Map.of("X-Repo-Commit", "b".repeat(40), "ETag", "c".repeat(40), "X-Linked-Size", "5")));
        NetException failure = assertThrows(
                NetException.class, () -> HubFixture.client(served.hub().endpoint(), served.cache())
                        .file(B32, "a".repeat(40), BIN, DownloadListener.none()));
        assertEquals(NetException.Reason.REFUSED, failure.reason());
    }

    @Test
    void tellsTheFailuresApart() throws IOException {
        Map<NetException.Reason, Fault> answers = Map.of(
                NetException.Reason.UNAUTHORIZED, Fault.answer(401, Map.of()),
                NetException.Reason.GATED, Fault.answer(403, Map.of("X-Error-Code", "GatedRepo")),
                NetException.Reason.NOT_FOUND, Fault.answer(401, Map.of("X-Error-Code", "RepoNotFound")),
                NetException.Reason.REVISION_NOT_FOUND, Fault.answer(404, Map.of("X-Error-Code", "RevisionNotFound")),
                NetException.Reason.ENTRY_NOT_FOUND, Fault.answer(404, Map.of("X-Error-Code", "EntryNotFound")),
                NetException.Reason.RATE_LIMITED, Fault.answer(429, Map.of("Retry-After", "3600")),
                NetException.Reason.SERVER, Fault.answer(502, Map.of()),
                NetException.Reason.REFUSED, Fault.answer(418, Map.of()));
        Set<String> texts = new HashSet<>();
        for (Map.Entry<NetException.Reason, Fault> answer : answers.entrySet()) {
            StandInHub one =
                    StandInHub.start(served.file(BIN).getParent().getParent().getParent());
            one.fault("HEAD", BIN, 100, answer.getValue());
            NetException failure =
                    assertThrows(NetException.class, () -> HubFixture.client(one.endpoint(), served.cache())
                            .file(B32, "main", BIN, DownloadListener.none()));
            assertEquals(answer.getKey(), failure.reason(), failure.getMessage());
            assertOneSafeLine(failure);
            texts.add(failure.getMessage());
            long expected = answer.getKey() == NetException.Reason.SERVER ? 5 : 1;
            assertEquals(expected, one.requests().size(), answer::toString);
            one.close();
        }
        assertEquals(answers.size(), texts.size(), texts::toString);
        NetException missing = assertThrows(
                NetException.class, () -> HubFixture.client(served.hub().endpoint(), served.cache())
                        .model("openai/no-such-model", null, DownloadListener.none()));
        assertTrue(missing.getMessage().contains("private"), missing.getMessage());
    }

    @Test
    void honoursRetryAfter() throws IOException {
        served.hub().fault("HEAD", BIN, 1, Fault.answer(429, Map.of("Retry-After", "1")));
        long start = System.nanoTime();
        assertArrayEquals(Files.readAllBytes(served.file(BIN)), Files.readAllBytes(bin().path()));
        assertTrue(System.nanoTime() - start >= Duration.ofMillis(950).toNanos());
    }

    @Test
    void followsRelativeRedirectsWithTheTokenAndAtMostFiveHops() throws IOException {
        String moved = "/" + HubFixture.L14 + "/resolve/main/config.json";
        for (String method : List.of("HEAD", "GET")) {
            served.hub().fault(method, "patch32/resolve/", 1, Fault.answer(307, Map.of("Location", moved)));
        }
        HubFixture.client(served.hub().endpoint(), served.cache())
                .file(B32, "main", "config.json", DownloadListener.none());
        StandInHub.Request second = served.hub().requests().get(1);
        assertEquals(moved, second.path());
        assertTrue(second.headers().containsKey("Authorization"));

        served.hub().forget();
        served.hub().fault("HEAD", "tokenizer.json", 100, Fault.answer(302, Map.of("Location", "tokenizer.json")));
        NetException looping = assertThrows(
                NetException.class, () -> HubFixture.client(served.hub().endpoint(), served.cache())
                        .file(B32, "main", "tokenizer.json", DownloadListener.none()));
        assertEquals(NetException.Reason.REFUSED, looping.reason());
        assertEquals(6, served.hub().requests().size(), "the request and five hops");
    }

    @Test
    void refusesAFileThatCannotFitBeforeItIsFetched() throws IOException {
        served.hub().fault("HEAD", BIN, 1, Fault.forged(Map.of("X-Linked-Size", "900000000000000000")));
        NetException full = refused(NetException.Reason.DISK_FULL);
        assertTrue(full.getMessage().contains("900000000000000000"), full.getMessage());
        assertFalse(served.hub().requests().stream().anyMatch(r -> r.method().equals("GET")));
    }

    @Test
    void givesUpAStalledServerAfterItsTimeoutAndResumes() throws IOException {
        served.hub().fault("GET", "/cdn/", 1, Fault.stalled(60_000));
        long start = System.nanoTime();
        HubFile file = bin("HF_HUB_DOWNLOAD_TIMEOUT", "1");
        assertArrayEquals(Files.readAllBytes(served.file(BIN)), Files.readAllBytes(file.path()));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(20).toNanos());
    }

    @Test
    void returnsFromAnInterruptWithinASecond() throws Exception {
        served.hub().fault("GET", "/cdn/", 1, Fault.stalled(60_000));
        assertInterruptible(Duration.ofMillis(400));
        served.hub().fault("HEAD", BIN, 1, Fault.answer(429, Map.of("Retry-After", "60")));
        assertInterruptible(Duration.ofMillis(200));
        assertEquals(List.of(), HubFixture.visible(served.cache()));
    }

    private void assertInterruptible(Duration before) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>(false);
        HubClient patient = new HubClient(
                HubFixture.settings(served.hub().endpoint(), served.cache()),
                new Retry(5, Duration.ofMillis(5), Duration.ofMinutes(2)));
        Thread worker = new Thread(() -> {
            try {
                patient.file(B32, "main", BIN, DownloadListener.none());
            } catch (IOException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        worker.start();
        Thread.sleep(before.toMillis());
        worker.interrupt();
        worker.join(1000);
        assertFalse(worker.isAlive());
        assertTrue(
                thrown.get() instanceof NetException e && e.reason() == NetException.Reason.INTERRUPTED,
                () -> "" + thrown);
        assertTrue(flag.get(), "the interrupt flag is set again");
    }

    @Test
    void leavesNoTemporaryWhenTheListenerThrows() throws IOException {
        assertThrows(IllegalStateException.class, () -> HubFixture.client(
                        served.hub().endpoint(), served.cache())
                .file(B32, "main", BIN, (file, done, total) -> {
                    throw new IllegalStateException("the cell is gone");
                }));
        try (var blobs = Files.list(served.cache().resolve("models--openai--clip-vit-base-patch32/blobs"))) {
            assertEquals(List.of(), blobs.toList());
        }
    }
}
