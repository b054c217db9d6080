package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.Placeholder;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a folder's files describe, combined as in transformers 5's
 * {@code PreTrainedTokenizerBase._from_pretrained}: from {@code added_tokens_decoder} of tokenizer_config.json if it
 * exists, else from special_tokens_map.json, added_tokens.json and the added tokens of tokenizer.json, of which the
 * later overrides the earlier.
 */
final class TokenArguments {
    private static final String EXTRA = "extra_special_tokens";
    private static final String FORMER_EXTRA = "additional_special_tokens";
    private static final String DECODER = "added_tokens_decoder";
    private static final String FURTHER = "model_specific_special_tokens";

    private final Path folder;
    /** The values of the settings' keys: a JSON value, a token, or a list of both. */
    private final Map<String, Object> settings = new LinkedHashMap<>();
    /** The file that each setting comes from. */
    private final Map<String, Path> sources = new HashMap<>();
    /** Added tokens by the ids in the files, which are not the ids that they get. */
    private final Map<Long, AddedToken> added = new TreeMap<>();

    private final Map<String, AddedToken> addedByText = new HashMap<>();

    /** The texts of extra special tokens; a token of added_tokens.json with such a text is special. */
    private final Set<String> extraTexts = new HashSet<>();

    private TokenArguments(Path folder) {
        this.folder = folder;
    }

    /**
     * Combines the files of a folder.
     *
     * @param config tokenizer_config.json, empty if it does not exist
     * @param tokenizer tokenizer.json, or null if it does not exist
     * @throws IOException in one line, if transformers would not accept a value
     */
    static TokenArguments read(
            Path folder, ObjectNode config, @Nullable PublishedTokenizer tokenizer, List<String> warnings)
            throws IOException {
        TokenArguments arguments = new TokenArguments(folder);
        arguments.takeConfig(config);
        if (config.has(DECODER)) {
            arguments.takeDecoder(config.path(DECODER));
            for (String unread : List.of(TokenizerFolder.SPECIAL_TOKENS, TokenizerFolder.ADDED_TOKENS)) {
                Placeholder.unread(folder.resolve(unread), TokenizerFolder.CONFIG + " has " + DECODER)
                        .ifPresent(warnings::add);
            }
        } else {
            arguments.takeSpecialTokensMap(warnings);
            arguments.takeAddedTokens(warnings);
            if (tokenizer != null) {
                arguments.takeTokenizer(tokenizer.addedTokens());
            }
        }
        arguments.describeNamedTokens();
        return arguments;
    }

