package org.clipmeter.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.text.pieces.UnigramPieces;

/**
 * SigLIP's tokenizer: lower case, no punctuation, then the pieces of a unigram model. Every text has the same number of
 * tokens, padding included. It is computed in Java, so there is nothing to close; several threads may use it.
 */
public final class SiglipTokenizer implements TextTokenizer {
    private static final String CLASS = "SiglipTokenizer";
    private static final String PIECES = "spiece.model";
    private static final String SPACE = "\u2581";

    /** The punctuation that is removed: Python's {@code string.punctuation}. */
    private static final Pattern PUNCTUATION = Pattern.compile("[!-/:-@\\[-`{-~]");

    /** What Python takes for white space. */
    private static final String SPACES =
            "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";

    private static final Pattern WHITE_SPACE = Pattern.compile(SPACES);
    private static final Pattern LEADING_SPACE = Pattern.compile("^" + SPACES);

    /**
     * A token that is cut out of a text before the text is cleaned.
     *
     * @param token its text, and whether white space around it belongs to it
     */
    private record Special(AddedToken token, int id) {}

    private final UnigramPieces pieces;
    private final boolean lowerCase;
    private final String unknown;
    /** How many pieces the text of the unknown token has, which is put before every text, so that its space counts. */
    private final int unknownLength;

    private final Map<String, Special> special;
    private final long endId;
    private final PaddedTokens padding;
    private final List<String> warnings;

    private SiglipTokenizer(
            UnigramPieces pieces,
            boolean lowerCase,
            String unknown,
            Map<String, Special> special,
            long endId,
            PaddedTokens padding,
            List<String> warnings) {
        this.pieces = pieces;
        this.lowerCase = lowerCase;
        this.unknown = unknown;
        this.unknownLength = pieces.split(unknown).size();
        this.special = special;
        this.endId = endId;
        this.padding = padding;
        this.warnings = warnings;
    }

    /**
     * Opens the tokenizer of a model folder as transformers 5's SiglipTokenizer does: from {@code spiece.model} and the
     * settings of {@code tokenizer_config.json}. Its {@code tokenizer.json} is not used, as in transformers.
     *
     * @param length how many tokens every text has, the model's max_position_embeddings
     * @param embeddings the number of the model's token embeddings, its vocab_size
     * @throws IOException in one line, if a file is missing or broken, or if the files require another tokenizer
     */
    public static SiglipTokenizer open(Path folder, int length, int embeddings) throws IOException {
        try {
            return opened(folder, length, embeddings);
        } catch (FileException e) {
            throw e.in(Section.MODEL);
        }
    }

    private static SiglipTokenizer opened(Path folder, int length, int embeddings) throws IOException {
        String named = className(folder);
        if (!named.isEmpty() && !named.equals(CLASS)) {
            throw new FileException(
                    folder.resolve(TokenizerFolder.CONFIG),
                    "tokenizer_class: expected SiglipTokenizer, GemmaTokenizer or Siglip2Tokenizer, got "
                            + JsonObjectFile.quoted(named));
        }
        List<String> warnings = new ArrayList<>();
        ObjectNode config = TokenizerFolder.objectIfPresent(folder.resolve(TokenizerFolder.CONFIG), warnings);
        TokenArguments arguments = TokenArguments.read(
                folder, config == null ? JsonNodeFactory.instance.objectNode() : config, null, warnings);
        TokenizerFolder.requireKnownSettings(arguments);
        if (!TokenArguments.isFalse(arguments.setting("sp_model_kwargs"))) {
            throw new FileException(
                    arguments.source("sp_model_kwargs"), "sp_model_kwargs: this setting is not supported");
        }
        UnigramPieces pieces = UnigramPieces.read(folder.resolve(PIECES));
        JsonNode legacy = arguments.setting("legacy");
        if (!legacy.isMissingNode() && TokenArguments.isFalse(legacy)) {
            pieces = pieces.withoutDummyPrefix();
        }
        AddedToken end = token(arguments, "eos_token", "</s>");
        AddedToken unknown = token(arguments, "unk_token", "<unk>");
        AddedToken pad = token(arguments, "pad_token", "</s>");
        Map<String, Special> special = new LinkedHashMap<>();
        for (AddedToken token : List.of(end, unknown, pad)) {
            special.put(token.content(), new Special(token, id(folder, pieces, token, embeddings)));
        }
        requireNoOthers(folder, arguments, special);
        JsonNode lower = arguments.setting("do_lower_case");
        warnings.addAll(PaddedTokens.maskWarnings(arguments));
        long padId = id(folder, pieces, pad, embeddings);
        return new SiglipTokenizer(
                pieces,
                lower.isMissingNode() || !TokenArguments.isFalse(lower),
                unknown.content(),
                special,
                id(folder, pieces, end, embeddings),
                new PaddedTokens(length, padId, PaddedTokens.before(arguments, false)),
                warnings.stream().map(OneLine::of).toList());
    }

    /** A special token, which takes the white space around it if the files give only its text. */
    private static AddedToken token(TokenArguments arguments, String name, String otherwise) throws IOException {
        AddedToken token = arguments.has(name) ? arguments.named(name) : AddedToken.text(otherwise);
        if (token == null || token.content().isEmpty() || token.singleWord()) {
            throw new FileException(
                    arguments.source(name), name + ": expected a token that needs no white space around it");
        }
        return token.plainText() ? new AddedToken(token.content(), false, true, true, false, true, false) : token;
    }

