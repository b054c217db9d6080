package org.clipmeter.prompts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file holds the ids of prompts; the same for prompt files and for lists of images.
 *
 * @param name as the file has it; null if none of its columns holds ids
 * @param repeated a column with a name of ids that is not used, since it repeats values; null if there is none
 * @param notes what people should know about the choice
 */
public record IdColumn(@Nullable String name, PromptIds.@Nullable Repeated repeated, List<String> notes) {
    /** Names that such a column has in the files of evaluations, the surest first. */
    public static final List<String> NAMES = List.of(
            "id",
            "case_number",
            "prompt_id",
            "image_id",
            "caption_id",
            "sample_id",
            "case_id",
            "item_id",
            "uid",
            "uuid",
            "guid",
            "key",
            "idx",
            "index",
            "case",
            "coco_id");

    /** The choice, with its notes copied. */
    public IdColumn {
        notes = List.copyOf(notes);
    }

    /**
     * Chooses a column.
     *
     * @param columns the values of each column that may hold ids, by its name, in the file's order
     * @param asked the name that a user gave; null to choose by name
     * @param mayRepeat whether several rows may have one id, as in a list of several images a prompt
     * @throws IOException saying which columns there are, if the one that was asked for is not among them
     */
    public static IdColumn choose(Map<String, List<String>> columns, @Nullable String asked, boolean mayRepeat)
            throws IOException {
        if (asked != null) {
            String wanted = plain(asked);
            String found = columns.keySet().stream()
                    .filter(name -> plain(name).equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new IOException("has no column \"" + asked + "\" (--id-column), it has "
                            + String.join(", ", columns.keySet())));
            return new IdColumn(found, null, List.of("prompt ids are the column " + found));
        }
        List<String> notes = new ArrayList<>();
        String chosen = null;
        PromptIds.Repeated repeated = null;
        for (String known : NAMES) {
            for (String name : columns.keySet()) {
                if (chosen != null || !plain(name).equals(known)) {
                    continue;
                }
                List<String> values = columns.getOrDefault(name, List.of());
                long stated = values.stream().filter(value -> !value.isBlank()).count();
                if (known.equals("id") || (mayRepeat && stated > 0) || isUnique(values)) {
                    chosen = stated == 0 ? null : name;
                } else if (repeated == null && stated > 0) {
                    repeated = new PromptIds.Repeated(name, new HashSet<>(values));
                    notes.add("the column " + name + " is not used as id: it repeats values or has empty cells");
                }
            }
        }
        if (chosen != null && !chosen.equals("id")) {
            notes.add("prompt ids are the column " + chosen);
        }
        if (!mayRepeat) {
            notes.addAll(unused(columns, chosen));
        }
        return new IdColumn(chosen, chosen == null ? repeated : null, notes);
    }

    /** A note on columns of unique whole numbers, which might have been meant as ids. */
    private static List<String> unused(Map<String, List<String>> columns, @Nullable String chosen) {
        List<String> ids = chosen == null ? null : columns.get(chosen);
        List<String> numbers = columns.entrySet().stream()
                .filter(column ->
                        !column.getKey().equals(chosen) && !column.getKey().isEmpty())
                .filter(column -> isUnique(column.getValue())
                        && column.getValue().stream().allMatch(IdColumn::isWhole))
                .filter(column -> !column.getValue().equals(ids) && !(ids == null && isRowNumbers(column.getValue())))
                .map(Map.Entry::getKey)
                .toList();
        if (numbers.isEmpty()) {
            return List.of();
        }
        return List.of((numbers.size() == 1 ? "the column " : "the columns ") + String.join(", ", numbers)
                + " of unique whole numbers " + (numbers.size() == 1 ? "is" : "are")
                + " not used as id; --id-column " + (numbers.size() == 1 ? numbers.get(0) : "NAME") + " would");
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
    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "_");
    }
}