    private void takeConfig(ObjectNode config) throws IOException {
        Path file = folder.resolve(TokenizerFolder.CONFIG);
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            set(entry.getKey(), entry.getValue(), file);
        }
        if (settings.containsKey(FORMER_EXTRA) && isFalse(settings.get(EXTRA))) {
            set(EXTRA, settings.remove(FORMER_EXTRA), file);
        }
        Map<String, AddedToken> further = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : config.properties()) {
            boolean token =
                    entry.getKey().endsWith("_token") && entry.getValue().isTextual();
            if (token && !SpecialTokens.NAMED.contains(entry.getKey())) {
                further.put(entry.getKey(), AddedToken.text(entry.getValue().textValue()));
                settings.remove(entry.getKey());
            }
        }
        if (settings.get(EXTRA) instanceof ObjectNode named) {
            settings.remove(EXTRA);
            further.putAll(tokens(file, EXTRA, named));
        }
        if (!further.isEmpty()) {
            set(FURTHER, further, file);
        } else if (settings.get(FURTHER) instanceof ObjectNode named) {
            set(FURTHER, tokens(file, FURTHER, named), file);
        }
    }

    private void takeDecoder(JsonNode decoder) throws IOException {
        Path file = folder.resolve(TokenizerFolder.CONFIG);
        if (!decoder.isObject()) {
            throw wrong(file, DECODER, "an object of ids and tokens", decoder);
        }
        for (Map.Entry<String, JsonNode> entry : decoder.properties()) {
            String id = entry.getKey();
            if (!id.matches("-?[0-9]{1,18}")) {
                throw new FileException(
                        file, DECODER + ": expected a whole number as id, got " + JsonObjectFile.quoted(id));
            }
            if (!entry.getValue().isObject()) {
                throw wrong(file, DECODER + '.' + id, "an object", entry.getValue());
            }
            add(Long.parseLong(id), AddedToken.of(file, entry.getValue()));
        }
    }

    private void takeSpecialTokensMap(List<String> warnings) throws IOException {
        Path file = folder.resolve(TokenizerFolder.SPECIAL_TOKENS);
        ObjectNode map = TokenizerFolder.objectIfPresent(file, warnings);
        if (map == null) {
            return;
        }
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (value instanceof ObjectNode object && !key.equals(EXTRA)) {
                set(key, AddedToken.of(file, object).asSpecial(), file);
            } else if (value.isArray() && key.equals(EXTRA)) {
                set(key, joinedExtra(file, value), file);
            } else {
                set(key, value, file);
            }
        }
        if (settings.get(EXTRA) instanceof ObjectNode named) {
            settings.remove(EXTRA);
            Map<String, AddedToken> further = new LinkedHashMap<>(furtherTokens());
            further.putAll(tokens(file, EXTRA, named));
            set(FURTHER, further, file);
        }
    }

    private List<AddedToken> joinedExtra(Path file, JsonNode more) throws IOException {
        if (settings.get(EXTRA) instanceof JsonNode tokens) {
            addTexts(tokens);
        }
        List<AddedToken> joined = new ArrayList<>(isFalse(settings.get(EXTRA)) ? List.of() : extra());
        for (JsonNode entry : more) {
            if (entry.isObject() && entry.has("special")) {
                throw wrong(file, EXTRA, "tokens without the key special", entry);
            }
            AddedToken token = entry.isObject() ? AddedToken.of(file, entry).asSpecial() : token(file, EXTRA, entry);
            if (joined.stream().noneMatch(token::same)) {
                joined.add(token);
            }
            extraTexts.add(token.content());
        }
        return joined;
    }

    /** Adds only texts: objects with a type are not yet tokens when transformers compares the texts. */
    private void addTexts(JsonNode tokens) {
        for (JsonNode token : tokens) {
            if (token.isTextual()) {
                extraTexts.add(token.textValue());
            }
        }
    }

    private void takeAddedTokens(List<String> warnings) throws IOException {
        Path file = folder.resolve(TokenizerFolder.ADDED_TOKENS);
        ObjectNode listed = TokenizerFolder.objectIfPresent(file, warnings);
        if (listed == null) {
            return;
        }
        Set<String> special = new HashSet<>(extraTexts);
        for (String name : SpecialTokens.NAMED) {
            Object value = settings.get(name);
            if (value instanceof AddedToken token) {
                special.add(token.content());
            } else if (value instanceof JsonNode json && json.isTextual()) {
                special.add(json.textValue());
            }
        }
        if (settings.get(EXTRA) instanceof JsonNode tokens) {
            addTexts(tokens);
            special.addAll(extraTexts);
        }
        for (Map.Entry<String, JsonNode> entry : listed.properties()) {
            JsonNode id = entry.getValue();
            if (!id.canConvertToLong() || !id.isIntegralNumber()) {
                throw wrong(file, '"' + entry.getKey() + '"', "a whole number as id", id);
            }
            add(id.longValue(), AddedToken.listed(entry.getKey(), special.contains(entry.getKey())));
        }
    }

    private void takeTokenizer(JsonNode tokens) throws IOException {
        Path file = folder.resolve(TokenizerFolder.TOKENIZER);
        if (!tokens.isArray()) {
            throw wrong(file, "added_tokens", "a list (transformers needs it, also if empty)", tokens);
        }
        for (JsonNode token : tokens) {
            JsonNode id = token.path("id");
            if (!token.isObject() || !id.isIntegralNumber() || !id.canConvertToLong()) {
                throw wrong(file, "added_tokens", "objects with an id", token);
            }
            add(id.longValue(), AddedToken.of(file, token));
        }
    }

    /** Gives a named token that is stored as text the flags of the added token with that text. */
    private void describeNamedTokens() throws IOException {
        for (String name : SpecialTokens.NAMED) {
            AddedToken token = settings.containsKey(name) ? named(name) : null;
            if (token != null) {
                settings.put(name, addedByText.getOrDefault(token.content(), token));
            }
        }
    }

    private void add(long id, AddedToken token) {
        added.put(id, token);
        addedByText.put(token.content(), token);
    }

    private void set(String key, @Nullable Object value, Path file) {
        settings.put(key, value == null ? NullNode.getInstance() : value);
        sources.put(key, file);
    }

    /** The file that a setting comes from. */
    Path source(String key) {
        return sources.getOrDefault(key, folder.resolve(TokenizerFolder.CONFIG));
    }

    /** The added tokens by the ids in the files, in the order of these ids. */
    Map<Long, AddedToken> added() {
        return added;
    }

    /** Whether the files set a named token, even if to null. */
    boolean has(String name) {
        return settings.containsKey(name);
    }

    /** A named token; null if it is not set, or set to null. */
    @Nullable
    AddedToken named(String name) throws IOException {
        Object value = settings.get(name);
        if (value == null || value instanceof JsonNode json && json.isNull()) {
            return null;
        }
        return value instanceof AddedToken token ? token : token(source(name), name, (JsonNode) value);
    }

    /** Tokens with other names than the standard ones: first those of keys that end in _token, then those of a map. */
    Map<String, AddedToken> further() throws IOException {
        Map<String, AddedToken> all = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : settings.entrySet()) {
            String key = entry.getKey();
            Object value = entry.getValue();
            if (!key.endsWith("_token") || SpecialTokens.NAMED.contains(key)) {
                continue;
            }
            if (value instanceof AddedToken token) {
                all.put(key, token);
            } else if (value instanceof JsonNode json && (json.isTextual() || isTypedToken(json))) {
                all.put(key, token(source(key), key, json));
            }
        }
        all.putAll(furtherTokens());
        return all;
    }

    @SuppressWarnings("unchecked")
    private Map<String, AddedToken> furtherTokens() throws IOException {
        Object value = settings.get(FURTHER);
        if (value == null || value instanceof JsonNode json && json.isNull()) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return (Map<String, AddedToken>) map;
        }
        throw new FileException(
                source(FURTHER), FURTHER + ": expected an object of names and tokens, got " + shown(value));
    }

    /** Special tokens without names. */
    @SuppressWarnings("unchecked")
    List<AddedToken> extra() throws IOException {
        String key = settings.containsKey(EXTRA) ? EXTRA : FORMER_EXTRA;
        Object value = settings.get(key);
        if (value == null || value instanceof JsonNode json && json.isNull()) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return (List<AddedToken>) list;
        }
        if (!(value instanceof JsonNode json) || !json.isArray()) {
            throw new FileException(source(key), key + ": expected a list of tokens, got " + shown(value));
        }
        List<AddedToken> tokens = new ArrayList<>();
        for (JsonNode entry : json) {
            tokens.add(token(source(key), key, entry));
        }
        return tokens;
    }

    /** A setting that is not a token; a missing node if it is not set. */
    JsonNode setting(String key) {
        return settings.get(key) instanceof JsonNode json ? json : MissingNode.getInstance();
    }

    private static Map<String, AddedToken> tokens(Path file, String key, ObjectNode named) throws IOException {
        Map<String, AddedToken> tokens = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : named.properties()) {
            tokens.put(entry.getKey(), token(file, key + '.' + entry.getKey(), entry.getValue()));
        }
        return tokens;
    }

    private static AddedToken token(Path file, String key, JsonNode value) throws IOException {
        if (value.isTextual()) {
            return AddedToken.text(value.textValue());
        }
        if (isTypedToken(value)) {
            return AddedToken.of(file, value);
        }
        throw wrong(file, key, "a token's text, or an object with \"__type\": \"AddedToken\"", value);
    }

    private static boolean isTypedToken(JsonNode value) {
        return value.isObject() && value.path("__type").asText().equals("AddedToken");
    }

    /** Whether a setting counts as false in Python. */
    static boolean isFalse(@Nullable Object value) {
        if (value instanceof JsonNode json) {
            return switch (json.getNodeType()) {
                case NULL, MISSING -> true;
                case BOOLEAN -> !json.booleanValue();
                case NUMBER -> json.doubleValue() == 0;
                case STRING -> json.textValue().isEmpty();
                case ARRAY, OBJECT -> json.isEmpty();
                default -> false;
            };
        }
        return value == null || value instanceof List<?> list && list.isEmpty();
    }

    private static String shown(Object value) {
        return value instanceof JsonNode json ? JsonObjectFile.shown(json) : "tokens of another form";
    }

    private static FileException wrong(Path file, String key, String expected, JsonNode got) {
        return new FileException(file, key + ": expected " + expected + ", got " + JsonObjectFile.shown(got));
    }
}
