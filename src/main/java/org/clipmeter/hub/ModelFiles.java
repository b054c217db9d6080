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

/** Which files of a repository are needed for a purpose. */
enum ModelFiles {
    /** All files of a CLIP in Hugging Face format. */
    WHOLE("a complete model", "a CLIP checkpoint in Hugging Face format"),
    /** All files of a CLIP in the format of open_clip; a tokenizer beside them is optional. */
    OPEN_CLIP("a complete model of open_clip", "a CLIP checkpoint of open_clip"),
    /** The configuration and the weights alone, without the files that prepare images and texts. */
    NETWORK("its weights", "a CLIP checkpoint in Hugging Face format"),
    /** The files that prepare images and texts. */
    PREPARATION("its settings for images and its tokenizer", "a CLIP checkpoint in Hugging Face format"),
    /** The files of the tokenizer. */
    TOKENIZER("its tokenizer", "a CLIP checkpoint in Hugging Face format");

    private static final String PROCESSOR = "preprocessor_config.json";
    private static final String JOINT_PROCESSOR = "processor_config.json"; // transformers 5 writes this one
    private static final String TOKENIZER_FILE = "tokenizer.json";
    private static final String PIECES = "spiece.model"; // SigLIP's tokenizer
    private static final String OPEN_CLIP_CONFIG = "open_clip_config.json";

    /** Files that not every model has, but that change its numbers if they exist. */
    private static final List<String> OPTIONAL = List.of(
            PROCESSOR,
            JOINT_PROCESSOR,
            TOKENIZER_FILE,
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json");

    /** The weights, the best form first: each as one file, and as an index of shards. */
    private static final List<String> WEIGHTS = List.of("model.safetensors", "pytorch_model.bin");

    /** The weights of open_clip, the best form first. */
    private static final List<String> OPEN_CLIP_WEIGHTS =
            List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin");

    private static final long LONGEST_INDEX = 16 << 20;

    /** Provides the files of the repository at one commit. */
    @FunctionalInterface
    interface Source {
        /** The file; empty if the repository (or the cache, if only that is searched) does not have it. */
        Optional<Path> get(String path) throws NetException;
    }

    private final String title;
    private final String expected;

    ModelFiles(String title, String expected) {
        this.title = title;
        this.expected = expected;
    }

    /** What these files are, for messages. */
    String title() {
        return title;
    }

    /** What a repository with these files is, for messages. */
    String expected() {
        return expected;
    }

    /** The file that every such repository has. It is requested first, and its response determines the commit. */
    String first() {
        return this == OPEN_CLIP ? OPEN_CLIP_CONFIG : "config.json";
    }

    /**
     * Asks the source for every file needed, in order.
     *
     * @return the first requirement that the source does not meet; empty if everything is there
     */
    Optional<String> missing(Source source) throws NetException {
        if (source.get(first()).isEmpty()) {
            return Optional.of(first());
        }
        if (this == NETWORK) {
            return missingWeights(source);
        }
        Set<String> present = new HashSet<>();
        for (String optional : OPTIONAL) {
            if (source.get(optional).isPresent()) {
                present.add(optional);
            }
        }
        boolean hasTokenizer = present.contains(TOKENIZER_FILE)
                || (source.get("vocab.json").isPresent()
                        && source.get("merges.txt").isPresent());
        if (isSiglip(source.get(first()))) {
            hasTokenizer |= source.get(PIECES).isPresent(); // SigLIP 2 has tokenizer.json alone
        }
        if (this == OPEN_CLIP) {
            return missingOpenClipWeights(source);
        }
        if (this != TOKENIZER && !present.contains(PROCESSOR) && !present.contains(JOINT_PROCESSOR)) {
            return Optional.of(PROCESSOR + " (or " + JOINT_PROCESSOR + ")");
        }
        if (!hasTokenizer) {
            return Optional.of(TOKENIZER_FILE + " (or vocab.json and merges.txt)");
        }
        return this == WHOLE ? missingWeights(source) : Optional.empty();
    }

    /** Whether a config.json is SigLIP's; files that can't be read are refused when the model is loaded. */
    private static boolean isSiglip(Optional<Path> config) {
        if (config.isEmpty()) {
            return false;
        }
        try {
            JsonNode root = PythonJson.parse(LocalFile.read(config.get(), LONGEST_INDEX))
                    .root();
            return root.path("model_type").asText().equals("siglip");
        } catch (MalformedJsonException | FileException e) {
            return false;
        }
    }

    private static Optional<String> missingOpenClipWeights(Source source) throws NetException {
        for (String weights : OPEN_CLIP_WEIGHTS) {
            if (source.get(weights).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.of("weights: " + String.join(" or ", OPEN_CLIP_WEIGHTS));
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
