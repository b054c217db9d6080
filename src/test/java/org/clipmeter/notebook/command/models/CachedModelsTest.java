package org.clipmeter.notebook.command.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.FakeCell;
import org.clipmeter.shapes.ShapesModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tech.tablesaw.api.Table;

/** {@code %clip models} on a stand-in for the cache that Python uses too. */
class CachedModelsTest {
    private static final String FIRST = "1".repeat(40);
    private static final String SECOND = "2".repeat(40);

    @TempDir
    private Path folder;

    private Path cache;
    private FakeCell cell;

    @BeforeEach
    void makeACache() throws IOException {
        cache = Files.createDirectory(folder.resolve("hub"));
        cell = new FakeCell();
    }

    private Table models(String... arguments) {
        HubSettings offline = HubSettings.of(Map.of("HF_HUB_CACHE", cache.toString(), "HF_HUB_OFFLINE", "1"), folder);
        CommandLine line = new CommandLine(new ModelsCommand(new Session(EmbeddingCache.off()), cell, offline));
        assertEquals(0, line.execute(arguments));
        return line.getExecutionResult();
    }

    /** A revision with links to blobs, as huggingface_hub stores it; {@code files} are taken from the bundled model. */
    private Path revision(String repository, String commit, List<String> files) throws IOException {
        Path blobs = Files.createDirectories(cache.resolve(repository).resolve("blobs"));
        Path snapshot = Files.createDirectories(
                cache.resolve(repository).resolve("snapshots").resolve(commit));
        for (String file : files) {
            Path blob = blobs.resolve(file.replace('.', '_'));
            if (!Files.exists(blob)) {
                Files.copy(ShapesModel.folder().resolve(file), blob);
            }
            Files.createSymbolicLink(snapshot.resolve(file), snapshot.relativize(blob));
        }
        return snapshot;
    }

    private void name(String repository, String name, String commit) throws IOException {
        Path ref = cache.resolve(repository).resolve("refs").resolve(name);
        Files.createDirectories(ref.getParent());
        Files.writeString(ref, commit);
    }

