package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipmeter.net.NetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {
    private static final HubRepo B32 = HubRepo.model(HubFixture.B32);

    @TempDir
    private Path scratch;

    @RegisterExtension
    private final ServedHub served = new ServedHub();

    private HubClient client(String... more) {
        return HubFixture.client(served.hub().endpoint(), served.cache(), more);
    }

    @Test
    void fetchesAModelThatHasOnlyABinAndOneThatHasSafetensors() throws IOException {
        List<String> heard = new ArrayList<>();
        HubSnapshot bin = client().model(HubFixture.B32, null, (file, done, total) -> {
            if (done == total) {
                heard.add(file);
            }
        });
        HubSnapshot safetensors = client().model(HubFixture.L14, "main", DownloadListener.none());

        assertArrayEquals(
                Files.readAllBytes(served.root().resolve(HubFixture.B32).resolve("pytorch_model.bin")),
                Files.readAllBytes(bin.folder().resolve("pytorch_model.bin")));
        assertTrue(heard.containsAll(List.of("config.json", "tokenizer.json", "pytorch_model.bin")), heard::toString);
        assertTrue(Files.isRegularFile(safetensors.folder().resolve("model.safetensors")));
        assertEquals(List.of(), bin.warnings());
        assertEquals(List.of(), HubFixture.damaged(served.cache()));
    }

    @Test
    void fetchesTheFilesOfOpenClipIfThereAreNoOthers() throws IOException {
        Path repository = served.root().resolve("apple/DFN");
        Files.createDirectories(repository);
        Files.writeString(repository.resolve("open_clip_config.json"), "{}");
        Files.write(repository.resolve("open_clip_pytorch_model.bin"), HubFixture.bytes(3, 1000));

        HubSnapshot model = client().model("apple/DFN", null, DownloadListener.none());

        assertTrue(Files.isRegularFile(model.folder().resolve("open_clip_config.json")));
        assertTrue(Files.isRegularFile(model.folder().resolve("open_clip_pytorch_model.bin")));
        assertTrue(client().isCached("apple/DFN"));
        HubSnapshot offline = client("HF_HUB_OFFLINE", "1").model("apple/DFN", null, DownloadListener.none());
        assertEquals(model.commit(), offline.commit());
    }

    @Test
    void fetchesATokenizerAloneAndWeightsAlone() throws IOException {
        HubSnapshot tokenizer = client().tokenizer(HubFixture.B32, DownloadListener.none());
        assertTrue(Files.isRegularFile(tokenizer.folder().resolve("tokenizer.json")));
        assertFalse(Files.exists(tokenizer.folder().resolve("pytorch_model.bin")));
        HubSnapshot weights = client().weights(HubFixture.L14, null, DownloadListener.none());
        assertTrue(Files.isRegularFile(weights.folder().resolve("model.safetensors")));
        assertFalse(Files.exists(weights.folder().resolve("tokenizer.json")));
        NetException missing = assertThrows(NetException.class, () -> client("HF_HUB_OFFLINE", "1")
                .preparation(HubFixture.L14, DownloadListener.none()));
        assertTrue(
                String.valueOf(missing.getMessage()).contains("its settings for images and its tokenizer of"),
                missing.getMessage());
    }

    @Test
    void takesTheJointProcessorFileThatTransformers5Writes() throws IOException {
        Path repository = served.root().resolve(HubFixture.L14);
        Files.move(repository.resolve("preprocessor_config.json"), repository.resolve("processor_config.json"));

        HubSnapshot model = client().model(HubFixture.L14, null, DownloadListener.none());

        assertTrue(Files.exists(model.folder().resolve("processor_config.json")));
    }

    @Test
    void laysTheCacheOutAsPythonDoes() throws IOException {
        HubSnapshot model = client().model(HubFixture.B32, null, DownloadListener.none());
        Path repo = served.cache().resolve("models--openai--clip-vit-base-patch32");
        Path pointer = repo.resolve("snapshots").resolve(model.commit()).resolve("pytorch_model.bin");
        String sha256 =
                StandInFiles.sha256(served.root().resolve(HubFixture.B32).resolve("pytorch_model.bin"));

        assertEquals(model.commit(), Files.readString(repo.resolve("refs/main")));
        assertEquals(Path.of("../../blobs", sha256), Files.readSymbolicLink(pointer));
        for (String absent : List.of("model.safetensors", "model.safetensors.index.json")) {
            assertTrue(
                    Files.exists(
                            repo.resolve(".no_exist").resolve(model.commit()).resolve(absent)),
                    absent);
        }
        assertTrue(Files.readString(served.cache().resolve("CACHEDIR.TAG"))
                .startsWith("Signature: 8a477f597d28d172789f06886806bc55\n"));
    }

    @Test
    void asksOnceAndDownloadsNothingWhenAllIsCached() throws IOException {
        client().model(HubFixture.B32, null, DownloadListener.none());
        served.hub().forget();
        String before = HubFixture.listing(served.cache());

        HubSnapshot again = client().model(HubFixture.B32, null, DownloadListener.none());

        assertEquals(
                1, served.hub().requests().size(), () -> served.hub().requests().toString());
        assertEquals("HEAD", served.hub().requests().get(0).method());
        assertEquals(before, HubFixture.listing(served.cache()), "a hit writes nothing");
        client().model(HubFixture.B32, again.commit(), DownloadListener.none());
        assertEquals(1, served.hub().requests().size(), "a commit that is cached is not asked for");
    }

    @Test
    void downloadsOnlyWhatChangedAtANewCommit() throws IOException {
        HubSnapshot old = client().model(HubFixture.B32, null, DownloadListener.none());
        Files.writeString(served.root().resolve(HubFixture.B32).resolve("tokenizer.json"), "{\"new\":true}");
        served.hub().forget();

        HubSnapshot fresh = client().model(HubFixture.B32, null, DownloadListener.none());

        assertFalse(fresh.commit().equals(old.commit()));
        assertEquals("{\"new\":true}", Files.readString(fresh.folder().resolve("tokenizer.json")));
        assertEquals(
                1,
                served.hub().requests().stream()
                        .filter(r -> r.method().equals("GET"))
                        .count());
        assertTrue(Files.exists(old.folder().resolve("tokenizer.json")), "the old commit stays");
    }

    @Test
    void takesRevisionsWithSlashesAndDataSets() throws IOException {
        HubSnapshot converted = client().model(HubFixture.B32, "refs/pr/15", DownloadListener.none());
        HubFile tifa = client().file(
                        HubRepo.dataset("Unlearningltd/datasets"),
                        "main",
                        "tifa/tifa_dataset.csv",
                        DownloadListener.none());

        assertTrue(Files.exists(converted.folder().resolve("model.safetensors")));
        assertTrue(served.hub().requests().stream()
                .anyMatch(r -> r.path().contains("/resolve/refs%2Fpr%2F15/config.json")));
        assertTrue(
                Files.isRegularFile(served.cache().resolve("models--openai--clip-vit-base-patch32/refs/refs/pr/15")));
        assertEquals("caption,qas\na red cube,[]\n", Files.readString(tifa.path()));
        assertTrue(Files.isSymbolicLink(tifa.path())
                && tifa.path().startsWith(served.cache().resolve("datasets--Unlearningltd--datasets")));
    }

    @Test
    void fetchesTheShardsThatAnIndexNames() throws IOException {
        Path folder = served.root().resolve(HubFixture.L14);
        Files.delete(folder.resolve("model.safetensors"));
        Files.write(folder.resolve("model-00001-of-00002.safetensors"), HubFixture.bytes(1, 5000));
        Files.write(folder.resolve("model-00002-of-00002.safetensors"), HubFixture.bytes(2, 5000));
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(
                index,
                "{\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\",\"b\":\"model-00002-of-00002.safetensors\"}}");
        HubSnapshot model = client().model(HubFixture.L14, null, DownloadListener.none());
        assertTrue(Files.exists(model.folder().resolve("model-00002-of-00002.safetensors")));

        Files.writeString(index, "{\"weight_map\":{\"a\":\"../../../evil.safetensors\"}}");
        NetException refused =
                assertThrows(NetException.class, () -> client().model(HubFixture.L14, null, DownloadListener.none()));
        assertEquals(NetException.Reason.REFUSED, refused.reason());
        assertTrue(refused.getMessage().contains("../../../evil.safetensors"), refused.getMessage());
    }

    @Test
    void fetchesTheShardsOfTorchIfThereIsNothingBetter() throws IOException {
        Path folder = served.root().resolve(HubFixture.B32);
        Files.move(folder.resolve("pytorch_model.bin"), folder.resolve("pytorch_model-00001-of-00002.bin"));
        Files.write(folder.resolve("pytorch_model-00002-of-00002.bin"), HubFixture.bytes(2, 5000));
        Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"),
                "{\"weight_map\":{\"a\":\"pytorch_model-00001-of-00002.bin\",\"b\":\"pytorch_model-00002-of-00002.bin\"}}");
        HubSnapshot model = client().model(HubFixture.B32, null, DownloadListener.none());
        assertTrue(Files.exists(model.folder().resolve("pytorch_model-00001-of-00002.bin")));
        assertTrue(Files.exists(model.folder().resolve("pytorch_model-00002-of-00002.bin")));
        assertTrue(client().isCached(HubFixture.B32));

        Files.delete(model.folder().resolve("pytorch_model-00002-of-00002.bin"));
        assertFalse(client().isCached(HubFixture.B32));
        Files.delete(folder.resolve("pytorch_model-00002-of-00002.bin"));
        NetException lacking =
                assertThrows(NetException.class, () -> client().model(HubFixture.B32, null, DownloadListener.none()));
        assertTrue(
                lacking.getMessage()
                        .contains("pytorch_model-00002-of-00002.bin (named in pytorch_model.bin.index.json)"),
                lacking.getMessage());
    }

    @Test
    void fetchesEveryFileThatChangesTheNumbers() throws IOException {
        List<String> optional = List.of(
                "processor_config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json");
        for (String name : optional) {
            Files.writeString(served.root().resolve(HubFixture.B32).resolve(name), "{}");
        }
        HubSnapshot model = client().model(HubFixture.B32, null, DownloadListener.none());
        for (String name : optional) {
            assertTrue(Files.exists(model.folder().resolve(name)), name);
        }
        // the state after a program that never asked for one of the files
        Files.delete(model.folder().resolve("added_tokens.json"));
        client().model(HubFixture.B32, model.commit(), DownloadListener.none());
        assertTrue(Files.exists(model.folder().resolve("added_tokens.json")));
    }

    @Test
    void fallsBackToVocabAndMergesAndNamesWhatAModelLacks() throws IOException {
        Path folder = served.root().resolve(HubFixture.B32);
        Files.delete(folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("vocab.json"), "{}");
        Files.writeString(folder.resolve("merges.txt"), "");
        assertTrue(Files.exists(client().model(HubFixture.B32, null, DownloadListener.none())
                .folder()
                .resolve("merges.txt")));

        Files.delete(folder.resolve("pytorch_model.bin"));
        NetException lacking =
                assertThrows(NetException.class, () -> client().model(HubFixture.B32, null, DownloadListener.none()));
        assertEquals(NetException.Reason.ENTRY_NOT_FOUND, lacking.reason());
        assertTrue(lacking.getMessage().contains("pytorch_model.bin"), lacking.getMessage());
    }

    @Test
    void saysWhetherAModelIsCached() throws IOException {
        assertFalse(client().isCached(HubFixture.B32));
        HubSnapshot model = client().model(HubFixture.B32, null, DownloadListener.none());
        assertTrue(client().isCached(HubFixture.B32));
        assertFalse(client().isCached("not a/valid--id"));
        Files.delete(model.folder().resolve("tokenizer.json"));
        assertFalse(client().isCached(HubFixture.B32));
    }

    @Test
    void opensNoSocketOffline() throws IOException {
        HubSnapshot online = client().model(HubFixture.B32, null, DownloadListener.none());
        served.hub().forget();
        for (String setting : List.of("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")) {
            HubClient offline = client(setting, "1");
            assertEquals(online, offline.model(HubFixture.B32, null, DownloadListener.none()));
            assertTrue(offline.file(B32, "main", "config.json", DownloadListener.none())
                    .fromCache());
            NetException missing = assertThrows(
                    NetException.class, () -> offline.model(HubFixture.L14, null, DownloadListener.none()));
            assertEquals(NetException.Reason.OFFLINE, missing.reason());
            assertTrue(missing.getMessage().contains("HF_HUB_OFFLINE"), missing.getMessage());
        }
        assertEquals(List.of(), served.hub().requests());
    }

    @Test
    void usesTheCachedCommitWithOneWarningWhenTheHubIsDown() throws IOException {
        HubSnapshot online = client().model(HubFixture.B32, null, DownloadListener.none());
        served.hub().close();

        HubSnapshot down = client().model(HubFixture.B32, null, DownloadListener.none());
        HubFile file = client().file(B32, "main", "config.json", DownloadListener.none());

        assertEquals(online.folder(), down.folder());
        assertEquals(1, down.warnings().size());
        assertTrue(down.warnings().get(0).contains(online.commit()), down.warnings()::toString);
        assertEquals(1, file.warnings().size());
        NetException missing =
                assertThrows(NetException.class, () -> client().model(HubFixture.L14, null, DownloadListener.none()));
        assertEquals(NetException.Reason.NETWORK, missing.reason());
    }

    @Test
    void keepsTheOldCommitWhenANewOneCannotBeFetchedWhole() throws IOException {
        HubSnapshot old = client().model(HubFixture.B32, null, DownloadListener.none());
        Files.write(served.root().resolve(HubFixture.B32).resolve("pytorch_model.bin"), HubFixture.bytes(9, 50_000));
        served.hub().fault("GET", "/cdn/", 100, Fault.answer(503, Map.of()));

        HubSnapshot now = client().model(HubFixture.B32, null, DownloadListener.none());

        assertEquals(old.commit(), now.commit());
        assertTrue(now.warnings().get(0).contains("503"), now.warnings()::toString);
        assertEquals(
                old.commit(),
                Files.readString(served.cache().resolve("models--openai--clip-vit-base-patch32/refs/main")));
    }

    @Test
    void movesAndCopiesWhereThereAreNoSymbolicLinks() throws IOException {
        HubClient client = client("HF_HUB_DISABLE_SYMLINKS", "1");
        HubFile first = client.file(B32, "main", "pytorch_model.bin", DownloadListener.none());
        assertFalse(Files.isSymbolicLink(first.path()));
        assertTrue(client.file(B32, "main", "pytorch_model.bin", DownloadListener.none())
                .fromCache());

        Path cacheOfPython = scratch.resolve("cache2");
        HubClient linking = HubFixture.client(served.hub().endpoint(), cacheOfPython);
        HubFile linked = linking.file(B32, "main", "pytorch_model.bin", DownloadListener.none());
        Files.delete(linked.path());
        HubFile copied = HubFixture.client(served.hub().endpoint(), cacheOfPython, "HF_HUB_DISABLE_SYMLINKS", "1")
                .file(B32, "main", "pytorch_model.bin", DownloadListener.none());
        assertTrue(copied.fromCache());
        assertFalse(Files.isSymbolicLink(copied.path()));
        assertArrayEquals(Files.readAllBytes(first.path()), Files.readAllBytes(copied.path()));
    }

    @Test
    void namesTheCacheThatCannotBeWritten() throws IOException {
        Path blocked = scratch.resolve("a-file");
        Files.writeString(blocked, "no folder");
        NetException refused = assertThrows(
                NetException.class, () -> HubFixture.client(served.hub().endpoint(), blocked.resolve("hub"))
                        .file(B32, "main", "config.json", DownloadListener.none()));
        assertEquals(NetException.Reason.CACHE_READ_ONLY, refused.reason());
        assertTrue(
                refused.getMessage().contains(blocked.resolve("hub").toString())
                        && refused.getMessage().contains("HF_HUB_CACHE"),
                refused.getMessage());
    }

    @Test
    void sweepsTemporariesOlderThanADay() throws IOException {
        Path blobs = Files.createDirectories(served.cache().resolve("models--openai--clip-vit-base-patch32/blobs"));
        Path stale = Files.writeString(blobs.resolve("abc.12345678.incomplete"), "x");
        Path young = Files.writeString(blobs.resolve("def.12345678.incomplete"), "x");
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(25 * 3600)));

        client().file(B32, "main", "config.json", DownloadListener.none());

        assertFalse(Files.exists(stale));
        assertTrue(Files.exists(young));
    }

    @Test
    void showsTheTokenToTheHubAlone() throws IOException {
        client().model(HubFixture.B32, null, DownloadListener.none());
        boolean sawCdn = false;
        for (StandInHub.Request request : served.hub().requests()) {
            boolean cdn = request.path().startsWith("/cdn/");
            sawCdn |= cdn;
            assertEquals(!cdn, request.headers().containsKey("Authorization"), request::toString);
        }
        assertTrue(sawCdn);
        assertFalse(HubFixture.holds(served.cache(), HubFixture.TOKEN));
        assertFalse(HubFixture.settings(served.hub().endpoint(), served.cache())
                .toString()
                .contains(HubFixture.TOKEN));
    }
}
