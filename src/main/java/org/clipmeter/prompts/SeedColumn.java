package org.clipmeter.prompts;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The column (or key) of lists of cases that holds the seed of each prompt's image. */
final class SeedColumn {
    /** Its names, the surest first: that of the erasure papers, that of I2P, and the plain word. */
    private static final List<String> NAMES = List.of("evaluation_seed", "sd_seed", "seed");

    private SeedColumn() {}

    /** Whether a column of this name holds seeds. */
    static boolean isNamed(String name) {
        return NAMES.stream().anyMatch(known -> IdColumn.plain(known).equals(IdColumn.plain(name)));
    }

    /** Whether a column of this name surely holds seeds, and not ids; some images are named after a column {@code seed}. */
    static boolean isSure(String name) {
        return isNamed(name) && IdColumn.plain(name).length() > "seed".length();
    }

    /** Which of these columns holds the seeds; null if none does. */
    static @Nullable String among(Collection<String> columns) {
        for (String known : NAMES) {
            for (String column : columns) {
                if (IdColumn.plain(known).equals(IdColumn.plain(column))) {
                    return column;
                }
            }
        }
        return null;
    }

    /** The seed in a cell, which Python's tables may have written as {@code 7.0}; null if the cell holds something else. */
    static @Nullable Long seed(String cell) {
        String digits = cell.strip().replaceFirst("\\.0+$", "");
        return digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : null;
    }
}
