package org.clipmeter.score;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image's file name says about its prompt.
 *
 * @param id the prompt id in the name, else null
 * @param form how the id is in it
 * @param variant what follows the id: {@code 2} in {@code coco_301091_2.png}, where a prompt has several images
 * @param index the number after the last underscore, else -1
 */
record Reading(ImageFile file, @Nullable String id, Form form, String variant, long index) {
    enum Form {
        NONE,
        EXACT,
        SUFFIX,
        PREFIX,
        TWO_IDS
    }

    private static final Pattern TRAILING_INDEX = Pattern.compile("_([0-9]{1,18})$");

    static Reading of(ImageFile file, Set<String> ids) {
        String stem = stem(file.name());
        Matcher matcher = TRAILING_INDEX.matcher(stem);
        long index = matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
        if (ids.contains(stem)) {
            return new Reading(file, stem, Form.EXACT, "", index);
        }
        String suffix = suffix(stem, ids);
        String prefix = prefix(stem, ids);
        if (suffix != null && prefix != null && !suffix.equals(prefix)) {
            return new Reading(file, null, Form.TWO_IDS, suffix + " or " + prefix, index);
        }
        if (prefix != null) {
            return new Reading(file, prefix, Form.PREFIX, stem.substring(prefix.length() + 1), index);
        }
        if (suffix != null) {
            return new Reading(file, suffix, Form.SUFFIX, "", index);
        }
        return new Reading(file, null, Form.NONE, "", index);
    }

    private static @Nullable String suffix(String stem, Set<String> ids) {
        for (int i = 0; i < stem.length() - 1; i++) {
            String end = stem.substring(i + 1);
            if (separates(stem.charAt(i)) && !isNumber(end) && ids.contains(end)) {
                return end;
            }
        }
        return null;
    }

    private static @Nullable String prefix(String stem, Set<String> ids) {
        for (int i = stem.length() - 2; i > 0; i--) {
            String start = stem.substring(0, i);
            if (separates(stem.charAt(i)) && !isNumber(start) && ids.contains(start)) {
                return start;
            }
        }
        return null;
    }

    private static boolean separates(char c) {
        return c == '_' || c == '-' || c == '.' || c == ' ';
    }

    /** Ids that are mere numbers are taken from a whole stem only: elsewhere a number is an index, a seed or a date. */
    private static boolean isNumber(String id) {
        return id.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The file's name without folders and extension. */
    private static String stem(String name) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }
}
