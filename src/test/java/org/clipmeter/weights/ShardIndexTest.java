package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.TorchFileTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardIndexTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeTwoShards() throws IOException {
        writeShard("s1.safetensors", "a");
        writeShard("s2.safetensors", "b");
    }

    private void writeShard(String file, String tensor) throws IOException {
        Files.write(
                folder.resolve(file),
                SafetensorsBytes.of(SafetensorsBytes.header(SafetensorsBytes.tensor(tensor, "U8", "1", 0, 1)), 1));
    }

    private void writeIndex(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json);
    }

    private void assertRefused(String... parts) {
        String message =
                assertThrows(WeightsException.class, () -> Weights.open(folder)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected '" + part + "' in: " + message);
        }
    }

    @Test
    void withoutAnIndexTheShardsAreNoWeights() throws IOException {
        assertRefused(
                "no weights found; expected model.safetensors,", "; found s1.safetensors and 1 more of other names");
        Files.delete(folder.resolve("s1.safetensors"));
        Files.move(folder.resolve("s2.safetensors"), folder.resolve("README.md"));
        assertRefused("or pytorch_model.bin.index.json");
        Files.writeString(folder.resolve("ViT-B-32.PT"), "");
        assertRefused("; found ViT-B-32.PT, which has another name");
    }

    @Test
    void readsAllShards() throws IOException {
        writeIndex("""
                {"metadata": {"total_size": 2, "more": [1, {"deep": null}]},
                 "weight_map": {"b": "s2.safetensors", "a": "s1.safetensors"}}
                """);
        Weights weights = Weights.open(folder);
        assertEquals(Set.of("a", "b"), weights.names());
        String both = weights.fingerprint();
        assertTrue(both.matches("[0-9a-f]{64}"), both);
        writeShard("s3.safetensors", "b");
        writeIndex("{\"weight_map\": {\"b\": \"s3.safetensors\", \"a\": \"s1.safetensors\"}}");
        assertEquals(both, Weights.open(folder).fingerprint());
        Files.write(folder.resolve("s3.safetensors"), new byte[1]);
        assertThrows(WeightsException.class, () -> Weights.open(folder));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../s1.safetensors",
                "/etc/s1.safetensors",
                "sub/s1.safetensors",
                "sub\\\\s1.safetensors",
                "C:s1.safetensors",
                "..safetensors",
                ".safetensors",
                "a..safetensors",
                "s1.safetensors\\u0000",
                "s1.bin",
                ""
            })
    void refusesAShardOutsideTheFolder(String shard) throws IOException {
        writeIndex("{\"weight_map\": {\"a\": \"" + shard + "\"}}");
        assertRefused("in weight_map, tensor 'a' is in", "plain name");
    }

    @Test
    void namesAMissingShard() throws IOException {
        writeIndex("{\"weight_map\": {\"a\": \"s1.safetensors\", \"c\": \"s3.safetensors\"}}");
        assertRefused("shard s3.safetensors", "'c'", "missing");
    }

    @Test
    void namesATensorMissingFromItsShard() throws IOException {
        writeIndex(
                "{\"weight_map\": {\"a\": \"s1.safetensors\", \"b\": \"s2.safetensors\", \"c\": \"s2.safetensors\"}}");
        assertRefused("'c' is missing from its shard s2.safetensors");
        writeIndex("{\"weight_map\": {\"a\": \"s2.safetensors\", \"b\": \"s1.safetensors\"}}");
        assertRefused("'a' is missing from its shard s2.safetensors (it is in s1.safetensors)");
    }

    @Test
    void namesATensorInTwoShards() throws IOException {
        writeShard("s3.safetensors", "a");
        Files.delete(folder.resolve("s2.safetensors"));
        writeIndex("{\"weight_map\": {\"a\": \"s1.safetensors\", \"x\": \"s3.safetensors\"}}");
        assertRefused("'a' is in two shards, s1.safetensors and s3.safetensors");
    }

    @Test
    void namesATensorThatTheIndexLeavesOut() throws IOException {
        writeShard("s3.safetensors", "extra");
        writeIndex("{\"weight_map\": {\"a\": \"s1.safetensors\", \"x\": \"s3.safetensors\"}}");
        assertRefused("'extra' of shard s3.safetensors is not in weight_map");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"weight_map\": {}}",
                "{\"weight_map\": []}",
                "{\"weight_map\": {\"a\": \"s1.safetensors\"}} {}",
                "{\"weight_map\": {\"a\": {\"b\": 1}}}",
                "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
            })
    void refusesAnIndexOfAnotherForm(String json) throws IOException {
        writeIndex(json);
        assertRefused("model.safetensors.index.json");
    }

    @Test
    void readsAnIndexAsPythonReadsItAndSaysSo() throws IOException {
        writeIndex("""
                {"metadata": {"total_size": NaN}, "weight_map": {"a": "nowhere.safetensors", "b": "s2.safetensors",
                 "a": "s1.safetensors"}}""");
        Weights weights = Weights.open(folder);
        assertEquals(Set.of("a", "b"), weights.names());
        String warnings = String.join("\n", weights.warnings());
        assertTrue(warnings.contains("the key \"a\" appears more than once; the last value counts"), warnings);
        assertTrue(warnings.contains("it holds NaN"), warnings);
    }

    @Test
    void readsShardsThatTorchSaved() throws IOException {
        Files.delete(folder.resolve("s1.safetensors"));
        TorchFileTest.writeZip(folder.resolve("pytorch_model-00001-of-00001.bin"), "w");
        String index = "{\"weight_map\": {\"w\": \"%s\"}}";
        Path file = folder.resolve("pytorch_model.bin.index.json");
        Files.writeString(file, index.formatted("pytorch_model-00001-of-00001.bin"));
        assertEquals(Set.of("w"), Weights.open(folder).names());
        Files.writeString(file, index.formatted("s2.safetensors"));
        assertRefused("in weight_map, tensor 'w' is in \"s2.safetensors\", expected the plain name of a .bin file");
        Files.writeString(file, index.formatted("pytorch_model-00002-of-00002.bin"));
        assertRefused("the shard pytorch_model-00002-of-00002.bin, which holds tensor 'w', is missing");
    }

    @Test
    void aWholeFileWinsOverAnIndexAndItsErrorStands() throws IOException {
        writeIndex("{\"weight_map\": {\"a\": \"s1.safetensors\"}}");
        Files.write(folder.resolve("model.safetensors"), new byte[3]);
        assertRefused("model.safetensors ", "3 bytes");
    }
}
