package org.clipmeter.pairs.names;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ids of prompts as file names may show them. A name finds an id that is written the same, else the only one that
 * differs in what file systems and spreadsheets change: capitals, zeros before a number, {@code .0} behind it, its
 * thousands' separators, and characters that a file name can't hold.
 */
public final class KnownIds {
    public static final int NONE = -1;
    private static final int SEVERAL = -2;

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern GROUPED = Pattern.compile("[0-9]{1,3}(,[0-9]{3})+");
    private static final Pattern WITH_FRACTION = Pattern.compile("([0-9]+)[.,]0+");
    private static final Pattern WITH_NUMBER = Pattern.compile(".*[^0-9]0*([0-9]{1,18})", Pattern.DOTALL);
    private static final Pattern OTHER_CHARACTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> alike = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<Integer>> files = new HashMap<>();
    private final List<String> ids;
    private final Set<Integer> repeated = new HashSet<>();

    /** @param isPicture whether an id is the name of a picture's file, by its ending */
    public KnownIds(List<String> ids, Predicate<String> isPicture) {
        this.ids = List.copyOf(ids);
        for (int i = 0; i < ids.size(); i++) {
            Integer first = exact.putIfAbsent(composed(ids.get(i)), i);
            if (first != null) {
                repeated.add(first);
                continue;
            }
            if (isPicture.test(ids.get(i))) {
                files.computeIfAbsent(alike(composed(stem(ids.get(i)))), stem -> new ArrayList<>())
                        .add(i);
            }
            Matcher number = WITH_NUMBER.matcher(ids.get(i));
            if (number.matches()) {
                numbers.merge(number.group(1), i, (one, other) -> SEVERAL);
            }
            String form = alike(number(composed(ids.get(i))));
            if (NUMBER.matcher(form).matches() || form.codePoints().anyMatch(Character::isLetterOrDigit)) {
                alike.merge(form, i, (one, other) -> SEVERAL);
            }
        }
    }

    /** The place of the id that a part of a file name is, or {@link #NONE}. */
    public int find(String text) {
        String name = composed(text);
        Integer place = exact.get(name);
        return place != null ? place : Math.max(NONE, alike.getOrDefault(alike(name), NONE));
    }

    /**
     * The place of the only id that is the name of this file, or {@link #NONE}. Its ending may be another one, and of the
     * folders only those count that both of them name.
     */
    public int findFile(String name) {
        Integer place = exact.get(composed(name));
        if (place != null) {
            return place;
        }
        List<Integer> places = files.getOrDefault(alike(composed(stem(name))), List.of()).stream()
                .filter(i -> foldersAgree(ids.get(i), name))
                .toList();
        return places.size() == 1 ? places.get(0) : NONE;
    }

    private static boolean foldersAgree(String one, String other) {
        List<String> folders = folders(one);
        List<String> others = folders(other);
        int both = Math.min(folders.size(), others.size());
        return folders.subList(folders.size() - both, folders.size())
                .equals(others.subList(others.size() - both, others.size()));
    }

    private static List<String> folders(String path) {
        List<String> parts = Arrays.stream(path.split("[/\\\\]", -1))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        return parts.isEmpty() ? parts : parts.subList(0, parts.size() - 1);
    }

    /** The name of a file without its folders, which slashes of either kind separate, and without its ending. */
    public static String stem(String path) {
        String file = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = file.lastIndexOf('.');
        return dot > 0 ? file.substring(0, dot) : file;
    }

    /** The place of the only id, other than a number, that ends with a number, or {@link #NONE}. */
    public int endingWith(long number) {
        return Math.max(NONE, numbers.getOrDefault(Long.toString(number), NONE));
    }

    /** Whether several prompts have the id at this place. */
    public boolean isRepeated(int place) {
        return repeated.contains(place);
    }

    public static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** A number without leading zeros, or the text itself. */
    public static String withoutZeros(String text) {
        return isNumber(text) ? text.replaceFirst("^0+(?=[0-9])", "") : text;
    }

    /** The digits of an id that a spreadsheet wrote as {@code 12.0} or {@code 1,204}, or the id itself. */
    public static String number(String id) {
        if (GROUPED.matcher(id).matches()) {
            return id.replace(",", "");
        }
        Matcher fraction = WITH_FRACTION.matcher(id);
        return fraction.matches() ? fraction.group(1) : id;
    }

    /** File systems store an accented letter as one character or as two. */
    private static String composed(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    private static String alike(String text) {
        return isNumber(text)
                ? withoutZeros(text)
                : OTHER_CHARACTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("_");
    }
}
