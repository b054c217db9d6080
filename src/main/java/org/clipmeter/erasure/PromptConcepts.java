package org.clipmeter.erasure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.files.CsvTable;
import org.clipmeter.files.FileText;
import org.clipmeter.prompts.Prompt;
import org.jspecify.annotations.Nullable;

/** The concepts of prompts: from a column of their file, or from the words of the prompts. */
public final class PromptConcepts {
    private static final List<String> TEXTS = List.of("prompt", "caption", "text");

    private PromptConcepts() {}

    /**
     * The concept of each prompt, by the prompt's id, from the column "concept" of a CSV or TSV file that has its texts in a
     * column "prompt", "caption" or "text". Rows are found by the prompt's text; a text that stands beside two concepts gives none.
     *
     * @throws IOException in one line, if the file can't be read
     * @throws InvalidRequestException if it has no such columns
     */
    public static Map<String, String> ofColumn(Path file, List<Prompt> prompts) throws IOException {
        CsvTable table = CsvTable.read(
                FileText.of(file).text(),
                names -> names.contains(ConceptImages.CONCEPT) && TEXTS.stream().anyMatch(names::contains));
        if (table == null) {
            throw new InvalidRequestException("concepts: " + file
                    + " has no columns concept and prompt; expected a CSV file of prompts with a column concept");
        }
        Integer concept = table.places().get(ConceptImages.CONCEPT);
        Integer text = TEXTS.stream()
                .map(table.places()::get)
                .filter(place -> place != null)
                .findFirst()
                .orElse(null);
        Map<String, String> byText = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (CsvTable.Row row : table.rows()) {
            if (row.problem() == null && concept != null && text != null) {
                String name = row.cells().get(concept).strip();
                String prompt = row.cells().get(text).strip();
                String before = name.isEmpty() ? null : byText.putIfAbsent(prompt, name);
                if (before != null && !before.equals(name)) {
                    ambiguous.add(prompt);
                }
            }
        }
        Map<String, String> concepts = new HashMap<>();
        for (Prompt prompt : prompts) {
            String name = byText.get(prompt.text().strip());
            if (name != null && !ambiguous.contains(prompt.text().strip())) {
                concepts.put(prompt.id(), name);
            }
        }
        return concepts;
    }

    /** The concept of each prompt that names exactly one of them, as words and in any case, by the prompt's id. */
    public static Map<String, String> ofWords(List<String> names, List<Prompt> prompts) {
        Map<String, String> concepts = new HashMap<>();
        for (Prompt prompt : prompts) {
            String only = only(names, prompt.text().toLowerCase(Locale.ROOT));
            if (only != null) {
                concepts.put(prompt.id(), only);
            }
        }
        return concepts;
    }

    private static @Nullable String only(List<String> names, String text) {
        String found = null;
        for (String name : names) {
            Pattern words = Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(name.toLowerCase(Locale.ROOT)) + "(?![\\p{L}\\p{N}])");
            if (words.matcher(text).find()) {
                if (found != null) {
                    return null;
                }
                found = name;
            }
        }
        return found;
    }
}
