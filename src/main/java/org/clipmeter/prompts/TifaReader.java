package org.clipmeter.prompts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads TIFA prompts and prompt files. The form is found from the content:
 *
 * <ul>
 *   <li>JSON: a list of objects with {@code caption} (or {@code prompt}, {@code text}) and, where they have them,
 *       {@code id}, {@code source} and {@code qas}: TIFA v1.0's text inputs; its question_answers, one object a question;
 *       a list of texts; an object from id to text
 *   <li>CSV with a column {@code caption} (or {@code prompt}, {@code text}) and, where it has them, {@code id},
 *       {@code source} and {@code qas}, a JSON list of questions: the reference's {@code tifa_dataset.csv}
 *   <li>plain text, one prompt a line
 * </ul>
 *
 * A prompt without an id gets the number of its row, item or line, counted from 0 without blank ones. A prompt's source is the part of its id
 * before the last {@code _<number>}, else what the file says, else the file's name without its ending.
 */
public final class TifaReader {
    private static final char[] SEPARATORS = {',', ';', '\t'};

    private TifaReader() {}

    /**
     * Reads a prompt file. Rows that can't be used are left out and named.
     *
     * @throws IOException in one line, if there is no such file, it is no such file, or no row can be used
     */
    public static PromptFile read(Path file) throws IOException {
        return read(FileText.of(file));
    }

    /**
     * Reads a prompt file that is in memory.
     *
     * @param name the file's name, for messages and as the source of prompts without one
     * @throws IOException as {@link #read(Path)}
     */
    public static PromptFile read(byte[] content, String name) throws IOException {
        return read(FileText.of(content, name));
    }

    /**
     * Reads prompts and, from a second file, the questions about them; a question goes to the prompt with its id, in place
     * of what the first file says.
     *
     * @param questionAnswers TIFA v1.0's question_answers: a list of objects with {@code id}, {@code question},
     *     {@code choices}, {@code answer}, {@code element_type}, {@code element}; those of other prompts are passed over
     * @throws IOException as {@link #read(Path)}, or if no question belongs to any of the prompts
     */
    public static PromptFile read(Path file, Path questionAnswers) throws IOException {
        PromptFile read = read(file);
        FileText second = FileText.of(questionAnswers);
        List<String> problems = new ArrayList<>(read.problems());
        Map<String, List<Question>> questions = JsonPrompts.questions(second, problems);
        PromptSet set = read.prompts();
        List<Prompt> joined = new ArrayList<>(set.size());
        boolean any = false;
        for (Prompt prompt : set.prompts()) {
            List<Question> own = questions.get(prompt.id());
            any |= own != null;
            joined.add(own == null ? prompt : new Prompt(prompt.id(), prompt.source(), prompt.text(), own));
        }
        if (!any) {
            throw second.refusal("holds no question about any of the " + set.size() + " prompts of " + set.name()
                    + ": are these two files of one data set?");
        }
        return new PromptFile(new PromptSet(set.name(), joined, set.availableCount()), problems);
    }

    private static PromptFile read(FileText file) throws IOException {
        String start = file.text().stripLeading();
        if (start.startsWith("[") || start.startsWith("{")) {
            if (file.nameEndsWith(".txt") && !isJson(file.text())) {
                return plain(file);
            }
            return JsonPrompts.prompts(file);
        }
        for (char separator : SEPARATORS) {
            CsvRows.Row header = CsvRows.first(file.text(), separator);
            if (header.problem() == null && textColumn(names(header)).isPresent()) {
                return csv(file, CsvRows.read(file.text(), separator));
            }
        }
        if (file.nameEndsWith(".csv") || file.nameEndsWith(".tsv")) {
            throw file.refusal("has no column \"caption\" or \"prompt\"; its first row is "
                    + names(CsvRows.first(file.text(), ',')));
        }
        return plain(file);
    }

    private static PromptFile csv(FileText file, List<CsvRows.Row> rows) throws IOException {
        PromptCollector prompts = new PromptCollector(file);
        List<String> names = names(rows.get(0));
        Map<String, Integer> columns = columns(file, prompts, names);
        int text = columns.getOrDefault(textColumn(names).orElseThrow(), 0);
        for (int number = 0; number < rows.size() - 1; number++) {
            CsvRows.Row row = rows.get(number + 1);
            String where = row.where();
            List<String> cells = row.cells();
            if (row.problem() != null) {
                prompts.problem(where, row.problem());
                continue;
            }
            if (cells.size() != names.size()) {
                prompts.problem(where, "has " + cells.size() + " cells, the header has " + names.size());
                continue;
            }
            String id = cell(cells, columns, "id");
            String source = cell(cells, columns, "source");
            prompts.add(
                    where,
                    id.isBlank() ? Integer.toString(number) : id,
                    source,
                    cells.get(text),
                    questions(prompts, where, cell(cells, columns, "qas")));
        }
        return prompts.finish();
    }

    private static List<Question> questions(PromptCollector prompts, String where, String cell) {
        try {
            return JsonPrompts.questions(cell);
        } catch (IOException e) {
            prompts.problem(where, "keeps its prompt without questions: qas: " + e.getMessage());
            return List.of();
        }
    }

    /** The position of each column; two of one name that is read are refused, two of another only named. */
    private static Map<String, Integer> columns(FileText file, PromptCollector prompts, List<String> names)
            throws IOException {
        Set<String> used = Set.of("id", "source", "qas", textColumn(names).orElseThrow());
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            Integer first = columns.putIfAbsent(names.get(i), i);
            if (first == null || names.get(i).isEmpty()) {
                continue;
            }
            String what =
                    "has the column \"" + names.get(i) + "\" twice, as columns " + (first + 1) + " and " + (i + 1);
            if (used.contains(names.get(i))) {
                throw file.refusal("row 1 " + what);
            }
            prompts.problem("row 1", what);
        }
        return columns;
    }

    private static PromptFile plain(FileText file) throws IOException {
        PromptCollector prompts = new PromptCollector(file);
        List<String> lines = file.text().lines().toList();
        int number = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                prompts.add("line " + (i + 1), Integer.toString(number++), null, lines.get(i), List.of());
            }
        }
        return prompts.finish();
    }

    private static List<String> names(CsvRows.Row header) {
        return header.cells().stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Optional<String> textColumn(List<String> names) {
        return JsonPrompts.TEXT_KEYS.stream().filter(names::contains).findFirst();
    }

    private static String cell(List<String> cells, Map<String, Integer> columns, String column) {
        Integer index = columns.get(column);
        return index == null ? "" : cells.get(index);
    }

    private static boolean isJson(String text) {
        try {
            StrictJson.parse(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
