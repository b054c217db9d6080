package org.clipmeter.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipmeter.files.FileException;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of CLIP's tokenizer that have a role, and the list of tokens that transformers adds to the vocabulary:
 * first the tokens that the files list, then the special tokens that are not among them.
 *
 * @param start the text of the token that every text starts with
 * @param end the text of the token that every text ends with
 * @param unknown the text of the token for symbols outside the vocabulary
 * @param padding the text of the token that fills a text up; empty if the files set it to null
 * @param toAdd the tokens to add, in order; of two with the same text, the later counts
 */
record SpecialTokens(String start, String end, String unknown, String padding, List<AddedToken> toAdd) {
    /** The text that a special token has if the files do not name it; null if it then does not exist. */
    @FunctionalInterface
    interface Defaults {
        @Nullable
        String of(String name);
    }

    /** The names that transformers gives to special tokens, in its order. */
    static final List<String> NAMED =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private static final String START = "<|startoftext|>";
    private static final String END = "<|endoftext|>";

    /** Builds the tokens from the files' tokens, as transformers' {@code CLIPTokenizer} does. */
    static SpecialTokens of(TokenArguments arguments) throws IOException {
        return of(arguments, SpecialTokens::ofClip);
    }

    /** Builds the tokens from the files' tokens, as transformers' tokenizers do that have these defaults. */
    static SpecialTokens of(TokenArguments arguments, Defaults defaults) throws IOException {
        Map<String, AddedToken> named = new LinkedHashMap<>();
        for (String name : NAMED) {
            AddedToken token = arguments.has(name) ? arguments.named(name) : byDefault(defaults.of(name));
            if (token != null) {
                named.put(name, token);
            }
        }
        named.putAll(arguments.further());

        List<AddedToken> toAdd = new ArrayList<>(arguments.added().values());
        Set<String> listed = toAdd.stream().map(AddedToken::content).collect(Collectors.toSet());
        List<AddedToken> candidates = new ArrayList<>(named.values());
        candidates.addAll(arguments.extra());
        for (AddedToken token : candidates) {
            if (!listed.contains(token.content()) && toAdd.stream().noneMatch(token::same)) {
                toAdd.add(token);
            }
        }
        Set<String> namedTexts =
                named.values().stream().map(AddedToken::content).collect(Collectors.toSet());
        toAdd.replaceAll(
                token -> token.plainText() || namedTexts.contains(token.content()) ? token.asSpecial() : token);
        AddedToken unknown = named.get("unk_token");
        AddedToken padding = named.get("pad_token");
        return new SpecialTokens(
                required(arguments, named, "bos_token"),
                required(arguments, named, "eos_token"),
                unknown == null ? "None" : unknown.content(), // Python's text for null, which no vocabulary contains
                padding == null ? "" : padding.content(),
                toAdd);
    }

    private static @Nullable AddedToken byDefault(@Nullable String content) {
        return content == null ? null : AddedToken.text(content);
    }

    private static @Nullable String ofClip(String name) {
        return switch (name) {
            case "bos_token" -> START;
            case "eos_token", "unk_token", "pad_token" -> END;
            default -> null;
        };
    }

    private static String required(TokenArguments arguments, Map<String, AddedToken> named, String name)
            throws IOException {
        AddedToken token = named.get(name);
        if (token == null || token.content().isEmpty()) {
            Path file = arguments.source(name);
            throw new FileException(
                    file, name + ": expected a token, got " + (token == null ? "null" : "a value that is not a text"));
        }
        return token.content();
    }
}
