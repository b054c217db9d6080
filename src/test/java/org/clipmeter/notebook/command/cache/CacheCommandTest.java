package org.clipmeter.notebook.command.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.EmbeddingKey.Modality;
import org.clipmeter.embed.StoredEmbedding;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.notebook.Magics;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.notebook.view.Views;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

class CacheCommandTest {
    private static final String B32 = "openai/clip-vit-base-patch32";
    private static final String HASH = "5b6536cb79f15f0371300d0ea68354d4";
    private static final String SPACE =
            "weights " + HASH + HASH + ", config " + HASH + ", images " + HASH + ", fp32, cpu, revision 4";

    @TempDir
    private Path folder;

    private final FakeCell cell = new FakeCell();
    private EmbeddingCache cache;
    private Magics magics;

    @BeforeEach
    void fill() {
        cache = EmbeddingCache.in(folder);
        magics = new Magics(new Session(cache));
        cache.name(SPACE, B32);
        cache.save(Map.of(
                key(Modality.IMAGE, "1", SPACE), embedding(),
                key(Modality.IMAGE, "2", SPACE), embedding(),
                key(Modality.TEXT, "1", "weights own"), embedding()));
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private static EmbeddingKey key(Modality modality, String digit, String space) {
        return new EmbeddingKey(modality, digit.repeat(64), space);
    }

    private static StoredEmbedding embedding() {
        return new StoredEmbedding(new float[] {1}, Set.of());
    }

    private @Nullable Object run(String... args) throws Exception {
        return magics.run("clip", List.of(args), cell);
    }

    @Test
    void showsTheFileAndWhatIsInIt() throws Exception {
        cache.find(List.of(key(Modality.IMAGE, "1", SPACE), key(Modality.IMAGE, "3", SPACE)));
        Table table = (Table) Objects.requireNonNull(run("cache", "-o", "kept"));
        assertEquals(List.of("model", "kind", "embeddings", "last_used", "settings"), table.columnNames());
        assertEquals(
                Set.of(B32 + " image 2 fp32, cpu, revision 4", " text 1 weights own"),
                table.stream()
                        .map(row -> row.getString("model") + " " + row.getString("kind") + " "
                                + row.getInt("embeddings") + " " + row.getString("settings"))
                        .collect(java.util.stream.Collectors.toSet()));
        List<String> lines = cell.plain().get(0).lines().toList();
        assertTrue(lines.get(0).startsWith(folder.toString()), lines.get(0));
        assertTrue(lines.get(0).endsWith("B of at most 2.0 GB"), lines.get(0));
        assertEquals("this session: 1 embeddings found, 1 not found", lines.get(1));
        assertEquals(table, cell.variables().get("Table kept"));
        String shown = Views.table(table).plain();
        assertFalse(shown.contains(HASH), shown);
    }

    @Test
    void timesAreReadableAndRightToTheMinute() throws Exception {
        LocalDateTime before = LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MINUTES);
        cache.save(Map.of(key(Modality.TEXT, "2", "weights own"), embedding()));
        Table table = (Table) Objects.requireNonNull(run("cache"));
        LocalDateTime after = LocalDateTime.now(ZoneId.systemDefault());
        for (int row = 0; row < table.rowCount(); row++) {
            String text = table.getString(row, "last_used");
            assertTrue(text.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d"), text);
            LocalDateTime used = LocalDateTime.parse(text.replace(' ', 'T'));
            assertFalse(used.isBefore(before.minusMinutes(1)) || used.isAfter(after), text);
            assertTrue(Views.table(table).plain().contains(text), text);
        }
    }

    @Test
    void hashesAreShownOnRequest() throws Exception {
        Table table = (Table) Objects.requireNonNull(run("cache", "--hashes"));
        assertEquals(List.of("model", "kind", "embeddings", "last_used", "settings", "space"), table.columnNames());
        assertTrue(table.stringColumn("space").asList().contains(SPACE), table::print);
    }

    @Test
    void clearsAModelByItsAlias() throws Exception {
        assertNull(run("cache", "clear", "--model", "B/32"));
        assertTrue(
                cell.plain().get(0).startsWith("2 embeddings deleted"),
                cell.plain().get(0));
        assertEquals(1, ((Table) Objects.requireNonNull(run("cache"))).rowCount());
    }

    @Test
    void clearsWhatIsOld() throws Exception {
        run("cache", "clear", "--older-than", "30d");
        assertTrue(
                cell.plain().get(0).startsWith("0 embeddings deleted"),
                cell.plain().get(0));
    }

    @Test
    void clearsAll() throws Exception {
        run("cache", "clear");
        assertTrue(
                cell.plain().get(0).startsWith("3 embeddings deleted"),
                cell.plain().get(0));
        assertEquals(0, ((Table) Objects.requireNonNull(run("cache"))).rowCount());
    }

    @Test
    void setsTheLimit() throws Exception {
        run("cache", "--limit", "1.5GB");
        assertTrue(
                cell.plain().get(0).contains(" of at most 1.5 GB"), cell.plain().get(0));
    }

    @Test
    void saysThatItIsOff() throws Exception {
        magics = new Magics(new Session(EmbeddingCache.off()));
        assertNull(run("cache"));
        assertNull(run("cache", "clear"));
        assertEquals(
                List.of(
                        "The embedding cache is not used: it is switched off",
                        "Nothing was deleted: it is switched off"),
                cell.plain());
    }

    @ParameterizedTest
    @CsvSource({"500MB, 500000000", "2GB, 2000000000", "1.5g, 1500000000", "64 kb, 64000", "1TB, 1000000000000"})
    void readsSizes(String text, long bytes) {
        assertEquals(bytes, new CacheCommand.Size().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"12h, PT12H", "30d, PT720H", "4W, PT672H"})
    void readsTimes(String text, Duration time) {
        assertEquals(time, new CacheCommand.Age().convert(text));
    }

    @ParameterizedTest
    @CsvSource({
        "--limit, 0MB, 'expected a size such as 500MB or 2GB, got 0MB'",
        "--limit, much, 'expected a size such as 500MB or 2GB, got much'"
    })
    void refusesWhatIsNoSize(String option, String value, String expected) {
        NotebookError error = assertThrows(NotebookError.class, () -> run("cache", option, value));
        assertTrue(String.valueOf(error.getMessage()).contains(expected), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "999, 999 bytes",
        "1000, 1.0 kB",
        "12345678, 12.3 MB",
        "2000000000, 2.0 GB",
        "5000000000000000, 5000.0 TB"
    })
    void printsSizes(long bytes, String text) {
        assertEquals(text, CacheCommand.size(bytes));
    }
}
