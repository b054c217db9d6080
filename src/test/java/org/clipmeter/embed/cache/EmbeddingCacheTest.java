package org.clipmeter.embed.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.EmbeddingKey.Modality;
import org.clipmeter.embed.ImageFlag;
import org.clipmeter.embed.StoredEmbedding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest {
    @TempDir
    private Path scratch;

    private Path folder;
    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private EmbeddingCache cache;

    @BeforeEach
    void open() {
        folder = scratch.resolve("a folder? #1%41 ü");
        cache = another();
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private EmbeddingCache another() {
        return new EmbeddingCache(folder, Duration.ofMillis(300), () -> now);
    }

    @Test
    void whatWasSavedIsFoundByAnotherCacheOfTheFolder() {
        Map<EmbeddingKey, StoredEmbedding> saved = Embeddings.range(0, 300);
        cache.save(saved);
        try (EmbeddingCache other = another()) {
            Map<EmbeddingKey, StoredEmbedding> found = other.find(saved.keySet());
            assertEquals(300, Embeddings.check(found));
            assertEquals(Set.of(ImageFlag.DAMAGED), found.get(Embeddings.key(3)).flags());
            assertEquals(Set.of(), found.get(Embeddings.key(4)).flags());
            assertEquals(300, other.hits());
            assertEquals(0, other.find(Embeddings.range(300, 310).keySet()).size());
            assertEquals(10, other.misses());
            assertEquals(List.of(), other.takeWarnings());
        }
    }

    @Test
    void theVectorsBitsAreKept() {
        float[] odd = {Float.MIN_VALUE, -0f, Float.MAX_VALUE, 1f / 3};
        cache.save(Map.of(Embeddings.key(1), new StoredEmbedding(odd, Set.of(ImageFlag.ALL_BLACK, ImageFlag.DAMAGED))));
        StoredEmbedding found = cache.find(List.of(Embeddings.key(1))).get(Embeddings.key(1));
        for (int i = 0; i < odd.length; i++) {
            assertEquals(Float.floatToRawIntBits(odd[i]), Float.floatToRawIntBits(found.vector()[i]));
        }
        assertEquals(Set.of(ImageFlag.ALL_BLACK, ImageFlag.DAMAGED), found.flags());
    }

    @Test
    void theTowerAndTheSpaceArePartOfTheKey() {
        EmbeddingKey image = Embeddings.key(1);
        EmbeddingKey text = new EmbeddingKey(Modality.TEXT, image.content(), image.space());
        EmbeddingKey elsewhere = new EmbeddingKey(Modality.IMAGE, image.content(), image.space() + ", revision 2");
        cache.save(Map.of(image, Embeddings.embedding(1)));
        assertEquals(Set.of(image), cache.find(List.of(image, text, elsewhere)).keySet());
        cache.save(Map.of(text, Embeddings.embedding(2), elsewhere, Embeddings.embedding(3)));
        Map<EmbeddingKey, StoredEmbedding> found = cache.find(List.of(image, text, elsewhere));
        assertTrue(Embeddings.same(Embeddings.embedding(1), found.get(image)));
        assertTrue(Embeddings.same(Embeddings.embedding(2), found.get(text)));
        assertTrue(Embeddings.same(Embeddings.embedding(3), found.get(elsewhere)));
    }

    @Test
    void whatIsKeptAlreadyStaysAsItIs() {
        cache.save(Map.of(Embeddings.key(1), Embeddings.embedding(1)));
        cache.save(Map.of(Embeddings.key(1), Embeddings.embedding(2)));
        assertEquals(1, Embeddings.check(cache.find(List.of(Embeddings.key(1)))));
    }

    @Test
    void vectorsThatAreNoEmbeddingsAreNotKept() {
        Map<EmbeddingKey, StoredEmbedding> useless = new HashMap<>();
        useless.put(Embeddings.key(1), new StoredEmbedding(new float[] {1, Float.NaN}, Set.of()));
        useless.put(Embeddings.key(2), new StoredEmbedding(new float[] {Float.POSITIVE_INFINITY}, Set.of()));
        useless.put(Embeddings.key(3), new StoredEmbedding(new float[0], Set.of()));
        useless.put(Embeddings.key(4), new StoredEmbedding(new float[1 << 20], Set.of()));
        useless.put(new EmbeddingKey(Modality.IMAGE, "no hash", "space"), Embeddings.embedding(5));
        cache.save(useless);
        assertEquals(Map.of(), cache.find(useless.keySet()));
        assertEquals(List.of(), cache.takeWarnings());
    }

    @Test
    void aRowThatHasChangedIsAMissAndIsReplaced() throws SQLException {
        cache.save(Embeddings.range(0, 8));
        List<String> damages = List.of(
                "UPDATE embedding SET vector = zeroblob(256) WHERE id = 1",
                "UPDATE embedding SET vector = zeroblob(3) WHERE id = 2",
                "UPDATE embedding SET vector = zeroblob(100000000) WHERE id = 3",
                "UPDATE embedding SET flags = 'SHINY' WHERE id = 4",
                "UPDATE embedding SET checksum = checksum + 1 WHERE id = 5",
                "UPDATE embedding SET vector = (SELECT vector FROM embedding WHERE id = 7) WHERE id = 6");
        sql(damages.toArray(String[]::new));
        Map<EmbeddingKey, StoredEmbedding> found =
                cache.find(Embeddings.range(0, 8).keySet());
        assertEquals(Set.of(Embeddings.key(6), Embeddings.key(7)), found.keySet());
        cache.save(Embeddings.range(0, 8));
        assertEquals(8, Embeddings.check(cache.find(Embeddings.range(0, 8).keySet())));
        assertEquals(List.of(), cache.takeWarnings());
    }

    @Test
    void aRowUnderAnotherModelsNumberIsNeverItsEmbedding() throws SQLException {
        EmbeddingKey key = Embeddings.key(1);
        EmbeddingKey other = new EmbeddingKey(Modality.IMAGE, key.content(), "another model");
        cache.save(Map.of(key, Embeddings.embedding(1)));
        sql("UPDATE collection SET space = 'another model'");
        assertEquals(Map.of(), cache.find(List.of(other)));
    }

    @Test
    void theLeastRecentlyUsedGoFirstAndTheFileObeysTheLimit() throws IOException {
        cache.limit(3_000_000);
        for (int hour = 0; hour < 20; hour++) {
            now = now.plus(Duration.ofHours(2));
            cache.save(large(hour * 100, hour * 100 + 100));
            assertEquals(10, cache.find(large(0, 10).keySet()).size(), "in use since the beginning, hour " + hour);
        }
        cache.close();
        long size = Files.size(folder.resolve(CacheFile.NAME));
        assertTrue(size <= 3_000_000 && size > 2_000_000, "the file has " + size + " bytes");
        assertEquals(100, cache.find(large(1900, 2000).keySet()).size(), "the newest");
        assertEquals(0, cache.find(large(10, 100).keySet()).size(), "the oldest that nobody used");
    }

    @Test
    void aLowerLimitHoldsAtOnceAndForAllWhoUseTheFile() throws IOException {
        cache.save(large(0, 1000));
        try (EmbeddingCache other = another()) {
            other.limit(1_000_000);
        }
        cache.close();
        assertTrue(Files.size(folder.resolve(CacheFile.NAME)) <= 1_000_000);
        cache.save(large(1000, 2000));
        assertEquals(1_000_000, contents().limit());
        cache.close();
        assertTrue(Files.size(folder.resolve(CacheFile.NAME)) <= 1_000_000);
    }

    @Test
    void showsWhatItHoldsByModelAndTower() {
        cache.name(Embeddings.SPACE, "openai/clip-vit-base-patch32");
        cache.save(Embeddings.range(0, 5));
        now = now.plus(Duration.ofDays(1));
        cache.save(
                Map.of(new EmbeddingKey(Modality.TEXT, Embeddings.key(1).content(), "other"), Embeddings.embedding(1)));
        CacheContents contents = contents();
        assertEquals(folder.toAbsolutePath().resolve(CacheFile.NAME), contents.file());
        assertTrue(contents.bytes() > 0);
        assertEquals(
                List.of("text  1 2026-11-25T10:00:00Z", "image openai/clip-vit-base-patch32 5 2026-11-24T10:00:00Z"),
                contents.parts().stream()
                        .map(part -> part.kind() + " " + part.model() + " " + part.embeddings() + " " + part.used())
                        .toList());
        now = now.plus(Duration.ofDays(1));
        cache.find(Embeddings.range(0, 1).keySet());
        assertEquals("image", contents().parts().get(0).kind(), "used a day later, so first");
    }

    @Test
    void aModelsTimeOfUseIsRightToTheMinute() {
        cache.save(Embeddings.range(0, 5));
        now = now.plusSeconds(61);
        cache.find(Embeddings.range(0, 1).keySet());
        assertEquals(minute(now), minute(contents().parts().get(0).used()), "looked up");
        now = now.plusSeconds(61);
        cache.save(Embeddings.range(5, 6));
        assertEquals(minute(now), minute(contents().parts().get(0).used()), "added");
        Instant used = now;
        now = now.plusSeconds(600);
        cache.find(Embeddings.range(100, 101).keySet());
        assertEquals(minute(used), minute(contents().parts().get(0).used()), "not found, so not used");
    }

    private static Instant minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }

    @Test
    void clearsAllOrAModelOrWhatWasNotUsedForLong() throws IOException {
        cache.name(Embeddings.SPACE, "b32");
        cache.save(large(0, 500));
        EmbeddingKey other = new EmbeddingKey(Modality.TEXT, Embeddings.key(1).content(), "other");
        cache.save(Map.of(other, Embeddings.embedding(1)));
        assertEquals(0, cache.clear(List.of("l14"), null));
        assertEquals(0, cache.clear(null, now.minus(Duration.ofDays(30))));
        now = now.plus(Duration.ofDays(40));
        cache.find(List.of(other));
        assertEquals(500, cache.clear(null, now.minus(Duration.ofDays(30))));
        cache.save(large(0, 500));
        assertEquals(500, cache.clear(List.of("B32", "x"), null));
        assertEquals(
                Set.of(other), cache.find(List.of(other, Embeddings.key(0))).keySet());
        assertEquals(1, cache.clear(null, null));
        assertEquals(List.of(), contents().parts());
        assertTrue(contents().bytes() < 200_000, "the room is given back");
        cache.save(Embeddings.range(0, 3));
        assertEquals(3, Embeddings.check(cache.find(Embeddings.range(0, 3).keySet())));
    }

    @Test
    void eightThreadsShareOneCache() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Future<Integer>> done = new ArrayList<>();
        try (EmbeddingCache other = another()) {
            for (int thread = 0; thread < 8; thread++) {
                EmbeddingCache mine = thread % 2 == 0 ? cache : other;
                int first = thread * 20;
                Callable<Integer> work = () -> {
                    int found = 0;
                    for (int i = 0; i < 20; i++) {
                        mine.save(Embeddings.range(first + i, first + i + 40));
                        found += Embeddings.check(mine.find(
                                Embeddings.range(first + i, first + i + 40).keySet()));
                    }
                    return found;
                };
                done.add(threads.submit(work));
            }
            for (Future<Integer> future : done) {
                assertEquals(20 * 40, future.get());
            }
            assertEquals(List.of(), cache.takeWarnings());
            assertEquals(List.of(), other.takeWarnings());
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aLockThatIsHeldTooLongIsSaidOnceAndForgottenLater() throws Exception {
        cache.save(Embeddings.range(0, 5));
        try (Connection holder =
                SqliteDriver.connect(folder.resolve(CacheFile.NAME), SqliteDriver.Mode.WRITE, Duration.ZERO)) {
            try (Statement statement = holder.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                assertEquals(5, cache.find(Embeddings.range(0, 5).keySet()).size(), "readers don't wait");
                cache.save(Embeddings.range(5, 10));
                List<String> warnings = cache.takeWarnings();
                assertEquals(1, warnings.size());
                assertTrue(warnings.get(0).contains("was locked by another process"), warnings.get(0));
                cache.save(Embeddings.range(5, 10));
                assertEquals(Map.of(), cache.find(Embeddings.range(0, 5).keySet()));
                statement.execute("COMMIT");
            }
        }
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(5, cache.find(Embeddings.range(0, 10).keySet()).size());
        cache.save(Embeddings.range(5, 10));
        assertEquals(10, cache.find(Embeddings.range(0, 10).keySet()).size());
        assertEquals(List.of(), cache.takeWarnings());
        assertNull(cache.trouble());
    }

    @Test
    void aFullDiskIsSaidOnceAndCostsNothingElse() throws SQLException {
        cache.save(Embeddings.range(0, 5));
        long pages = cache.<Long>read(connection -> {
            try (Statement statement = connection.createStatement()) {
                // SQLite fails in the same way if the disk is full and if the file may not grow.
                return (long) Schema.number(statement, "PRAGMA max_page_count = 1");
            }
        });
        assertTrue(pages > 1);
        cache.save(large(0, 1000));
        List<String> warnings = cache.takeWarnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("the disk of"), warnings.get(0));
        assertEquals(Map.of(), cache.find(Embeddings.range(0, 5).keySet()));
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(5, Embeddings.check(cache.find(Embeddings.range(0, 5).keySet())));
    }

    @Test
    void aReadOnlyFileGivesHits() throws Exception {
        cache.save(Embeddings.range(0, 5));
        Path path = folder.resolve(CacheFile.NAME);
        for (boolean inUse : new boolean[] {true, false}) {
            if (!inUse) {
                cache.close();
            }
            try (CacheFile file = CacheFile.openReadOnly(path, Duration.ZERO)) {
                assertTrue(file.readOnly());
                EmbeddingRows rows = new EmbeddingRows(file.connection());
                assertEquals(
                        5,
                        Embeddings.check(rows.find(Embeddings.range(0, 9).keySet(), now.getEpochSecond())
                                .embeddings()));
            }
        }
        assertFalse(Files.exists(CacheFile.companion(path, "-wal")), "reading made no files");
    }

    @Test
    void networkDrivesAreKnown() {
        Path local = Path.of("/home/u/.cache");
        assertTrue(CacheFile.isNetwork("nfs4", local));
        assertTrue(CacheFile.isNetwork("fuse.sshfs", local));
        assertFalse(CacheFile.isNetwork("ext4", local));
        assertTrue(CacheFile.isNetwork("ntfs", Path.of("\\\\server\\share")));
    }

    @Test
    void aFolderThatCantBeMadeIsSaidOnce() throws IOException {
        Path taken = Files.writeString(scratch.resolve("taken"), "a file");
        try (EmbeddingCache impossible = EmbeddingCache.in(taken.resolve("cache"))) {
            impossible.save(Embeddings.range(0, 5));
            assertEquals(Map.of(), impossible.find(Embeddings.range(0, 5).keySet()));
            assertNull(impossible.contents());
            assertEquals(1, impossible.takeWarnings().size());
            assertEquals(List.of(), impossible.takeWarnings());
        }
    }

    @Test
    void theFolderIsOfThisUserOnly() throws IOException {
        cache.open();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    }

    @Test
    void aClosedCacheLeavesTheDatabaseAndTheLockFileOnly() throws IOException {
        cache.save(Embeddings.range(0, 5));
        cache.close();
        try (var files = Files.list(folder)) {
            assertEquals(
                    List.of(CacheFile.NAME, "open.lock"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void theSettingNamesAFolderOrSwitchesItOff() {
        Path home = scratch.resolve("cache");
        assertEquals(
                home.resolve("embeddings"),
                fileOf(SharedCache.named(null, home)).getParent());
        assertEquals(
                home.resolve("embeddings"), fileOf(SharedCache.named(" ", home)).getParent());
        assertEquals(
                scratch.resolve("mine"),
                fileOf(SharedCache.named(scratch.resolve("mine").toString(), home))
                        .getParent());
        EmbeddingCache off = SharedCache.named("OFF", home);
        assertTrue(off.isOff());
        off.save(Embeddings.range(0, 5));
        assertEquals(Map.of(), off.find(Embeddings.range(0, 5).keySet()));
        assertNull(off.contents());
        assertEquals("it is switched off", off.trouble());
        EmbeddingCache none = SharedCache.named("a\0b", home);
        assertTrue(none.isOff());
        assertEquals(1, none.takeWarnings().size());
    }

    private static Path fileOf(EmbeddingCache cache) {
        try (cache) {
            CacheContents contents = cache.contents();
            assertNotNull(contents, cache::trouble);
            return contents.file();
        }
    }

    private CacheContents contents() {
        CacheContents contents = cache.contents();
        assertNotNull(contents, cache::trouble);
        return contents;
    }

    private void sql(String... statements) throws SQLException {
        cache.close();
        try (Connection connection =
                        SqliteDriver.connect(folder.resolve(CacheFile.NAME), SqliteDriver.Mode.WRITE, Duration.ZERO);
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                assertEquals(1, statement.executeUpdate(text), text);
            }
        }
    }

    private static Map<EmbeddingKey, StoredEmbedding> large(int from, int to) {
        Map<EmbeddingKey, StoredEmbedding> range = new HashMap<>();
        for (int number = from; number < to; number++) {
            range.put(Embeddings.key(number), Embeddings.embedding(number, 768));
        }
        return range;
    }
}
