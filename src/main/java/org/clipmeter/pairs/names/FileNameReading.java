package org.clipmeter.pairs.names;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an image's file name says about its prompt, in all ways in which it may be read.
 *
 * @param name the file's name, with its folders
 * @param stem the name without folders and ending
 * @param whole the whole stem as an id
 * @param leading an id before one of the separators {@code _ - .} and space, the longest
 * @param trailing an id behind one of them, the longest
 * @param middle an id right before the trailing id, else right before the index: {@code 862} in {@code sd_862_3}
 * @param index the number behind the last underscore, or that the stem consists of; else -1
 * @param beforeIndex what precedes the index
 */
public record FileNameReading(
        String name,
        String stem,
        Part whole,
        Part leading,
        Part trailing,
        Part middle,
        long index,
        String beforeIndex) {
    private static final Pattern INDEX = Pattern.compile("(?:^|_)([0-9]{1,18})$");

    /**
     * An id within a name.
     *
     * @param place of the id, or {@link KnownIds#NONE}
     * @param text the id as the name has it
     * @param rest what follows the id, without the separator
     */
    public record Part(int place, String text, String rest) {
        public static final Part NONE = new Part(KnownIds.NONE, "", "");

        public boolean isKnown() {
            return place >= 0;
        }

        public boolean isWord() {
            return isKnown() && !KnownIds.isNumber(text);
        }
    }

    public static FileNameReading of(String name, KnownIds ids) {
        String stem = stem(name);
        Matcher matcher = INDEX.matcher(stem);
        boolean found = matcher.find();
        long index = found ? Long.parseLong(matcher.group(1)) : -1;
        String before = found ? stem.substring(0, matcher.start()) : stem;
        Part trailing = trailing(stem, ids);
        int id = ids.find(stem);
        int whole = id >= 0 ? id : ids.findFile(name);
        return new FileNameReading(
                name,
                stem,
                whole >= 0 ? new Part(whole, stem, "") : Part.NONE,
                leading(stem, ids),
                trailing,
                middle(stem, trailing, found ? matcher.start() : -1, ids),
                index,
                before);
    }

    /** Whether two different ids that are more than numbers are in the name. */
    public boolean hasTwoIds() {
        return !whole.isKnown() && leading.isWord() && trailing.isWord() && leading.place != trailing.place;
    }

    /** What precedes the trailing id; nothing if the whole stem is one. */
    public String beforeTrailing() {
        return whole.isKnown() && !trailing.isKnown() ? "" : stem.substring(0, stem.length() - trailing.text.length());
    }

    /** The place of the id that a text is, ends with or begins with, or {@link KnownIds#NONE}. */
    public static int idIn(String text, KnownIds ids) {
        int whole = ids.find(text);
        if (whole >= 0) {
            return whole;
        }
        Part trailing = trailing(text, ids);
        return trailing.isKnown() ? trailing.place : leading(text, ids).place;
    }

    private static Part leading(String stem, KnownIds ids) {
        for (int i = stem.length() - 2; i > 0; i--) {
            if (separates(stem.charAt(i))) {
                int place = ids.find(stem.substring(0, i));
                if (place >= 0) {
                    return new Part(place, stem.substring(0, i), stem.substring(i + 1));
                }
            }
        }
        return Part.NONE;
    }

    private static Part trailing(String stem, KnownIds ids) {
        for (int i = 0; i < stem.length() - 1; i++) {
            if (separates(stem.charAt(i)) && !isMinus(stem, i)) {
                int place = ids.find(stem.substring(i + 1));
                if (place >= 0) {
                    return new Part(place, stem.substring(i + 1), "");
                }
            }
        }
        return Part.NONE;
    }

    private static Part middle(String stem, Part trailing, int index, KnownIds ids) {
        int end = trailing.isKnown() ? stem.length() - trailing.text.length() - 1 : index;
        if (end <= 0) {
            return Part.NONE;
        }
        Part middle = trailing(stem.substring(0, end), ids);
        return middle.isKnown() ? new Part(middle.place, middle.text, stem.substring(end + 1)) : middle;
    }

    /** Whether a hyphen is the sign of the number behind it, which then is not the id: {@code -5}, {@code img_-5}. */
    private static boolean isMinus(String stem, int at) {
        return stem.charAt(at) == '-'
                && Character.isDigit(stem.charAt(at + 1))
                && (at == 0 || stem.charAt(at - 1) != '-' && separates(stem.charAt(at - 1)));
    }

    private static boolean separates(char c) {
        return c == '_' || c == '-' || c == '.' || c == ' ';
    }

    private static String stem(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
