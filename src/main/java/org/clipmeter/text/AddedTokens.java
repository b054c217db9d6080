package org.clipmeter.text;

import java.io.IOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;

/**
 * The added tokens with their ids, as the tokenizers library assigns them: a token of the vocabulary keeps its id, and
 * the others are numbered after the vocabulary in their order, regardless of the ids in the files.
 */
final class AddedTokens {
    /**
     * The library compares every added token with all others: for this many it takes about two seconds, for ten times
     * as many minutes.
     */
    private static final int MOST = 10_000;

    private static final int LONGEST = 10_000;

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Path folder;
    private final Vocabulary vocabulary;
    private final Map<String, Integer> ids = new LinkedHashMap<>();
    private final Map<String, AddedToken> tokens = new HashMap<>();

    private AddedTokens(Path folder, Vocabulary vocabulary) {
        this.folder = folder;
        this.vocabulary = vocabulary;
    }

    /**
     * Adds tokens to a vocabulary.
     *
     * @throws IOException in one line, if the result is not determined by the files alone
     */
    static AddedTokens of(Path folder, Vocabulary vocabulary, List<AddedToken> toAdd) throws IOException {
        return of(folder, vocabulary, toAdd, AddedTokens::normalizedByClip);
    }

    /**
     * Adds tokens to a vocabulary.
     *
     * @param normalized what the tokenizer's normalizer makes of a token's text
     * @throws IOException in one line, if the result is not determined by the files alone
     */
    static AddedTokens of(Path folder, Vocabulary vocabulary, List<AddedToken> toAdd, UnaryOperator<String> normalized)
            throws IOException {
        AddedTokens added = new AddedTokens(folder, vocabulary);
        if (toAdd.size() > MOST) {
            throw new FileException(
                    folder,
                    "has " + toAdd.size() + " added tokens, expected at most " + MOST
                            + ", since the tokenizers library takes minutes for more; use another checkpoint");
        }
        int next = vocabulary.ids().size();
        for (AddedToken token : toAdd) {
            String content = token.content();
            if (content.isEmpty()) {
                continue;
            }
            added.requireUsable(content);
            Integer known = vocabulary.ids().get(content);
            if (known == null && !added.ids.containsKey(content)) {
                known = next++;
            }
            if (known != null) {
                added.ids.put(content, known);
            }
            added.tokens.put(content, token);
        }
        added.requireDifferent(normalized);
        added.requireMatchesInOrder();
        return added;
    }

    /**
     * Refuses tokens that would end the process in the tokenizers library. A token of white space that includes white
     * space before it can match inside the white space that the previous token has included; the library does not
     * handle this.
     */
    private void requireMatchesInOrder() throws IOException {
        boolean anyTakesBehind = tokens.values().stream().anyMatch(AddedToken::rstrip);
        for (AddedToken token : tokens.values()) {
            if (anyTakesBehind
                    && token.lstrip()
                    && WHITE_SPACE.matcher(token.content()).matches()) {
                throw new FileException(
                        folder,
                        "has an added token of only white space with lstrip and another token with rstrip; transformers fails"
                                + " on texts in which the two meet, so remove lstrip or rstrip");
            }
        }
    }

    private void requireUsable(String content) throws IOException {
        if (content.length() > LONGEST) {
            throw new FileException(
                    folder,
                    "has an added token of " + content.length() + " characters, expected at most " + LONGEST
                            + "; remove that token");
        }
        Vocabulary.requireText(folder, content);
        if (!content.equals(ClipTokenizer.wellFormed(content))) {
            throw new FileException(
                    folder,
                    "has the added token " + JsonObjectFile.quoted(content)
                            + ", which has a letter of Unicode 17 that is not supported; remove that token");
        }
    }

    /** Refuses two tokens that have the same id or match the same text: the reference chooses one of them by chance. */
    private void requireDifferent(UnaryOperator<String> normalized) throws IOException {
        Map<Integer, String> byId = new HashMap<>();
        Map<String, String> byMatch = new HashMap<>();
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            String content = entry.getKey();
            String other = byId.putIfAbsent(entry.getValue(), content);
            if (other != null) {
                throw new FileException(
                        vocabulary.source(),
                        "gives the id " + entry.getValue() + " to two added tokens, " + JsonObjectFile.quoted(other)
                                + " and " + JsonObjectFile.quoted(content) + "; give each its own id");
            }
            if (token(content).normalized()) {
                String match = normalized.apply(content);
                String same = byMatch.putIfAbsent(match, content);
                if (same != null) {
                    throw new FileException(
                            folder,
                            "has two added tokens that match the same text, " + JsonObjectFile.quoted(same) + " and "
                                    + JsonObjectFile.quoted(content)
                                    + "; transformers finds either of them by chance, so remove one");
                }
            }
        }
    }

    private static String normalizedByClip(String content) {
        String composed = Normalizer.normalize(content, Normalizer.Form.NFC);
        return WHITE_SPACE.matcher(composed).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    /** The id of an added token or a token of the vocabulary. */
    int id(String token) throws IOException {
        Integer id = ids.containsKey(token) ? ids.get(token) : vocabulary.ids().get(token);
        if (id == null) {
            throw new FileException(
                    vocabulary.source(),
                    "has no token " + JsonObjectFile.quoted(token) + "; take all files from the same checkpoint");
        }
        return id;
    }

    /** The added tokens' ids. Those that are not in the vocabulary come first, as the tokenizers library requires. */
    Map<String, Integer> ids() {
        List<String> order = new ArrayList<>();
        ids.keySet().stream().filter(content -> !isInVocabulary(content)).forEach(order::add);
        ids.keySet().stream().filter(this::isInVocabulary).forEach(order::add);
        Map<String, Integer> ordered = new LinkedHashMap<>();
        order.forEach(content -> ordered.put(content, ids.getOrDefault(content, -1)));
        return ordered;
    }

    private boolean isInVocabulary(String content) {
        return vocabulary.ids().containsKey(content);
    }

    /** The added token with a text. */
    AddedToken token(String content) {
        AddedToken token = tokens.get(content);
        if (token == null) {
            throw new IllegalArgumentException("no added token " + content);
        }
        return token;
    }
}
