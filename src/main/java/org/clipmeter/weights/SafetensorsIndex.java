package org.clipmeter.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.clipmeter.files.LocalFile;

/** Reads model.safetensors.index.json and the shards it names, which lie beside it. */
final class SafetensorsIndex {
    private static final long MAX_INDEX = 16 << 20;
    private static final int MAX_TENSORS = 65_536;
    private static final int MAX_SHARDS = 1_024;
    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}\\.safetensors");

    private SafetensorsIndex() {}

    static Checkpoint read(WeightFile index) throws WeightsException {
        if (index.size() > MAX_INDEX) {
            throw index.refused("has " + index.size() + " bytes, expected at most " + MAX_INDEX);
        }
        Map<String, String> weightMap = new LinkedHashMap<>();
        try (JsonParser json = Safetensors.parser(index.map(0, index.size()))) {
            parse(index, json, weightMap);
        } catch (WeightsException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new WeightsException(index.path() + ": not a valid index: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new WeightsException(index.path() + ": not a valid index: not UTF-8 text", e);
        }
        return shards(index, weightMap);
    }

    private static void parse(WeightFile index, JsonParser json, Map<String, String> weightMap) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw index.refused("is not a JSON object");
        }
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isMap = json.currentName().equals("weight_map");
            if (json.nextToken() == JsonToken.START_OBJECT && isMap) {
                found = true;
                weightMap(index, json, weightMap);
            } else {
                json.skipChildren();
            }
        }
        if (!found || weightMap.isEmpty() || json.nextToken() != null) {
            throw index.refused("holds no weight_map from tensor names to shard files, or goes on after it");
        }
    }

    private static void weightMap(WeightFile index, JsonParser json, Map<String, String> weightMap) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String tensor = json.currentName();
            String shard = json.nextToken() == JsonToken.VALUE_STRING ? json.getText() : "";
            if (!SHARD.matcher(shard).matches() || shard.contains("..")) {
                throw index.refused("weight_map sends tensor '" + tensor + "' to '" + shard
                        + "', expected the plain name of a .safetensors file in the same folder");
            }
            if (weightMap.size() == MAX_TENSORS) {
                throw index.refused("weight_map names more than " + MAX_TENSORS + " tensors");
            }
            weightMap.put(tensor, shard);
        }
    }

    private static Checkpoint shards(WeightFile index, Map<String, String> weightMap) throws WeightsException {
        Map<String, WeightFile> files = new TreeMap<>();
        for (Map.Entry<String, String> entry : weightMap.entrySet()) {
            String shard = entry.getValue();
            if (!files.containsKey(shard)) {
                Path path = index.path().resolveSibling(shard);
                if (!LocalFile.exists(path)) {
                    throw index.refused("the shard " + shard + ", which holds tensor '" + entry.getKey()
                            + "', is missing; download it into the same folder");
                }
                if (files.size() == MAX_SHARDS) {
                    throw index.refused("names more than " + MAX_SHARDS + " shards");
                }
                files.put(shard, WeightFile.of(path));
            }
        }
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        Map<String, String> foundIn = new LinkedHashMap<>();
        for (Map.Entry<String, WeightFile> file : files.entrySet()) {
            for (Map.Entry<String, TensorView> tensor :
                    Safetensors.read(file.getValue()).entrySet()) {
                String name = tensor.getKey();
                String other = foundIn.put(name, file.getKey());
                if (other != null) {
                    throw index.refused("tensor '" + name + "' is in two shards, " + other + " and " + file.getKey());
                }
                if (!weightMap.containsKey(name)) {
                    throw index.refused("tensor '" + name + "' of shard " + file.getKey() + " is not in weight_map");
                }
                tensors.put(name, tensor.getValue());
            }
        }
        for (Map.Entry<String, String> entry : weightMap.entrySet()) {
            String shard = entry.getValue();
            String found = foundIn.get(entry.getKey());
            if (!shard.equals(found)) {
                throw index.refused("tensor '" + entry.getKey() + "' is missing from its shard " + shard
                        + (found == null ? "" : " (it is in " + found + ")"));
            }
        }
        return new Checkpoint(List.copyOf(files.values()), tensors);
    }
}
