package org.clipmeter.prompts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file holds the ids of prompts; the same for prompt files and for lists of images.
 *
 * @param name as the file has it; null if none of its columns holds ids
 * @param repeated a column with a name of ids that is not used, since it repeats values; null if there is none
 * @param others the columns of unique values that are not used, so that a name that holds one of them can be explained;
 *     empty for lists of images and for very large files
 * @param notes what people should know about the choice
 */
public record IdColumn(@Nullable String name, @Nullable Repeated repeated, List<Other> others, List<String> notes) {
    /** The choice of a file that has no columns. */
    static final IdColumn NONE = new IdColumn(null, null, List.of(), List.of());

    /**
     * Names that such a column has in the files of evaluations, the surest first; capitals, spaces, hyphens and underscores
     * make no difference. A name that may just as well be a counter's ({@code number}, {@code no}) is not among them.
     */
    public static final List<String> NAMES = List.of(
            "id",
            "case_number",
            "prompt_id",
            "image_id",
            "caption_id",
            "text_id",
            "sample_id",
            "case_id",
            "item_id",
            "unique_id",
            "uid",
            "uuid",
            "guid",
            "key",
            "idx",
            "index",
            "case",
            "coco_id",
            "coco_image_id");

    /** Names of the column that holds the files of images, the surest first. */
    public static final List<String> FILES = List.of("image", "file_name", "filename", "file", "image_path", "path");

    /** The most values of unused columns that are held; more would take more memory than an explanation is worth. */
    private static final int MOST_OTHER_VALUES = 1_000_000;

    /**
     * A column that would hold the ids if it repeated no value.
     *
     * @param column its name
     * @param values the different values in it
     */
    public record Repeated(String column, Set<String> values) {
        /** The column, with its values copied. */
        public Repeated {
            values = Set.copyOf(values);
        }
    }

    /**
     * A column of unique values that is not used.
     *
     * @param name its name, which may be empty, as that of the index which pandas writes
     * @param values its values in the order of the rows
     */
    public record Other(String name, List<String> values) {
        /** The column, with its values copied. */
        public Other {
            values = List.copyOf(values);
        }

        /** What to call it. */
        public String title() {
            return name.isEmpty() ? "the column without a name" : "the column " + name;
        }

        /** The name as a user writes it: in quotation marks if it is not a plain word. */
        public String quoted() {
            return name.matches("[\\p{L}\\p{N}_.-]+") ? name : '"' + name + '"';
        }
    }

    /** The choice, with its lists copied. */
    public IdColumn {
        others = List.copyOf(others);
        notes = List.copyOf(notes);
    }

    /**
     * Chooses a column.
     *
     * @param columns the values of each column that may hold ids, by its name, in the file's order
     * @param asked the name that a user gave; null to choose by name
     * @param mayRepeat whether several rows may have one id, as in a list of several images a prompt
     * @throws ColumnException if the column that was asked for does not exist; it says which columns there are
     */
    public static IdColumn choose(Map<String, List<String>> columns, @Nullable String asked, boolean mayRepeat)
            throws ColumnException {
        if (asked != null) {
            String found = named(asked, columns.keySet());
            return new IdColumn(found, null, List.of(), List.of("prompt ids are the column " + found));
        }
        List<String> notes = new ArrayList<>();
        String chosen = null;
        Repeated repeated = null;
        for (String known : NAMES) {
            for (String name : columns.keySet()) {
                if (chosen != null || !plain(name).equals(plain(known))) {
                    continue;
                }
                List<String> values = columns.getOrDefault(name, List.of());
                long stated = values.stream().filter(value -> !value.isBlank()).count();
                if (known.equals("id") || (mayRepeat && stated > 0) || isUnique(values)) {
                    chosen = stated == 0 ? null : name;
                } else if (repeated == null && stated > 0) {
                    repeated = new Repeated(name, new HashSet<>(values));
                    notes.add("the column " + name + " is not used as id: it repeats values or has empty cells");
                }
            }
        }
        if (chosen == null && repeated == null && !mayRepeat) {
            repeated = repeatedFiles(columns);
        }
        if (chosen != null && !chosen.equals("id")) {
            notes.add("prompt ids are the column " + chosen);
        }
        List<Other> others = mayRepeat ? List.of() : others(columns, chosen);
        notes.addAll(note(numbers(others, chosen != null)));
        return new IdColumn(chosen, chosen == null ? repeated : null, others, notes);
    }

