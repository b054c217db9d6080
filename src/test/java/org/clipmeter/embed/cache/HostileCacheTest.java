package org.clipmeter.embed.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not a cache, or a damaged one, never end a run and never give a vector that was not saved. */
class HostileCacheTest {
    private static final int COUNT = 400;
    private static byte[] original = {};

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve(CacheFile.NAME);
    }

    private EmbeddingCache cache() {
        return new EmbeddingCache(folder, Duration.ofMillis(300), () -> now);
    }

    @BeforeAll
    static void makeAHealthyOne(@TempDir Path elsewhere) throws IOException {
        try (EmbeddingCache cache = EmbeddingCache.in(elsewhere)) {
            cache.save(Embeddings.range(0, COUNT));
        }
        original = Files.readAllBytes(elsewhere.resolve(CacheFile.NAME));
    }

    private byte[] healthy() throws IOException {
        Files.write(path, original);
        return original.clone();
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = SqliteDriver.connect(path, SqliteDriver.Mode.WRITE, Duration.ZERO);
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.executeUpdate(text);
            }
        }
    }

    private List<Path> bad() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(CacheFile.NAME + CacheFile.BAD))
                    .filter(file -> !file.toString().endsWith("-wal")
                            && !file.toString().endsWith("-shm"))
                    .toList();
        }
    }

    /**
     * Asserts that the run continues without the cache, reports this once and renames the file, and that the next run
     * has a new cache.
     */
    private void assertSetAside(byte[] content) throws IOException {
        try (EmbeddingCache cache = cache()) {
            assertEquals(Map.of(), cache.find(Embeddings.range(0, COUNT).keySet()));
            cache.save(Embeddings.range(0, COUNT));
            List<String> warnings = cache.takeWarnings();
            assertEquals(1, warnings.size(), warnings::toString);
            assertTrue(
                    warnings.get(0).contains("set aside as " + CacheFile.NAME + ".bad-20261124-100000"),
                    warnings.get(0));
            assertTrue(warnings.get(0).length() <= 500, warnings.get(0));
            assertEquals(List.of(), cache.takeWarnings());
        }
        Path kept = folder.resolve(CacheFile.NAME + ".bad-20261124-100000");
        assertEquals(List.of(kept), bad());
        assertArrayEquals(content, Files.readAllBytes(kept));
        try (EmbeddingCache next = cache()) {
            next.save(Embeddings.range(0, 3));
            assertEquals(
                    3, Embeddings.check(next.find(Embeddings.range(0, COUNT).keySet())));
            assertEquals(List.of(), next.takeWarnings());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a database at all", "SQLite format 3\0 and then nothing of the kind"})
    void textIsSetAside(String text) throws IOException {
        byte[] content = (text + "\n").repeat(500).getBytes(StandardCharsets.UTF_8);
        Files.write(path, content);
        assertSetAside(content);
    }

    @Test
    void randomBytesAreSetAside() throws IOException {
        byte[] content = new byte[100_000];
        new Random(5).nextBytes(content);
        Files.write(path, content);
        assertSetAside(content);
    }

    @Test
    void anotherVersionsFileIsSetAside() throws Exception {
        healthy();
        sql("PRAGMA user_version = " + (Schema.VERSION + 1));
        assertSetAside(Files.readAllBytes(path));
    }

    @Test
    void anotherProgramsDatabaseIsSetAside() throws Exception {
        sql("CREATE TABLE customers (name TEXT)");
        assertSetAside(Files.readAllBytes(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE embedding DROP COLUMN checksum",
                "DROP TABLE weight_file",
                "CREATE TRIGGER t AFTER INSERT ON embedding BEGIN DELETE FROM embedding; END",
                "CREATE VIEW v AS SELECT 1"
            })
    void otherTablesAreSetAside(String change) throws Exception {
        healthy();
        sql(change);
        assertSetAside(Files.readAllBytes(path));
    }

    @Test
    void anEmptyFileBecomesACache() throws IOException {
        Files.createFile(path);
        try (EmbeddingCache cache = cache()) {
            cache.save(Embeddings.range(0, 3));
            assertEquals(3, Embeddings.check(cache.find(Embeddings.range(0, 3).keySet())));
            assertEquals(List.of(), cache.takeWarnings());
        }
    }

    @Test
    void aLogWithoutItsDatabaseIsDropped() throws IOException {
        Files.write(CacheFile.companion(path, "-wal"), new byte[50_000]);
        Files.write(CacheFile.companion(path, "-shm"), new byte[32_768]);
        anEmptyFileBecomesACache();
    }

    @Test
    void onlyTheLastOneIsKeptAside() throws IOException {
        for (int day = 0; day < 3; day++) {
            Files.writeString(path, "not a database ".repeat(100));
            try (EmbeddingCache cache = cache()) {
                cache.open();
            }
            now = now.plus(Duration.ofDays(1));
        }
        assertEquals(List.of(folder.resolve(CacheFile.NAME + ".bad-20261126-100000")), bad());
    }

    @Test
    void damageFoundByTwoCachesSetsOneFileAside() throws IOException {
        byte[] content = healthy();
        Arrays.fill(content, content.length / 3, content.length, (byte) 0x5a);
        try (EmbeddingCache one = cache();
                EmbeddingCache other = cache()) {
            Files.write(path, content);
            one.open();
            other.open();
            one.find(Embeddings.range(0, COUNT).keySet());
            assertEquals(1, bad().size(), () -> "found by the first: " + one.takeWarnings());
            now = now.plus(Duration.ofHours(1));
            one.save(Embeddings.range(0, 5));
            other.find(Embeddings.range(0, COUNT).keySet());
            assertEquals(1, other.takeWarnings().size());
            assertEquals(1, bad().size(), "the new file is left alone");
            assertEquals(5, Embeddings.check(one.find(Embeddings.range(0, 5).keySet())));
        }
    }

    @RepeatedTest(40)
    void aFileCutAtAnyPointCostsEntriesOnly(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] content = healthy();
        Files.write(path, Arrays.copyOf(content, random.nextInt(content.length)));
        useTwice();
    }

    @RepeatedTest(80)
    void aFileWithWrongBytesCostsEntriesOnly(RepetitionInfo repetition) throws IOException {
        Random random = new Random(repetition.getCurrentRepetition());
        byte[] content = healthy();
        int wrong = 1 + random.nextInt(60);
        for (int i = 0; i < wrong; i++) {
            // Half of the changes hit the beginning of a page, where SQLite keeps its own structures.
            int at = random.nextBoolean()
                    ? random.nextInt(content.length)
                    : random.nextInt(content.length >> 14) * (1 << 14) + random.nextInt(120);
            content[at] = (byte) random.nextInt(256);
        }
        Files.write(path, content);
        useTwice();
    }

    /** Asserts that everything found is what was saved, and that the cache works again afterwards. */
    private void useTwice() throws IOException {
        try (EmbeddingCache cache = cache()) {
            Embeddings.check(cache.find(Embeddings.range(0, COUNT).keySet()));
            cache.save(Embeddings.range(0, COUNT + 10));
            Embeddings.check(cache.find(Embeddings.range(0, COUNT + 10).keySet()));
            cache.contents();
            cache.limit(200_000);
            cache.clear(List.of("x"), now);
            assertTrue(cache.takeWarnings().size() <= 1, "said once");
        }
    }
}