    private static List<String> whole() throws IOException {
        try (Stream<Path> files = Files.list(ShapesModel.folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void eachRevisionOfAModelHasItsSizeAndItsNames() throws IOException {
        String repository = "models--someone--a-clip";
        revision(repository, FIRST, whole());
        revision(repository, SECOND, List.of("config.json", "tokenizer.json"));
        name(repository, "main", FIRST);
        name(repository, "refs/pr/3", FIRST);
        Table table = models("--cached");
        assertEquals(
                List.of("someone/a-clip", "someone/a-clip"),
                table.stringColumn("id").asList());
        assertEquals(List.of(FIRST, SECOND), table.stringColumn("commit").asList());
        assertEquals(
                List.of("main, refs/pr/3", ""), table.stringColumn("revision").asList());
        assertEquals(List.of("clip", "clip"), table.stringColumn("family").asList());
        long bytes = 0;
        for (String file : whole()) {
            bytes += Files.size(ShapesModel.folder().resolve(file));
        }
        assertEquals(bytes / 1e6, table.doubleColumn("size_mb").get(0), 1e-9);
        assertEquals(List.of(true, false), table.booleanColumn("readable").asList());
        assertEquals("", table.stringColumn("fault").get(0));
        assertEquals(
                "lacks preprocessor_config.json (or processor_config.json)",
                table.stringColumn("fault").get(1));
        assertEquals("apache-2.0", table.stringColumn("license").get(0), "the license of the model's card");
        assertEquals("not stated", table.stringColumn("license").get(1), "it has no card");
        assertTrue(
                cell.plain().get(0).endsWith("hub: 2 revisions of a model"),
                cell.plain().toString());
    }

    @Test
    void whatCannotBeReadIsToldAndOtherRepositoriesAreCounted() throws IOException {
        Path bert = revision("models--google--bert", FIRST, List.of());
        Files.writeString(bert.resolve("config.json"), "{\"model_type\": \"bert\"}");
        Files.createDirectories(cache.resolve("datasets--someone--pictures/snapshots"));
        Files.createDirectories(cache.resolve(".locks"));
        Files.writeString(cache.resolve("version.txt"), "1");
        Files.createDirectories(cache.resolve("models--someone--interrupted/blobs"));
        Files.createDirectories(cache.resolve("models--someone--empty/snapshots"));
        Files.createDirectories(cache.resolve("models--someone--odd/snapshots/main"));
        Files.createDirectories(cache.resolve("models--..--..--etc/snapshots/" + FIRST));
        Path broken = revision("models--someone--broken", FIRST, List.of());
        Files.writeString(broken.resolve("config.json"), "{\"model_type\": ");
        Path gone = revision("models--someone--gone", FIRST, whole());
        Files.delete(gone.resolve("model.safetensors").toRealPath());
        Path other = revision("models--someone--other", FIRST, whole());
        Files.delete(other.resolve("config.json"));
        Files.writeString(
                other.resolve("config.json"), "{\"model_type\": \"clip\", \"quantization_config\": {\"bits\": 4}}");

        Table table = models("--cached");
        assertEquals(
                List.of("someone/broken", "someone/gone", "someone/other"),
                table.stringColumn("id").asList());
        assertEquals(
                List.of(false, false, false), table.booleanColumn("readable").asList());
        assertEquals("not stated", table.stringColumn("family").get(0));
        List<String> faults = table.stringColumn("fault").asList();
        assertTrue(faults.get(0).contains("config.json"), faults.get(0));
        assertFalse(faults.get(0).startsWith("lacks "), faults.get(0));
        assertTrue(faults.get(1).startsWith("lacks weights: model.safetensors"), faults.get(1));
        assertTrue(faults.get(1).endsWith("; 1 link leads to a file that is gone"), faults.get(1));
        assertTrue(faults.get(2).contains("quantized weights"), faults.get(2));

        String told = cell.plain().get(0);
        assertTrue(told.contains("3 revisions of a model; 2 other repositories"), told);
        assertTrue(told.contains("someone/interrupted has no folder "), told);
        assertTrue(told.contains("someone/empty has no revision that can be listed"), told);
        assertTrue(told.contains("someone/odd: main in "), told);
        assertTrue(told.contains("models--..--..--etc is not named after a repository of the Hub"), told);
    }

    @Test
    void theFilesOfAKnownModelAreThoseThatItNeeds() throws IOException {
        revision("models--openai--clip-vit-base-patch32", FIRST, List.of("tokenizer.json"));
        revision("models--yuvalkirstain--PickScore_v1", FIRST, List.of("config.json", "model.safetensors"));
        Path hps = revision("models--xswu--HPSv2", FIRST, List.of());
        Files.writeString(hps.resolve("HPS_v2_compressed.pt"), "the weights of version 2.0");
        Table table = models("--cached");
        assertEquals(
                List.of("B/32", "HPSv2.1", "PickScore"),
                table.stringColumn("alias").asList());
        assertEquals(
                List.of(false, false, true), table.booleanColumn("readable").asList());
        assertEquals("lacks config.json", table.stringColumn("fault").get(0));
        assertEquals("lacks HPS_v2.1_compressed.pt", table.stringColumn("fault").get(1));
        assertEquals("apache-2.0", table.stringColumn("license").get(1));
    }

    @Test
    void aCacheThatIsNotThereIsSaid() throws IOException {
        Files.delete(cache);
        assertEquals(0, models("--cached").rowCount());
        assertTrue(
                cell.plain().get(0).contains("does not exist: nothing is cached"),
                cell.plain().toString());
        Files.writeString(cache, "a file in the place of the cache");
        assertEquals(0, models("--cached").rowCount());
        assertTrue(cell.plain().get(1).contains("can't be read"), cell.plain().toString());
    }

    @Test
    void knownModelsHaveAFamilyAndALicenseIfTheirRepositoryStatesOne() {
        Table table = models();
        assertEquals(KnownModels.all().size() + ModelSource.BUNDLED.size(), table.rowCount());
        assertFalse(table.stringColumn("family").asList().contains(""));
        for (int i = 0; i < KnownModels.all().size(); i++) {
            KnownModel model = KnownModels.all().get(i);
            assertEquals(
                    model.license().orElse("not stated"),
                    table.stringColumn("license").get(i));
        }
        assertEquals(
                "apache-2.0",
                table.stringColumn("license").get(KnownModels.all().size()));
        int siglip = table.stringColumn("id").asList().indexOf("google/siglip2-base-patch16-224");
        assertEquals(
                "apache-2.0", table.stringColumn("license").get(siglip), "the card of Google's repository states it");
        assertTrue(cell.plain().isEmpty(), "nothing to tell");
    }
}
