package org.clipmeter.prompts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileText;
import org.clipmeter.files.parquet.ParquetTexts;
import org.jspecify.annotations.Nullable;

/** Prompts in a Parquet file, in the form that {@link TifaReader} names. */
final class ParquetPrompts {
    /** The names of columns of texts; data sets of images name the last one. */
    private static final List<String> TEXT_KEYS =
            Stream.concat(JsonPrompts.TEXT_KEYS.stream(), Stream.of("captions")).toList();

    private ParquetPrompts() {}

    /** Reads a file; only the columns that say something of prompts are taken from it. */
    static PromptFile read(Path path, @Nullable String asked) throws IOException {
        FileText file = new FileText(String.valueOf(path.getFileName()), "");
        ParquetTexts texts = ParquetTexts.read(path, name -> asked != null || isUsed(name));
        CsvTable table = CsvTable.of(texts.columns(), texts.rows());
        String text = TEXT_KEYS.stream()
                .filter(table.places()::containsKey)
                .findFirst()
                .orElse(null);
        if (text == null) {
            List<String> all = new ArrayList<>(texts.columns());
            all.addAll(texts.others());
            throw file.refusal(
                    "has no column \"caption\", \"prompt\", \"text\" or \"captions\" of texts, expected one; its "
                            + "columns are " + String.join(", ", all));
        }
        boolean isList = texts.lists().stream().anyMatch(name -> key(name).equals(text));
        List<String> notes = isList ? List.of("each prompt is the first text of the list in " + text) : List.of();
        return TifaReader.table(file, table, text, asked, notes);
    }

    private static boolean isUsed(String name) {
        return TEXT_KEYS.contains(key(name))
                || List.of("source", "qas").contains(key(name))
                || SeedColumn.isNamed(name)
                || IdColumn.NAMES.stream()
                        .anyMatch(known -> IdColumn.plain(known).equals(IdColumn.plain(name)));
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
