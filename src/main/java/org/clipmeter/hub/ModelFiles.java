package org.clipmeter.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;

/** Which files of a repository a CLIP model needs. */
final class ModelFiles {
    /** The file every model has: it is asked for first and settles the commit. */
    static final String CONFIG = "config.json";

    private static final long LARGEST_INDEX = 16 << 20;
    private static final String INDEX = "model.safetensors.index.json";

    /** Gives a file of the repository at one commit. */
    @FunctionalInterface
    interface Source {
        /** The file, or nothing where the repository (or the cache alone) has none. */
        Optional<Path> get(String path) throws HubException;
    }

    private ModelFiles() {}

    /**
     * Asks the source for every file needed, in order.
     *
     * @return the first requirement that the source does not meet, or nothing when all are there
     */
    static Optional<String> missing(Source source) throws HubException {
        if (source.get(CONFIG).isEmpty()) {
            return Optional.of(CONFIG);
        }
        boolean processor = source.get("preprocessor_config.json").isPresent()
                || source.get("processor_config.json").isPresent(); // transformers 5 writes this one
        if (!processor) {
            return Optional.of("preprocessor_config.json (or processor_config.json)");
        }
        boolean tokenizer = source.get("tokenizer.json").isPresent()
                || (source.get("vocab.json").isPresent()
                        && source.get("merges.txt").isPresent());
        if (!tokenizer) {
            return Optional.of("tokenizer.json (or vocab.json and merges.txt)");
        }
        if (source.get("model.safetensors").isPresent()) {
            return Optional.empty();
        }
        Optional<Path> index = source.get(INDEX);
        if (index.isPresent()) {
            for (String shard : shards(index.get())) {
                if (source.get(shard).isEmpty()) {
                    return Optional.of(shard + " (named in " + INDEX + ")");
                }
            }
            return Optional.empty();
        }
        return source.get("pytorch_model.bin").isPresent()
                ? Optional.empty()
                : Optional.of("weights: model.safetensors, " + INDEX + " or pytorch_model.bin");
    }

    private static Set<String> shards(Path index) throws HubException {
        JsonNode map;
        try {
            map = new ObjectMapper()
                    .readTree(LocalFile.read(index, LARGEST_INDEX))
                    .path("weight_map");
        } catch (JacksonException e) {
            throw corrupt(index, "is not JSON");
        } catch (FileException e) {
            throw corrupt(index, e.reason());
        } catch (IOException e) {
            throw corrupt(index, "cannot be read (" + e.getMessage() + ")");
        }
        Set<String> shards = new TreeSet<>();
        for (JsonNode shard : map) {
            SafeNames.check("weight_map of " + INDEX + ": shard", shard.asText());
            shards.add(shard.asText());
        }
        if (shards.isEmpty()) {
            throw corrupt(index, "names no shard in weight_map");
        }
        return shards;
    }

    private static HubException corrupt(Path index, String fault) {
        return new HubException(
                HubException.Kind.CORRUPT,
                index + " " + fault + "; expected {\"weight_map\": {tensor: file}}; delete it and try again, or choose"
                        + " another revision");
    }
}