    private static int id(Path folder, UnigramPieces pieces, AddedToken token, int embeddings) throws IOException {
        Path file = folder.resolve(PIECES);
        int id = pieces.find(token.content())
                .orElseThrow(() -> new FileException(
                        file,
                        "has no piece " + JsonObjectFile.quoted(token.content())
                                + "; take all files from the same checkpoint"));
        if (id >= embeddings) {
            throw new FileException(
                    file,
                    "gives " + JsonObjectFile.quoted(token.content()) + " the id " + id
                            + ", but vocab_size in config.json is " + embeddings
                            + "; take both files from the same checkpoint");
        }
        return id;
    }

    private static void requireNoOthers(Path folder, TokenArguments arguments, Map<String, Special> special)
            throws IOException {
        List<AddedToken> tokens = new ArrayList<>(arguments.added().values());
        tokens.addAll(arguments.extra());
        tokens.addAll(arguments.further().values());
        for (String name : SpecialTokens.NAMED) {
            AddedToken named = arguments.named(name);
            if (named != null) {
                tokens.add(named);
            }
        }
        for (AddedToken token : tokens) {
            if (!special.containsKey(token.content())) {
                throw new FileException(
                        folder,
                        "has the added token " + JsonObjectFile.quoted(token.content())
                                + ", and a SigLIP tokenizer with tokens other than those for the end, padding and"
                                + " unknown characters is not supported; remove that token");
            }
        }
    }

    /**
     * The class of the tokenizer that a folder's files name, without the ending {@code Fast}; empty if they do not name any.
     *
     * @throws IOException in one line, if a file can't be read
     */
    static String className(Path folder) throws IOException {
        for (String file : List.of(TokenizerFolder.CONFIG, "config.json")) {
            ObjectNode settings = TokenizerFolder.objectIfPresent(folder.resolve(file), new ArrayList<>());
            JsonNode named = settings == null ? null : settings.get("tokenizer_class");
            if (!TokenArguments.isFalse(named)) {
                String name = named.asText();
                return name.endsWith("Fast") ? name.substring(0, name.length() - "Fast".length()) : name;
            }
        }
        return "";
    }

    /** Refuses a text that would take many seconds. */
    static void requireShort(String text) {
        if (text.length() > ClipTokenizer.LONGEST_TEXT) {
            throw new InvalidRequestException("the text has " + text.length() + " characters, expected at most "
                    + ClipTokenizer.LONGEST_TEXT + "; shorten the prompt");
        }
    }

    /**
     * The tokens of a text, filled up with padding. Half a surrogate pair is replaced by U+FFFD.
     *
     * @throws InvalidRequestException if the text has more than a million characters, which would take many seconds
     */
    @Override
    public TokenizedText encode(String text) {
        requireShort(text);
        List<Long> all = new ArrayList<>();
        String first = "";
        for (String part : parts(SPACE + ClipTokenizer.withWholeCharacters(text).replace(SPACE, " "))) {
            Special cut = special.get(part);
            if (cut != null) {
                if (all.size() == 1 && first.equals(SPACE)) {
                    all.clear(); // nothing but the space before the first token
                    first = part;
                }
                all.add((long) cut.id());
                first = first.isEmpty() ? part : first;
                continue;
            }
            for (String piece : pieces(part)) {
                all.add((long) pieces.id(piece));
                first = first.isEmpty() ? piece : first;
            }
        }
        return framed(all);
    }

    private TokenizedText framed(List<Long> all) {
        int length = padding.length();
        boolean ended = !all.isEmpty() && all.get(all.size() - 1) == endId;
        List<Long> kept = new ArrayList<>(all.subList(0, Math.min(all.size(), length - 1)));
        if (kept.isEmpty() || kept.get(kept.size() - 1) != endId) {
            kept.add(endId);
        }
        return padding.of(kept.stream().mapToLong(Long::longValue).toArray(), all.size() + (ended ? 0 : 1));
    }

    /** A text, split at special tokens, which are parts too. White space that belongs to a token is removed. */
    private List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            String token = tokenAt(text, at);
            if (!token.isEmpty()) {
                if (at > start) {
                    parts.add(text.substring(start, at));
                }
                parts.add(token);
                start = at + token.length();
                at = start - 1;
            }
        }
        if (start < text.length()) {
            parts.add(text.substring(start));
        }
        for (int i = 0; i < parts.size(); i++) {
            Special cut = special.get(parts.get(i));
            if (cut != null && cut.token().rstrip() && i + 1 < parts.size()) {
                parts.set(i + 1, LEADING_SPACE.matcher(parts.get(i + 1)).replaceFirst(""));
            }
            if (cut != null && cut.token().lstrip() && i > 0) {
                parts.set(i - 1, withoutTrailingSpace(parts.get(i - 1)));
            }
        }
        parts.removeIf(String::isEmpty);
        return parts;
    }

    /** By hand, since a pattern for the end of a text looks at each white space within it again and again. */
    private static String withoutTrailingSpace(String text) {
        int end = text.length();
        while (end > 0 && WHITE_SPACE.matcher(text).region(end - 1, end).matches()) {
            end--;
        }
        return text.substring(0, end);
    }

    /** The longest special token that a text continues with; empty if it does not continue with any. */
    private String tokenAt(String text, int at) {
        String longest = "";
        for (String token : special.keySet()) {
            if (token.length() > longest.length() && text.startsWith(token, at)) {
                longest = token;
            }
        }
        return longest;
    }

    private List<String> pieces(String part) {
        String clean = lowerCase ? part.toLowerCase(Locale.ROOT) : part;
        clean = PUNCTUATION.matcher(clean).replaceAll("");
        clean = WHITE_SPACE.matcher(clean).replaceAll(" ").strip();
        List<String> all = pieces.split(unknown + clean);
        return all.size() >= unknownLength ? all.subList(unknownLength, all.size()) : all;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {}
}
