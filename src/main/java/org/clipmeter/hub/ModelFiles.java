package org.clipmeter.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.MalformedJsonException;
import org.clipmeter.files.PythonJson;
import org.clipmeter.net.NetException;

/** Which files of a repository a CLIP model needs. */
final class ModelFiles {
    /** The file that every model has. It is requested first, and its response determines the commit. */
    static final String CONFIG = "config.json";

    private static final String PROCESSOR = "preprocessor_config.json";
    private static final String JOINT_PROCESSOR = "processor_config.json"; // transformers 5 writes this one
    private static final String TOKENIZER = "tokenizer.json";

    /** Files that not every model has, but that change its numbers if they exist. */
    private static final List<String> OPTIONAL = List.of(
            PROCESSOR,
            JOINT_PROCESSOR,
            TOKENIZER,
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json");

    /** The weights, the best form first: each as one file, and as an index of shards. */
    private static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");

    private static final long LONGEST_INDEX = 16 << 20;

    /** Provides the files of the repository at one commit. */
    @FunctionalInterface
    interface Source {
        /** The file; empty if the repository (or the cache, if only that is searched) does not have it. */
        Optional<Path> get(String path) throws NetException;
    }

    private ModelFiles() {}

    /**
     * Asks the source for every file needed, in order.
     *
     * @return the first requirement that the source does not meet; empty if everything is there
     */
    static Optional<String> missing(Source source) throws NetException {
        if (source.get(CONFIG).isEmpty()) {
            return Optional.of(CONFIG);
        }
        Set<String> present = new HashSet<>();
        for (String optional : OPTIONAL) {
            if (source.get(optional).isPresent()) {
                present.add(optional);
            }
        }
        if (!present.contains(PROCESSOR) && !present.contains(JOINT_PROCESSOR)) {
            return Optional.of(PROCESSOR + " (or " + JOINT_PROCESSOR + ")");
        }
        boolean tokenizer = present.contains(TOKENIZER)
                || (source.get("vocab.json").isPresent()
                        && source.get("merges.txt").isPresent());
        if (!tokenizer) {
            return Optional.of(TOKENIZER + " (or vocab.json and merges.txt)");
        }
        return missingWeights(source);
    }

    /**
     * Whether the source knows, for every file that may change a model's numbers, the file or that it does not exist.
     */
    static boolean allKnown(Predicate<String> known) {
        return OPTIONAL.stream().allMatch(known);
    }

    private static Optional<String> missingWeights(Source source) throws NetException {
        for (String weights : WEIGHTS) {
            if (source.get(weights).isPresent()) {
                return Optional.empty();
            }
            String indexName = weights + ".index.json";
            Optional<Path> index = source.get(indexName);
            if (index.isPresent()) {
                for (String shard : shards(index.get(), indexName)) {
                    if (source.get(shard).isEmpty()) {
                        return Optional.of(shard + " (named in " + indexName + ")");
                    }
                }
                return Optional.empty();
            }
        }
        return Optional.of(
                "weights: " + String.join(" or ", WEIGHTS) + ", or one of them with .index.json and its shards");
    }

    private static Set<String> shards(Path index, String indexName) throws NetException {
        JsonNode map;
        try {
            map = PythonJson.parse(LocalFile.read(index, LONGEST_INDEX)).root().path("weight_map");
        } catch (MalformedJsonException e) {
            throw corrupt(index, String.valueOf(e.getMessage()));
        } catch (FileException e) {
            throw corrupt(index, e.reason());
        }
        Set<String> shards = new TreeSet<>();
        for (JsonNode shard : map) {
            SafeNames.check("weight_map of " + indexName + ": shard", shard.asText());
            shards.add(shard.asText());
        }
        if (shards.isEmpty()) {
            throw corrupt(index, "names no shard in weight_map");
        }
        return shards;
    }

    private static NetException corrupt(Path index, String fault) {
        return new NetException(
                NetException.Reason.CORRUPT,
                index + " " + fault
                        + ", expected {\"weight_map\": {tensor: file}}; delete the file and try again, or choose"
                        + " another revision");
    }
}
