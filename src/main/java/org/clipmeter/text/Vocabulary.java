package org.clipmeter.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;

/**
 * The vocabulary and the merges of byte-level BPE, checked: every merge joins two tokens of the vocabulary to a third.
 *
 * @param source the file that the vocabulary comes from, for messages
 * @param ids each token's id
 * @param merges the pairs to join, in the order of their rank
 */
record Vocabulary(Path source, Map<String, Integer> ids, Merges merges) {
    /** Marks the last symbol of a word. */
    static final String WORD_END = "</w>";

    private static final int MOST = 2_000_000;

    /** Collects a vocabulary token by token. */
    static final class Builder {
        private final Path file;
        private final Map<String, Integer> ids = new LinkedHashMap<>(1 << 16);

        Builder(Path file) {
            this.file = file;
        }

        /** Adds a token; returns whether it already existed, in which case the later id counts. */
        boolean add(String token, int id) throws IOException {
            requireText(file, token);
            if (ids.size() >= MOST) {
                throw new FileException(
                        file, "holds more than " + MOST + " tokens; take all files from the same checkpoint");
            }
            return ids.put(token, id) != null;
        }

        Map<String, Integer> ids() {
            return ids;
        }
    }

    /**
     * Refuses merges that name a token outside the vocabulary, and a vocabulary whose merges are missing.
     *
     * @param added the tokens that no merge needs to produce
     * @return the number of tokens that consist of several symbols but are not the result of a merge
     */
    int check(Collection<String> added) throws IOException {
        if (ids.isEmpty()) {
            throw new FileException(source, "holds no vocabulary; download the file again");
        }
        Set<String> joined = new HashSet<>(merges.size() * 2);
        for (int i = 0; i < merges.size(); i++) {
            String left = merges.left(i);
            String right = merges.right(i);
            String both = left + right;
            for (String token : new String[] {left, right, both}) {
                if (!ids.containsKey(token)) {
                    throw new FileException(
                            merges.source(),
                            merges.place(i) + " joins " + JsonObjectFile.quoted(left) + " and "
                                    + JsonObjectFile.quoted(right) + ", but " + JsonObjectFile.quoted(token)
                                    + " is not in the vocabulary; take all files from the same checkpoint");
                }
            }
            joined.add(both);
        }
        int unreachable = 0;
        String example = "";
        for (String token : ids.keySet()) {
            if (severalSymbols(token) && !joined.contains(token) && !added.contains(token)) {
                unreachable++;
                example = token;
            }
        }
        if (merges.size() == 0 && unreachable > 0) {
            throw new FileException(
                    merges.source(),
                    "holds no merges, but " + unreachable + " tokens of the vocabulary, such as \"" + example
                            + "\", result from merges only; the file is incomplete, download it again");
        }
        return unreachable;
    }

    private static boolean severalSymbols(String token) {
        int end = token.length();
        if (token.endsWith(WORD_END) && end > WORD_END.length()) {
            end -= WORD_END.length();
        }
        return token.codePointCount(0, end) > 1;
    }

    /** Refuses text that can't be represented in UTF-8. */
    static void requireText(Path file, String token) throws IOException {
        for (int at = 0; at < token.length(); at++) {
            if (Character.isSurrogate(token.charAt(at))) {
                int point = token.codePointAt(at);
                if (!Character.isSupplementaryCodePoint(point)) {
                    throw new FileException(
                            file,
                            "holds half a surrogate pair in the token " + JsonObjectFile.quoted(token)
                                    + "; download the file again");
                }
                at++;
            }
        }
    }
}