    /** A column of files of which several rows have the same one, as five captions of each image; null if there is none. */
    private static @Nullable Repeated repeatedFiles(Map<String, List<String>> columns) {
        for (Map.Entry<String, List<String>> column : columns.entrySet()) {
            List<String> values = column.getValue();
            if (FILES.stream().anyMatch(known -> plain(known).equals(plain(column.getKey())))
                    && values.stream().anyMatch(value -> !value.isBlank())
                    && !isUnique(values)) {
                return new Repeated(column.getKey(), new HashSet<>(values));
            }
        }
        return null;
    }

    /** The column that a person means: one of exactly this name, else the only one whose name differs in its writing. */
    private static String named(String asked, Set<String> names) throws ColumnException {
        String exact = asked.strip().toLowerCase(Locale.ROOT);
        for (String name : names) {
            if (name.strip().toLowerCase(Locale.ROOT).equals(exact)) {
                return name;
            }
        }
        List<String> alike =
                names.stream().filter(name -> plain(name).equals(plain(asked))).toList();
        if (alike.size() > 1) {
            throw new ColumnException("has several columns like \"" + asked + "\": " + String.join(", ", alike)
                    + "; give the name of the id column exactly as the file has it");
        }
        if (alike.isEmpty() && names.isEmpty()) {
            throw new ColumnException("has no column that could hold the ids, so not \"" + asked + "\" either");
        }
        if (alike.isEmpty()) {
            throw new ColumnException(
                    "has no column \"" + asked + "\" for the ids; expected one of " + String.join(", ", names));
        }
        return alike.get(0);
    }

    /** The columns of unique values that say something else than the ids and the numbers of the rows do. */
    private static List<Other> others(Map<String, List<String>> columns, @Nullable String chosen) {
        List<String> ids = chosen == null ? null : columns.get(chosen);
        List<Other> others = new ArrayList<>();
        int held = 0;
        for (Map.Entry<String, List<String>> column : columns.entrySet()) {
            List<String> values = column.getValue();
            if (held + values.size() <= MOST_OTHER_VALUES
                    && !column.getKey().equals(chosen)
                    && isUnique(values)
                    && !values.equals(ids)
                    && !(ids == null && isRowNumbers(values))) {
                others.add(new Other(column.getKey(), values));
                held += values.size();
            }
        }
        return others;
    }

    /** Whether another column might have been meant as ids, which a note then says. */
    public boolean isUncertain() {
        return !numbers(others, name != null).isEmpty();
    }

    /** The unused columns of unique whole numbers, which might have been meant as ids; seeds of papers are not. */
    private static List<Other> numbers(List<Other> others, boolean idsAreStated) {
        return others.stream()
                .filter(column -> !SeedColumn.isSure(column.name()))
                .filter(column -> column.values().stream().allMatch(IdColumn::isWhole))
                .filter(column -> !column.name().isEmpty() || !idsAreStated)
                .toList();
    }

    private static List<String> note(List<Other> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        boolean one = numbers.size() == 1;
        String titles = one
                ? numbers.get(0).title()
                : "the columns " + numbers.stream().map(Other::name).collect(Collectors.joining(", "));
        return List.of(titles + " of unique whole numbers " + (one ? "is" : "are") + " not used as id; if "
                + (one ? "it holds" : "one of them holds") + " the ids, name it as the id column");
    }

    /** The same choice with more notes. */
    IdColumn noting(List<String> more) {
        return new IdColumn(
                name,
                repeated,
                others,
                Stream.concat(notes.stream(), more.stream()).toList());
    }

    private static boolean isUnique(List<String> values) {
        return !values.isEmpty()
                && values.stream().noneMatch(String::isBlank)
                && new HashSet<>(values).size() == values.size();
    }

    private static boolean isWhole(String value) {
        return value.strip().matches("-?[0-9]{1,18}(\\.0+)?");
    }

    private static boolean isRowNumbers(List<String> values) {
        return IntStream.range(0, values.size())
                .allMatch(i -> values.get(i).strip().equals(Integer.toString(i)));
    }

    /** A column's name as it is compared: {@code Case Number} is {@code case_number}. */
    static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
    }
}
