package org.clipmeter.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsIndexTest {
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
                SafetensorsBytes.of("{\"" + tensor + "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1));
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
        assertRefused("weight_map sends tensor 'a' to", "plain name");
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
                "{\"weight_map\": {\"a\": \"s1.safetensors\", \"a\": \"s1.safetensors\"}}",
                "{\"weight_map\": {\"a\": {\"b\": 1}}}",
                "{\"metadata\": [[[[[[[[[[]]]]]]]]]], \"weight_map\": {\"a\": \"s1.safetensors\"}}"
            })
    void refusesAnIndexOfAnotherForm(String json) throws IOException {
        writeIndex(json);
        assertRefused("model.safetensors.index.json");
    }

    @Test
    void aWholeFileWinsOverAnIndexAndItsErrorStands() throws IOException {
        writeIndex("{\"weight_map\": {\"a\": \"s1.safetensors\"}}");
        Files.write(folder.resolve("model.safetensors"), new byte[3]);
        assertRefused("model.safetensors: ", "3 bytes");
    }
}
