package org.clipmeter.weights;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.weights.file.Entries;
import org.clipmeter.weights.file.TensorView;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;
import org.clipmeter.weights.torch.TorchFile;

/**
 * Reads model.safetensors.index.json or pytorch_model.bin.index.json and the shards that it names, which are in the
 * same folder. The index must be correct: every tensor is in the shard that it names, and no shard has a tensor that it
 * omits.
 */
final class ShardIndex {
    private static final String AGAIN = "; download the file again";
    private static final String SAME = "; take the index and all shards from the same checkpoint";
    private static final long MAX_INDEX = 16 << 20;
    private static final int MAX_TENSORS = 65_536;
    private static final int MAX_SHARDS = 1_024;
    private static final int LONGEST_NAME = 100;

    /** The file format of an index's shards, which the ending of their names shows. */
    enum Format {
        SAFETENSORS(".safetensors"),
        TORCH(".bin");

        private final String suffix;
        private final Pattern shard;

        Format(String suffix) {
            this.suffix = suffix;
            this.shard = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}" + Pattern.quote(suffix));
        }

        private boolean isShard(String name) {
            return shard.matcher(name).matches() && !name.contains("..");
        }

        private Entries read(WeightFile file) throws WeightsException {
            return this == SAFETENSORS ? Safetensors.read(file) : TorchFile.read(file);
        }
    }

    private final WeightFile index;
    private final Format format;

    private ShardIndex(WeightFile index, Format format) {
        this.index = index;
        this.format = format;
    }

    static Checkpoint read(WeightFile index, Format format) throws WeightsException {
        return new ShardIndex(index, format).read();
    }

    private Checkpoint read() throws WeightsException {
        JsonObjectFile document;
        try {
            document = JsonObjectFile.read(index.path(), MAX_INDEX);
        } catch (FileException e) {
            throw new WeightsException(String.valueOf(e.getMessage()), e);
        }
        return shards(weightMap(document.root().path("weight_map")), document.warnings());
    }

    private Map<String, String> weightMap(JsonNode node) throws WeightsException {
        if (!node.isObject() || node.isEmpty()) {
            throw index.refused("holds no weight_map from tensor names to shard files" + AGAIN);
        }
        if (node.size() > MAX_TENSORS) {
            throw index.refused(
                    "names " + node.size() + " tensors in weight_map, expected at most " + MAX_TENSORS + AGAIN);
        }
        Map<String, String> weightMap = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String shard = entry.getValue().isTextual() ? entry.getValue().asText() : "";
            if (!format.isShard(shard)) {
                throw index.refused("in weight_map, tensor '" + OneLine.name(entry.getKey(), LONGEST_NAME) + "' is in "
                        + JsonObjectFile.shown(entry.getValue()) + ", expected the plain name of a " + format.suffix
                        + " file in the same folder" + AGAIN);
            }
            weightMap.put(entry.getKey(), shard);
        }
        return weightMap;
    }

    private Checkpoint shards(Map<String, String> weightMap, List<String> warnings) throws WeightsException {
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
                    throw index.refused("names more than " + MAX_SHARDS + " shards" + AGAIN);
                }
                files.put(shard, WeightFile.of(path));
            }
        }
        return new Checkpoint(List.copyOf(files.values()), () -> entries(files, weightMap), warnings);
    }

    private Entries entries(Map<String, WeightFile> files, Map<String, String> weightMap) throws WeightsException {
        Map<String, TensorView> tensors = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        Map<String, String> foundIn = new LinkedHashMap<>();
        for (Map.Entry<String, WeightFile> file : files.entrySet()) {
            Entries entries = format.read(file.getValue());
            others.putAll(entries.others());
            entries.others().keySet().forEach(name -> foundIn.putIfAbsent(name, file.getKey()));
            for (Map.Entry<String, TensorView> tensor : entries.tensors().entrySet()) {
                String name = tensor.getKey();
                String other = foundIn.put(name, file.getKey());
                if (other != null) {
                    throw index.refused(
                            "tensor '" + name + "' is in two shards, " + other + " and " + file.getKey() + SAME);
                }
                if (!weightMap.containsKey(name)) {
                    throw index.refused(
                            "tensor '" + name + "' of shard " + file.getKey() + " is not in weight_map" + SAME);
                }
                tensors.put(name, tensor.getValue());
            }
        }
        for (Map.Entry<String, String> entry : weightMap.entrySet()) {
            String shard = entry.getValue();
            String found = foundIn.get(entry.getKey());
            if (!shard.equals(found)) {
                throw index.refused("tensor '" + entry.getKey() + "' is missing from its shard " + shard
                        + (found == null ? "" : " (it is in " + found + ")") + SAME);
            }
        }
        return new Entries(tensors, others);
    }
}
