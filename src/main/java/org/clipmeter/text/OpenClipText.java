package org.clipmeter.text;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;

/**
 * What open_clip, OpenAI's clip and hpsv2 do with a text before CLIP's tokenizer sees it: ftfy repairs it, and HTML entities are
 * replaced. Only texts are accepted for which the outcome is known without ftfy's search for wrong encodings: that search
 * needs at least two neighboring characters outside ASCII, or one of a few letters.
 */
public final class OpenClipText {
    /** The names of the tokenizer's special tokens, which are different tokens in open_clip and in transformers. */
    private static final Pattern SPECIAL = Pattern.compile(
            "<\\|startoftext\\|>|<\\|endoftext\\|>|<start_of_text>|<end_of_text>", Pattern.CASE_INSENSITIVE);

    /** An ampersand that may begin an HTML entity: entities without a semicolon have names of two letters or more. */
    private static final Pattern ENTITY = Pattern.compile("&(?:#|[^\\s<&;]{2}|[^\\s<&;]?;)");

    private static final String SINGLE_QUOTES = "\u02bc\u2018\u2019\u201a\u201b";
    private static final String DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f";

    /** Punctuation that stays as it is: two dashes and the ellipsis. */
    private static final String PUNCTUATION = "\u2013\u2014\u2026";

    /** Letters that ftfy suspects even alone. */
    private static final Set<Integer> SUSPICIOUS =
            Set.of((int) '\u00c2', (int) '\u00c3', (int) '\u00ce', (int) '\u00d0');

    private OpenClipText() {}

    /**
     * The text that the tokenizer gets.
     *
     * @throws InvalidRequestException in one line, if the text has something whose treatment is not known here
     */
    public static String cleaned(String text) {
        Matcher entity = ENTITY.matcher(text);
        if (entity.find()) {
            throw refused("'" + entity.group() + "', which may be an HTML entity", "put a space after the ampersand");
        }
        if (SPECIAL.matcher(text).find()) {
            throw refused("the name of a special token", "remove it");
        }
        StringBuilder cleaned = new StringBuilder();
        boolean beforeIsAscii = true;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean isAscii = c < 0x80;
            boolean known = isAscii ? isKnownAscii(c) : isKnown(c) && beforeIsAscii;
            if (!known) {
                throw refused(
                        "the character " + String.format(Locale.ROOT, "U+%04X", text.codePointAt(at))
                                + (isAscii || !isKnown(c) ? "" : " next to another one outside ASCII"),
                        "replace it");
            }
            beforeIsAscii = isAscii;
            cleaned.append(straight(c));
        }
        return cleaned.toString();
    }

    private static boolean isKnownAscii(char c) {
        return c >= ' ' && c < 0x7f || c == '\n' || c == '\t' || c == '\r';
    }

    private static boolean isKnown(char c) {
        boolean latin = c >= '\u00c0' && c <= '\u00ff' && Character.isLetter(c);
        return latin && !SUSPICIOUS.contains((int) c) || (SINGLE_QUOTES + DOUBLE_QUOTES + PUNCTUATION).indexOf(c) >= 0;
    }

    private static char straight(char c) {
        return SINGLE_QUOTES.indexOf(c) >= 0 ? '\'' : DOUBLE_QUOTES.indexOf(c) >= 0 ? '"' : c;
    }

    private static InvalidRequestException refused(String what, String advice) {
        return new InvalidRequestException(
                "the prompt has " + what + "; open_clip's tokenizer repairs texts before it splits them,"
                        + " and what becomes of this one is not known here: " + advice);
    }
}
